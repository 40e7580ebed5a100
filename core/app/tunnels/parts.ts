import type { TunnelView } from '#contract/snapshot.ts'
import { createWorkQueue, type WorkQueue } from '../work-queue.ts'
import { createSessions, type Sessions } from '../sessions/sessions.ts'
import { createClientPrograms } from './client-programs.ts'
import { createClientTroubles, type ClientTroubles } from './client-troubles.ts'
import { createClientWords } from './client-words.ts'
import { createEffectRunner } from './effects.ts'
import { createFactRouter } from './fact-router.ts'
import { createTunnelList, type TunnelList } from './tunnel-list.ts'
import type { SupervisorDeps } from './supervisor-deps.ts'
import { createTrafficBook, type TrafficBook } from './traffic.ts'
import { TunnelUnit, type UnitHost } from './tunnel-unit.ts'
import { createWaitingClients } from './waiting-clients.ts'
import { createWorldWatch, type WorldWatch } from './world-watch.ts'

/** What the supervisor is made of. */
export interface SupervisorParts {
  readonly tunnelList: TunnelList
  readonly world: WorldWatch
  readonly sessions: Sessions
  readonly traffic: TrafficBook
  readonly troubles: ClientTroubles
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
  const programsAt = (unit: TunnelUnit): readonly string[] => waiting.programs(unit)
  const troubles = createClientTroubles({
    clock,
    programs: programsAt,
    waitMs: () => deps.settings.current().clientWaitSeconds * 1_000,
  })
  const words = createClientWords({ relay, messageOf: deps.clientMessage, troubles, programs: programsAt })
  const waiting = createWaitingClients({ ...deps, words })
  const sessions = createSessions(deps)
  const effects = createEffectRunner({ ...deps, sessions, words })
  const traffic = createTrafficBook(clock)
  const host: UnitHost = {
    clock,
    isOnline: () => world.isOnline(),
    run: (unit, effect) => effects.run(unit, effect),
    changed: (unit) => {
      if (tunnelList.find(unit.id) !== unit) return
      tell(unit.view())
      waiting.check(unit)
      troubles.check(unit)
    },
  }
  const tunnelList = createTunnelList(deps.catalog, (tunnel) => new TunnelUnit(tunnel, host))
  const route = createFactRouter({ ...deps, unitOf: tunnelList.find, programs, traffic, waiting, words })
  const world = createWorldWatch({ relay, signIns, units: tunnelList.units, route, log })
  const forget = (unit: TunnelUnit): void => {
    effects.forget(unit)
    programs.forget(unit)
    waiting.forget(unit)
    troubles.forget(unit)
    traffic.forget(unit.id)
  }
  return { tunnelList, world, sessions, traffic, troubles, host, edits: createWorkQueue(), forget }
}
