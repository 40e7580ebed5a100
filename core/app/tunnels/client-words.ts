import type { ClientMessage } from '#contract/client-message.ts'
import type { Problem } from '#contract/problem.ts'
import type { SavedTunnel } from '#contract/tunnel.ts'
import { letGoOf, type LetGo } from '#domain/client-answer/let-go.ts'
import type { RelayLink } from '../ports.ts'
import type { ClientTroubles } from './client-troubles.ts'
import type { TunnelUnit } from './tunnel-unit.ts'

/** What a client is told, from why it is let go. */
export type ClientMessageOf = (tunnel: SavedTunnel, letGo: LetGo) => ClientMessage

/** Says to clients why they are let go. */
export interface ClientWords {
  /** No session comes for those who wait, or for those of them with these local ports. */
  refuse(unit: TunnelUnit, problem: Problem, peerPorts?: readonly number[]): void
  /** The relay asks what to say to a client that the far end did not take, or whose time is over (null). */
  answer(unit: TunnelUnit, requestId: string, problem: Problem | null): void
}

interface WordsDeps {
  readonly relay: RelayLink
  readonly messageOf: ClientMessageOf
  readonly troubles: ClientTroubles
  /** Programs that wait at the tunnel's door. */
  programs(unit: TunnelUnit): readonly string[]
}

/** Creates what answers for every tunnel. */
export function createClientWords({ relay, messageOf, troubles, programs }: WordsDeps): ClientWords {
  const wordsOf = (unit: TunnelUnit, letGo: LetGo): ClientMessage => {
    const message = messageOf(unit.saved, letGo)
    const waiting = programs(unit)
    unit.lastWords = { message, programs: waiting.length > 0 ? waiting : namesOf(unit) }
    return message
  }
  return {
    refuse(unit, problem, peerPorts) {
      const letGo: LetGo = { why: 'problem', problem }
      if (unit.facts.clients.waiting > 0) troubles.raise(unit, letGo)
      const message = wordsOf(unit, letGo)
      const ports = peerPorts === undefined ? null : [...peerPorts]
      relay.order({ type: 'refuse-clients', tunnelId: unit.id, problemCode: problem.code, message, peerPorts: ports })
    },
    answer(unit, requestId, problem) {
      const { state, timeline, saved } = unit
      const letGo: LetGo =
        problem === null ? letGoOf(state, timeline, saved.preference.sessionStart) : { why: 'problem', problem }
      troubles.raise(unit, letGo)
      relay.order({ type: 'give-client-words', tunnelId: unit.id, requestId, message: wordsOf(unit, letGo) })
    },
  }
}

/** Programs that are connected to the tunnel's port, or were a moment ago. */
function namesOf(unit: TunnelUnit): readonly string[] {
  return [...new Set(unit.facts.clients.programs.map(({ program }) => program))]
}
