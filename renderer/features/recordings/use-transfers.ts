import { useEffect, useState } from 'react'
import type { Problem } from '#contract/problem.ts'
import type { LoggedTransfers } from '#contract/recordings.ts'
import { problemOf } from '#domain/problem/problem.ts'
import { shownVisibly } from '#domain/text/visible.ts'
import { useServices } from '../../app/services.ts'

/** A pause in typing before the lists are read: ms. */
const typingMs = 250

/** `found`: null until main has answered, the last answer while another is awaited. `problem`: why it could not be read. */
interface FoundTransfers {
  readonly found: LoggedTransfers | null
  readonly problem: Problem | null
}

/** What main has written down of transfers and has these words. */
export function useTransfers(search: string): FoundTransfers {
  const { client } = useServices()
  const [state, setState] = useState<FoundTransfers>({ found: null, problem: null })
  useEffect(() => {
    let isOver = false
    const read = async (): Promise<void> => {
      const answer = await client
        .call('recording.transfers', { search: search.slice(0, 200) })
        .catch(() => ({ ok: false, error: problemOf('INTERNAL', {}) }) as const)
      if (isOver) return
      if (answer.ok) setState({ found: shownVisibly(answer.value), problem: null })
      else setState(({ found }) => ({ found, problem: answer.error }))
    }
    const timer = setTimeout(() => void read(), search === '' ? 0 : typingMs)
    const stop = client.on('recordings.changed', () => void read())
    return () => {
      isOver = true
      clearTimeout(timer)
      stop()
    }
  }, [client, search])
  return state
}
