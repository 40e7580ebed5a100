import { useEffect, useState } from 'react'
import type { ConnectionList } from '#contract/connections.ts'
import type { TunnelView } from '#contract/snapshot.ts'
import { useServices } from '../../app/services.ts'

/** How often it is asked (ms) while somebody looks. */
const periodMs = 1_000

/** The connections of a tunnel, once a second while it has any and the window is in sight; null before the first answer. */
export function useConnections({ id, clients }: Pick<TunnelView, 'id' | 'clients'>): ConnectionList | null {
  const { client } = useServices()
  const hasAny = clients.open + clients.waiting > 0
  const [known, setKnown] = useState<{ readonly id: string; readonly list: ConnectionList } | null>(null)
  useEffect(() => {
    if (!hasAny) return undefined
    let isOver = false
    const ask = async (): Promise<void> => {
      if (document.visibilityState !== 'visible') return
      const answer = await client.call('tunnel.connections', { id })
      // A data plane that is away for a moment has not lost its clients: what was known last stays.
      if (!isOver && answer.ok) setKnown({ id, list: answer.value })
    }
    void ask()
    const timer = setInterval(() => void ask(), periodMs)
    return () => {
      isOver = true
      clearInterval(timer)
    }
  }, [client, id, hasAny])
  return hasAny && known?.id === id ? known.list : null
}
