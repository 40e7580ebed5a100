import type { Clock } from '#domain/clock/clock.ts'
import type { PortProbe } from '../ports.ts'
import type { TunnelUnit } from './tunnel-unit.ts'

/** Programs are looked up when the set of clients has been the same for this long: the look-up walks the system. */
const settledAfterMs = 250

/** Finds out which programs are connected to a tunnel's port. */
export interface ClientPrograms {
  /** `peerPorts`: local ports of the open clients. */
  lookUp(unit: TunnelUnit, peerPorts: readonly number[]): void
  forget(unit: TunnelUnit): void
}

/** Creates the look-up; a burst of changes is answered once. */
export function createClientPrograms(deps: { readonly ports: PortProbe; readonly clock: Clock }): ClientPrograms {
  const timers = new Map<TunnelUnit, () => void>()

  const forget = (unit: TunnelUnit): void => {
    timers.get(unit)?.()
    timers.delete(unit)
  }

  const learn = async (unit: TunnelUnit, peerPorts: readonly number[]): Promise<void> => {
    timers.delete(unit)
    // Without an answer the names of before stay: they were the last clients.
    const owners = await deps.ports.programsOf(peerPorts).catch(() => [])
    const programs = [...new Set(owners.map((owner) => owner.program))].toSorted()
    if (programs.length > 0) unit.learn({ clients: { ...unit.facts.clients, programs } })
  }

  return {
    lookUp(unit, peerPorts) {
      forget(unit)
      if (peerPorts.length === 0) return
      timers.set(
        unit,
        deps.clock.after(settledAfterMs, () => void learn(unit, peerPorts)),
      )
    },
    forget,
  }
}
