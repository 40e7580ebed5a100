import { useEffect, useState } from 'react'
import type { LoggedTransfers } from '#contract/recordings.ts'
import { shownVisibly } from '#domain/text/visible.ts'
import { useServices } from '../../app/services.ts'

/** A pause in typing before the lists are read: ms. */
const typingMs = 250

/** What main has written down of transfers and has these words; null until it has answered, the last answer while another is awaited. */
export function useTransfers(search: string): LoggedTransfers | null {
  const { client } = useServices()
  const [found, setFound] = useState<LoggedTransfers | null>(null)
  useEffect(() => {
    let isOver = false
    const read = async (): Promise<void> => {
      const answer = await client.call('recording.transfers', { search: search.slice(0, 200) })
      if (!isOver && answer.ok) setFound(shownVisibly(answer.value))
    }
    const timer = setTimeout(() => void read(), search === '' ? 0 : typingMs)
    const stop = client.on('recordings.changed', () => void read())
    return () => {
      isOver = true
      clearTimeout(timer)
      stop()
    }
  }, [client, search])
  return found
}
