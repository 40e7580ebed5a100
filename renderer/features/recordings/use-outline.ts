import { useEffect, useState } from 'react'
import type { RecordingOutline } from '#contract/recordings.ts'
import type { Result } from '#contract/result.ts'
import { useServices } from '../../app/services.ts'
import type { Found } from './recordings-store.ts'

/** What a replay needs first; null until main has answered. */
export function useOutline(id: string): Result<RecordingOutline> | null {
  const { client } = useServices()
  const [outline, setOutline] = useState<Result<RecordingOutline> | null>(null)
  useEffect(() => {
    let isCurrent = true
    void client.call('recording.outline', { id }).then((answer) => {
      if (isCurrent) setOutline(answer)
    })
    return () => {
      isCurrent = false
    }
  }, [client, id])
  return outline
}

const typingMs = 250

/** What a text is found at in one recording; null while nothing is sought, or not known yet. */
export function useHits(id: string, sought: string): Found | null {
  const { client } = useServices()
  const [found, setFound] = useState<Found | null>(null)
  useEffect(() => {
    setFound(null)
    if (sought.trim() === '') return undefined
    let isCurrent = true
    const timer = setTimeout(async () => {
      const answer = await client.call('recording.search', { id, text: sought })
      if (isCurrent) setFound(answer.ok ? answer.value : { count: 0, hits: [] })
    }, typingMs)
    return () => {
      isCurrent = false
      clearTimeout(timer)
    }
  }, [client, id, sought])
  return found
}
