import { useCallback, useEffect, useRef, useState } from 'react'
import type { ActivityFilter, ActivityPage } from '#contract/activity.ts'
import { shownVisibly } from '#domain/text/visible.ts'
import { useServices } from '../../app/services.ts'

/** A pause in typing before the history is read (ms). */
const typingMs = 250
/** What happens meanwhile is read so much later, however much it is (ms). */
const settleMs = 1_000

/** What main has written down, as far as it was read. */
export interface History {
  /** Null before the first answer. */
  readonly page: ActivityPage | null
  /** Reads on, where there is more. */
  readonly more: () => void
}

/** Events that fit, newest first; read anew when the filter changes, and when something happens while the list is at its head. */
export function useHistory(filter: ActivityFilter, isAtHead: boolean): History {
  const { client, snapshots } = useServices()
  const [page, setPage] = useState<ActivityPage | null>(null)
  const isReading = useRef(false)
  const asked = JSON.stringify(filter)
  const isSearch = filter.search !== ''
  useEffect(() => {
    let isOver = false
    let timer: ReturnType<typeof setTimeout> | null = null
    const read = async (): Promise<void> => {
      timer = null
      const answer = await client.call('activity.list', { ...(JSON.parse(asked) as ActivityFilter), from: null })
      // Names are those of others.
      if (!isOver && answer.ok) setPage(shownVisibly(answer.value))
    }
    const readIn = (ms: number): void => {
      timer ??= setTimeout(() => void read(), ms)
    }
    readIn(isSearch ? typingMs : 0)
    const again = (): void => readIn(settleMs)
    const stop = isAtHead ? snapshots.subscribe(again) : undefined
    return () => {
      isOver = true
      if (timer !== null) clearTimeout(timer)
      stop?.()
    }
  }, [client, snapshots, asked, isAtHead, isSearch])
  const from = page?.next ?? null
  const more = useCallback((): void => {
    if (from === null || isReading.current) return
    isReading.current = true
    void client.call('activity.list', { ...(JSON.parse(asked) as ActivityFilter), from }).then((answer) => {
      isReading.current = false
      if (answer.ok) setPage((before) => (before?.next === from ? joined(before, shownVisibly(answer.value)) : before))
    })
  }, [client, asked, from])
  return { page, more }
}

function joined(before: ActivityPage, next: ActivityPage): ActivityPage {
  return { ...before, events: [...before.events, ...next.events], next: next.next }
}
