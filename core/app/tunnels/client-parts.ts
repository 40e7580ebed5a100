import { createClientPrograms, type ClientPrograms } from './client-programs.ts'
import { type ConnectionLists, createConnectionLists } from './connection-list.ts'
import { createClientStarts, type ClientStarts } from './client-starts.ts'
import { createClientTroubles, type ClientTroubles } from './client-troubles.ts'
import { createClientWords, type ClientWords } from './client-words.ts'
import { createRefusals, type Refusals } from './refusals.ts'
import type { SupervisorDeps } from './supervisor-deps.ts'
import type { TunnelNewsDesk } from './tunnel-news.ts'
import type { TunnelUnit } from './tunnel-unit.ts'
import { createWaitingClients, type WaitingClients } from './waiting-clients.ts'

/** What is known of the clients of all tunnels, and done about them. */
export interface ClientParts {
  readonly programs: ClientPrograms
  readonly troubles: ClientTroubles
  readonly words: ClientWords
  readonly waiting: WaitingClients
  readonly refusals: Refusals
  readonly starts: ClientStarts
  readonly connections: ConnectionLists
  /** Forgets the clients of a tunnel. */
  forgetClients(unit: TunnelUnit): void
}

/** Builds the parts that concern clients. */
export function createClientParts(deps: SupervisorDeps & { readonly news: TunnelNewsDesk }): ClientParts {
  const { clock, relay, settings, clientMessage } = deps
  const programsAt = (unit: TunnelUnit): readonly string[] => waiting.programs(unit)
  const waitMs = (): number => settings.current().clientWaitSeconds * 1_000
  const troubles = createClientTroubles({ clock, programs: programsAt, waitMs })
  const words = createClientWords({ relay, messageOf: clientMessage, troubles, programs: programsAt })
  const waiting = createWaitingClients({ ...deps, words })
  const programs = createClientPrograms(deps)
  const refusals = createRefusals({ clock, troubles })
  const starts = createClientStarts({ clock })
  const connections = createConnectionLists({ ...deps, waiting })
  const all = [programs, waiting, troubles, refusals, starts, connections]
  return {
    ...{ programs, troubles, words, waiting, refusals, starts, connections },
    forgetClients: (unit) => all.forEach((part) => part.forget(unit)),
  }
}
