import type { TunnelView } from '#contract/snapshot.ts'
import { createWorkQueue, type WorkQueue } from '../work-queue.ts'
import { createSessions, type Sessions } from '../sessions/sessions.ts'
import { createClientPrograms } from './client-programs.ts'
import { createEffectRunner } from './effects.ts'
import { createFactRouter } from './fact-router.ts'
import { createTunnelList, type TunnelList } from './tunnel-list.ts'
import type { SupervisorDeps } from './supervisor-deps.ts'
import { createTrafficBook, type TrafficBook } from './traffic.ts'
import { TunnelUnit, type UnitHost } from './tunnel-unit.ts'
import { createWorldWatch, type WorldWatch } from './world-watch.ts'

/** What the supervisor is made of. */
export interface SupervisorParts {
  readonly tunnelList: TunnelList
  readonly world: WorldWatch
  readonly sessions: Sessions
  readonly traffic: TrafficBook
  readonly host: UnitHost
  /** Edits of the catalog, one at a time. */
  readonly edits: WorkQueue
  /** Stops whatever runs for a tunnel beside its state. */
  forget(unit: TunnelUnit): void
}

/** Builds the parts and joins them; `tell` hears of every change of a saved tunnel. */
export function createParts(deps: SupervisorDeps, tell: (view: TunnelView) => void): SupervisorParts {
  const { clock, relay, signIns, log } = deps
  const programs = createClientPrograms(deps)
  const sessions = createSessions(deps)
  const effects = createEffectRunner({ ...deps, sessions })
  const traffic = createTrafficBook(clock)
  const host: UnitHost = {
    clock,
    isOnline: () => world.isOnline(),
    run: (unit, effect) => effects.run(unit, effect),
    changed: (unit) => {
      if (tunnelList.find(unit.id) === unit) tell(unit.view())
    },
  }
  const tunnelList = createTunnelList(deps.catalog, (tunnel) => new TunnelUnit(tunnel, host))
  const route = createFactRouter({ ...deps, unitOf: tunnelList.find, programs, traffic })
  const world = createWorldWatch({ relay, signIns, units: tunnelList.units, route, log })
  const forget = (unit: TunnelUnit): void => {
    effects.forget(unit)
    programs.forget(unit)
    traffic.forget(unit.id)
  }
  return { tunnelList, world, sessions, traffic, host, edits: createWorkQueue(), forget }
}
