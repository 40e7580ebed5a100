import { z } from 'zod'
import type { RelayFact } from '#contract/relay.ts'

/** What the relay logs when a client's connection is closed; see `relay/front-door/client-record.ts`. */
const closedClient = z.object({
  peerPort: z.number(),
  by: z.enum(['client', 'far-end', 'door']),
  cause: z.string().nullable(),
  fromFarEnd: z.number(),
  answered: z.number(),
  toClient: z.number(),
  sawEnd: z.boolean(),
})
export type ClosedClient = z.infer<typeof closedClient>

/** What has to be told, besides, for a door to close a client for a cause. The rest are orders. */
const proofOf: Readonly<Record<string, (facts: readonly RelayFact[]) => boolean>> = {
  'session-over': (facts) => has(facts, 'session-lost', 'session-stopped', 'session-failed', 'door-closed'),
  'no-place': (facts) => has(facts, 'clients-turned-away'),
  'no-handles': (facts) => has(facts, 'clients-turned-away'),
  'waited-too-long': (facts) => hasLog(facts, 'client-not-carried'),
  'stream-not-opened': (facts) => hasLog(facts, 'client-not-carried'),
  'endpoint-failed': (facts) => has(facts, 'endpoint-failed'),
  'endpoint-silent': (facts) => has(facts, 'endpoint-unanswered', 'endpoint-failed'),
  refused: (facts) => hasLog(facts, 'clients-refused'),
  'first-words': (facts) => has(facts, 'clients-refused'),
}

/** How the relay's clients ended, as it logged it. */
export function closedClients(facts: readonly RelayFact[]): readonly ClosedClient[] {
  return facts.flatMap((fact) =>
    fact.type === 'log' && fact.event === 'client-closed' ? [closedClient.parse(fact.fields)] : [],
  )
}

/**
 * The rule over everything that a relay does to clients: no byte, answer or close reaches one that the far end did not cause,
 * unless the log names the proof. Returns what broke it.
 */
export function ruleViolations(facts: readonly RelayFact[]): readonly string[] {
  return closedClients(facts).flatMap((client) => {
    const broken = violation(client, facts)
    return broken === null ? [] : [`${broken}: ${JSON.stringify(client)}`]
  })
}

/**
 * Closes for which the far end is made answerable, though it was not seen to end its side, as a session's end would look that is named nowhere.
 * Only where the engine tells one from the other: AWS's plugin, when it dies, does not. Returns what broke the rule.
 */
export function unseenEnds(facts: readonly RelayFact[]): readonly string[] {
  return closedClients(facts)
    .filter(({ by, sawEnd }) => by === 'far-end' && !sawEnd)
    .map((client) => `the far end did not close: ${JSON.stringify(client)}`)
}

function violation(client: ClosedClient, facts: readonly RelayFact[]): string | null {
  const { by, cause, fromFarEnd, answered, toClient } = client
  if (toClient > fromFarEnd + answered) return 'a client was given bytes that no far end sent'
  if (answered > 0 && (cause === null || fromFarEnd > 0))
    return 'the door spoke to a client for no cause, or after its server'
  if (by === 'far-end' && toClient < fromFarEnd) return 'the far end closed, and not all that it had sent was delivered'
  if (by !== 'door') return null
  if (cause === null) return 'the door closed a client and names no cause'
  return proofOf[cause]?.(facts) === false ? 'the door closed a client for a cause that nobody told of' : null
}

function has(facts: readonly RelayFact[], ...types: readonly string[]): boolean {
  return facts.some(({ type }) => types.includes(type))
}

function hasLog(facts: readonly RelayFact[], event: string): boolean {
  return facts.some((fact) => fact.type === 'log' && fact.event === event)
}
