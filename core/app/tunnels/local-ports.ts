import type { CallOutput } from '#contract/calls.ts'
import type { Environment, SavedTunnel, TunnelKind } from '#contract/tunnel.ts'
import { environmentOf } from '#domain/environments.ts'
import { holderOf, suggestPort } from '#domain/port-plan/port-plan.ts'
import { fullName } from '#domain/tunnel-text/full-name.ts'
import { isSamePlace, type LocalPlace } from '#domain/tunnel-text/local-address.ts'
import type { PortProbe } from '../ports.ts'

/** Ports tried before the plan's first free one is taken as it is. */
const triesAtMost = 20

/** What there is already. */
interface SavedThings {
  savedTunnels(): readonly SavedTunnel[]
  environments(): readonly Environment[]
}

/** What the new-tunnel sheet asks about local ports. */
export interface LocalPorts {
  /** The first port of the plan that no tunnel has and that is free on this machine. */
  suggest(environment: string, kind: TunnelKind): Promise<number>
  check(place: LocalPlace, exceptTunnel?: string): Promise<CallOutput<'port.check'>>
}

/** Answers from the saved tunnels and from the machine as it is now. */
export function createLocalPorts(probe: PortProbe, catalog: SavedThings): LocalPorts {
  const tunnels = catalog.savedTunnels
  return {
    async suggest(environmentId, kind) {
      const environment = environmentOf(catalog.environments(), environmentId)
      const taken: number[] = []
      for (let tries = 0; tries < triesAtMost; tries++) {
        const port = suggestPort(environment, kind, tunnels(), taken)
        if ((await probe.check({ localPort: port })).state === 'free') return port
        taken.push(port)
      }
      return suggestPort(environment, kind, tunnels())
    },
    async check(place, exceptTunnel) {
      const holder = holderOf(place, tunnels(), exceptTunnel)
      if (holder !== null) return { state: 'reserved', tunnelName: fullName(holder) }
      // It may listen there, and then nobody else can.
      if (tunnels().some(({ id, preference }) => id === exceptTunnel && isSamePlace(preference, place)))
        return { state: 'own' }
      return await probe.check(place)
    },
  }
}
