import type { ActivityEvent } from '#contract/activity.ts'
import type { SavedTunnel } from '#contract/tunnel.ts'
import { fullName } from '#domain/tunnel-text/full-name.ts'
import type { EndedVisit } from './connection-visits.ts'
import type { HeardConnection, HeardEntry } from './ports.ts'
import { noTally, type Tally } from './session-tallies.ts'

/** A connection with the key of its program at its tunnel. */
export interface KeyedConnection extends HeardConnection {
  readonly key: string
}

/** Connections of one program to one tunnel are known by the same key. */
export function keyed(connection: HeardConnection): KeyedConnection {
  const { tunnel, program } = connection
  return { ...connection, key: JSON.stringify([tunnel.id, program?.program ?? null, program?.pid ?? null]) }
}

/** What of an event follows from its tunnel. */
function ofTunnel(
  tunnel: SavedTunnel,
): Pick<ActivityEvent, 'subject' | 'environment' | 'account' | 'region' | 'endpoint'> {
  const { environment, account, region, endpoint } = tunnel.definition
  return {
    subject: { of: 'tunnel', id: tunnel.id, name: fullName(tunnel) },
    environment,
    account: account?.accountId ?? null,
    region,
    endpoint: `${endpoint.host}:${endpoint.port}`,
  }
}

/** A new line of a tunnel's history as an event; `tally`: of the session that ended with it. */
export function eventOfEntry(
  { tunnel, entry, sessionId, node, programs }: HeardEntry,
  tally: Tally,
  person: string | null,
): ActivityEvent {
  const { at, kind, problem, client, place } = entry
  const elsewhere = kind === 'client-elsewhere' && place !== undefined ? { program: place, pid: null } : undefined
  const known = client ?? elsewhere
  const [first] = known === undefined ? programs : [known]
  return {
    ...{ at, kind, problem, sessionId, node, person, connections: null },
    ...ofTunnel(tunnel),
    ...tally,
    program: first === undefined ? null : { name: first.program, pid: first.pid },
  }
}

/** Connections that ended in a row as an event. */
export function eventOfVisit(
  { last, connections, bytesIn, bytesOut }: EndedVisit<KeyedConnection>,
  at: number,
  person: string | null,
): ActivityEvent {
  const { tunnel, program, sessionId, node } = last
  return {
    ...{ at, kind: 'connections-closed', problem: null, sessionId, node, person },
    ...ofTunnel(tunnel),
    program: program === null ? null : { name: program.program, pid: program.pid },
    ...{ ...noTally, connections, bytesIn, bytesOut },
  }
}
