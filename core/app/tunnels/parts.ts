import type { TunnelView } from '#contract/snapshot.ts'
import { createWorkQueue, type WorkQueue } from '../work-queue.ts'
import { createClientParts, type ClientParts } from './client-parts.ts'
import { createDoorGuards, type DoorGuards } from './door-guard.ts'
import { pinIdentity } from './pinning.ts'
import { createEffectRunner } from './tunnel-effects.ts'
import { createExposures, type Exposures } from './exposures.ts'
import { createFactRouter } from './fact-router.ts'
import { createLaneBudget } from './lane-budget.ts'
import { createTunnelList, type TunnelList } from './tunnel-list.ts'
import type { SupervisorDeps } from './supervisor-deps.ts'
import { createTrafficBook, type TrafficBook } from './traffic.ts'
import { createTunnelNews, type TunnelNewsDesk } from './tunnel-news.ts'
import { TunnelUnit, type UnitHost } from './tunnel-unit.ts'
import { createWorldWatch, type WorldWatch } from './world-watch.ts'

/** What the supervisor is made of. */
export interface SupervisorParts extends DoorGuards, Pick<ClientParts, 'troubles' | 'refusals' | 'connections'> {
  readonly news: TunnelNewsDesk
  readonly tunnelList: TunnelList
  readonly world: WorldWatch
  readonly traffic: TrafficBook
  readonly host: UnitHost
  readonly exposures: Exposures
  /** Edits of the catalog, one at a time. */
  readonly edits: WorkQueue
  /** Stops whatever runs for a tunnel beside its state. */
  forget(unit: TunnelUnit): void
}

/** Builds the parts and joins them; `tell` hears of every change of a saved tunnel. */
export function createParts(deps: SupervisorDeps, tell: (view: TunnelView) => void): SupervisorParts {
  const { clock } = deps
  const news = createTunnelNews()
  const clients = createClientParts({ ...deps, news })
  const effects = createEffectRunner({
    ...deps,
    words: clients.words,
    pin: (unit, identity) => void pinIdentity(tunnelList, unit, identity).then(() => host.changed(unit)),
  })
  const traffic = createTrafficBook(clock)
  const host: UnitHost = {
    clock,
    isOnline: () => world.isOnline(),
    chance: deps.chance,
    mostSessions: (unit) => budget.mostSessions(unit),
    mostAtTarget: (unit) => budget.mostAtTarget(unit),
    run: (unit, effect) => effects.run(unit, effect),
    changed: (unit) => {
      if (tunnelList.find(unit.id) !== unit) return
      tell(unit.view())
      exposures.look(unit)
      clients.waiting.check(unit)
      clients.troubles.check(unit)
    },
    noted: (unit, entry) => news.noted(unit, entry, clients.waiting.programs(unit)),
  }
  const tunnelList = createTunnelList(deps.catalog, (tunnel) => new TunnelUnit(tunnel, host))
  const budget = createLaneBudget({ clock, units: tunnelList.units })
  const exposures = createExposures({ ...deps, tunnels: tunnelList })
  const route = createFactRouter({ ...deps, ...clients, tunnels: tunnelList, traffic, news, exposures })
  const world = createWorldWatch({ ...deps, units: tunnelList.units, route })
  const guards = createDoorGuards({ ...deps, units: tunnelList.units })
  const forget = (unit: TunnelUnit): void => {
    for (const part of [effects, news]) part.forget(unit)
    clients.forgetClients(unit)
    traffic.forget(unit.id)
  }
  const own = { news, tunnelList, world, traffic, exposures, edits: createWorkQueue() }
  return { ...guards, ...clients, ...own, host, forget }
}
