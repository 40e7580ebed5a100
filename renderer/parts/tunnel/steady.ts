import { useEffect, useState } from 'react'
import type { TunnelView } from '#contract/snapshot.ts'

/** Milliseconds a tunnel must be connecting before it is shown so: a shorter state would only flicker. */
const flickerMs = 300

/** The tunnel as it should be drawn: a state of passage is held back until it has lasted. */
export function useSteady(tunnel: TunnelView): TunnelView {
  const [shown, setShown] = useState(tunnel)
  const passing = tunnel.status.kind === 'connecting' && shown.status.kind !== 'connecting' && shown.id === tunnel.id
  useEffect(() => {
    if (!passing) {
      setShown(tunnel)
      return undefined
    }
    const timer = setTimeout(() => setShown(tunnel), flickerMs)
    return () => clearTimeout(timer)
  }, [tunnel, passing])
  return passing ? shown : tunnel
}
