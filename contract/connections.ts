import { z } from 'zod'
import { exposureCalls } from './exposure.ts'

/**
 * The connections of one door, one by one. They are asked for while somebody looks, and told to nobody else: the snapshot does not grow
 * with what moves.
 */

const count = z.int().min(0)
const milliseconds = z.number().min(0)
const byTunnel = z.object({ tunnelId: z.uuid() })

/** As many are listed at the most: those that wait first, then those that move most. */
export const listedConnections = 200

/** What of a connection its door measures. `in` is towards the client, rates are bytes per second over the last second. */
const measured = z.object({
  /** The client's own port. */
  peerPort: count,
  /** The address of the other computer that it came from; absent for a program of this one. */
  from: z.string().optional(),
  /** What carries it; null while it waits at the door. */
  sessionId: z.string().nullable(),
  /** Since the client came. */
  ageMs: milliseconds,
  bytesIn: count,
  bytesOut: count,
  rateIn: z.number().min(0),
  rateOut: z.number().min(0),
})

/**
 * What a connection does, as its door sees it. `parked`: it waits for a session. `asked`: the client has said something, or the far end
 * is to speak first, and nothing came back for so long; `isFirst` while nothing ever did. `moving`: bytes went a moment ago.
 */
export const doorConnection = measured.extend({
  doing: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('parked'), forMs: milliseconds }),
    z.object({ kind: z.literal('asked'), forMs: milliseconds, isFirst: z.boolean() }),
    z.object({ kind: z.literal('moving') }),
    z.object({ kind: z.literal('quiet'), forMs: milliseconds }),
  ]),
})
export type DoorConnection = z.infer<typeof doorConnection>

/** Answered by `connections-listed`, where the door is open. */
export const listConnections = byTunnel.extend({ type: z.literal('list-connections') })
/** `more`: how many others there are. */
export const connectionsListed = byTunnel.extend({
  type: z.literal('connections-listed'),
  connections: z.array(doorConnection).max(listedConnections),
  more: count,
})

/** A client that was carried is gone. `peerPort`: its local port. Bytes as its socket counts them, `in` is towards the client. */
export const connectionClosed = byTunnel.extend({
  type: z.literal('connection-closed'),
  peerPort: z.int().min(0),
  /** The address of the other computer that it came from. */
  from: z.string().optional(),
  by: z.enum(['client', 'far-end', 'door']),
  bytesIn: count,
  bytesOut: count,
})

/**
 * What a connection does, as a window shows it. `waiting`: for its session, or for an answer that may take what it takes; `unanswered`:
 * for a first answer that every database that is reached has given by then.
 */
export const connectionDoing = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('parked'), forMs: milliseconds }),
  z.object({ kind: z.literal('waiting'), forMs: milliseconds }),
  z.object({ kind: z.literal('unanswered'), forMs: milliseconds }),
  z.object({ kind: z.literal('moving') }),
  z.object({ kind: z.literal('quiet'), forMs: milliseconds }),
])
export type ConnectionDoing = z.infer<typeof connectionDoing>

/** One connection as a window shows it; null is a program that the system does not tell. */
export const connection = measured.extend({
  program: z.object({ name: z.string(), pid: z.int().nullable() }).nullable(),
  doing: connectionDoing,
})
export type Connection = z.infer<typeof connection>

export const connectionList = z.object({ connections: z.array(connection), more: count })
export type ConnectionList = z.infer<typeof connectionList>

export const connectionCalls = {
  /** Who is connected now. Asked more often than once a second it answers what it said before. RELAY_STOPPED. */
  'tunnel.connections': { input: z.object({ id: z.uuid() }), output: connectionList },
  ...exposureCalls,
} as const
