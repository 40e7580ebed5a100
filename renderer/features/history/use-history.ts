import { useCallback, useEffect, useRef, useState } from 'react'
import type { ActivityFilter, ActivityPage } from '#contract/activity.ts'
import { shownVisibly } from '#domain/text/visible.ts'
import { useServices } from '../../app/services.ts'
import { createPacedReads } from './paced-reads.ts'

/** A pause in typing before the history is read (ms). */
const typingMs = 250

/** What main has written down, as far as it was read. */
export interface History {
  /** Null before the first answer. */
  readonly page: ActivityPage | null
  /** Reads on, where there is more. */
  readonly more: () => void
}

/** Events that fit, newest first; read anew when the filter changes, and when something happens while the list is at its head. */
export function useHistory(filter: ActivityFilter, isAtHead: boolean): History {
  const { client } = useServices()
  const [page, setPage] = useState<ActivityPage | null>(null)
  const isReading = useRef(false)
  const asked = JSON.stringify(filter)
  const isSearch = filter.search !== ''
  const read = useCallback(
    async (isWanted: () => boolean): Promise<void> => {
      const answer = await client.call('activity.list', { ...(JSON.parse(asked) as ActivityFilter), from: null })
      // Names are those of others.
      if (isWanted() && answer.ok) setPage(shownVisibly(answer.value))
    },
    [client, asked],
  )
  useEffect(() => {
    let isOver = false
    const timer = setTimeout(() => void read(() => !isOver), isSearch ? typingMs : 0)
    return () => {
      isOver = true
      clearTimeout(timer)
    }
  }, [read, isSearch])
  useFreshHead(read, isAtHead)
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

/** Reads anew when something happens, while the newest are in sight. */
function useFreshHead(read: (isWanted: () => boolean) => Promise<void>, isAtHead: boolean): void {
  const { snapshots } = useServices()
  // Whoever has scrolled on reads what was read: nothing moves under them.
  useEffect(() => {
    if (!isAtHead) return undefined
    let isOver = false
    const reads = createPacedReads(() => read(() => !isOver))
    const stop = snapshots.subscribe(() => reads.changed())
    return () => {
      isOver = true
      reads.stop()
      stop()
    }
  }, [read, snapshots, isAtHead])
}

function joined(before: ActivityPage, next: ActivityPage): ActivityPage {
  return { ...before, events: [...before.events, ...next.events], next: next.next, problem: next.problem }
}
