import type { ClientProgram } from '#contract/status.ts'
import type { Clock } from '#domain/clock/clock.ts'
import type { PortProbe } from '../ports.ts'
import type { TunnelNewsDesk } from './tunnel-news.ts'
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
export function createClientPrograms(deps: {
  readonly ports: PortProbe
  readonly clock: Clock
  readonly news: Pick<TunnelNewsDesk, 'owners'>
}): ClientPrograms {
  const timers = new Map<TunnelUnit, () => void>()

  const forget = (unit: TunnelUnit): void => {
    timers.get(unit)?.()
    timers.delete(unit)
  }

  const learn = async (unit: TunnelUnit, peerPorts: readonly number[]): Promise<void> => {
    timers.delete(unit)
    const owners = await deps.ports.programsOf(peerPorts).catch(() => [])
    deps.news.owners(unit, owners)
    // Meanwhile others may have come and gone; then this answer is about a set that is not there any more.
    if (timers.has(unit) || unit.facts.clients.open === 0) return
    const programs = byProgram(owners)
    const known = new Set(unit.facts.clients.programs.map(({ pid }) => pid))
    unit.cameIn(programs.filter(({ pid }) => !known.has(pid)))
    unit.learn({ clients: { ...unit.facts.clients, programs } })
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

/** Each program once, with how many connections it has; by name, then by process. */
function byProgram(owners: Awaited<ReturnType<PortProbe['programsOf']>>): readonly ClientProgram[] {
  const pids = [...new Set(owners.map(({ pid }) => pid))]
  const programs = pids.flatMap((pid): readonly ClientProgram[] => {
    const own = owners.filter((owner) => owner.pid === pid)
    return own.slice(0, 1).map(({ program }) => ({ program, pid, connections: own.length }))
  })
  return programs.toSorted((one, other) => one.program.localeCompare(other.program) || one.pid - other.pid)
}
