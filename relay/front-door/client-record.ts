import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { farAddressOf } from './far-address.ts'

/**
 * Why a client is closed here that neither left nor was closed by the far end. Each stands for something that is told elsewhere:
 * an order of main's, the end of a session, a limit that was reached.
 */
export type CloseCause =
  /** The tunnel is disarmed, moved to another port, or everything stops. */
  | 'door-closed'
  /** The session that carried it is over: `session-lost`, `session-stopped` or `session-failed` says why. */
  | 'session-over'
  /** The session opened no stream for it. */
  | 'stream-not-opened'
  /** The agent could not reach the far end: `endpoint-failed`. */
  | 'endpoint-failed'
  /** Main said that the far end does not answer: `endpoint-unanswered` for so long. */
  | 'endpoint-silent'
  /** As many as may waited already. */
  | 'no-place'
  /** The system gives the program no more file handles. */
  | 'no-handles'
  | 'waited-too-long'
  /** Main said that no session comes. */
  | 'refused'
  /** What it said first is nothing that a client of this door's server says: `clients-refused`. */
  | 'first-words'
  /** It belongs to another user of the computer: `clients-refused`. */
  | 'other-user'
  /** The tunnel is open to its network no more. */
  | 'concealed'
  /** It said nothing in its time, at a door where clients speak first. */
  | 'said-nothing'

/** What is wrong with the far end, where its client is let go for that. */
export type FarEndCause = Extract<CloseCause, `endpoint-${string}`>

/** How a client's connection ended. */
export interface ClosedClient {
  /** The client's own port. */
  readonly peerPort: number
  /** The address of the other computer that it came from; null for a program of this one. */
  readonly from: string | null
  /** `far-end`: the connection behind it was closed. */
  readonly by: 'client' | 'far-end' | 'door'
  /** Only when it was closed by the door, and then always. */
  readonly cause: CloseCause | null
  /** Bytes that came for it from the far end, bytes that the door said itself, and bytes that it was given in all. */
  readonly fromFarEnd: number
  readonly answered: number
  readonly toClient: number
  /** Whether the far end was seen to end its side. What is closed with its session was not. */
  readonly sawEnd: boolean
  /** Bytes that it said. */
  readonly fromClient: number
  /** Whether a stream to the far end was its own. */
  readonly wasCarried: boolean
}

interface ClientRecord {
  cause: CloseCause | null
  upstream: Duplex | null
  fromFarEnd: number
  answered: number
  isReset: boolean
}

const records = new WeakMap<Socket, ClientRecord>()

/** Watches an accepted connection; `closed` hears how it ended, once. */
export function recordClient(socket: Socket, closed: (client: ClosedClient) => void): void {
  const record: ClientRecord = { cause: null, upstream: null, fromFarEnd: 0, answered: 0, isReset: false }
  // Taken now: a closed socket does not know it any more.
  const peerPort = socket.remotePort ?? 0
  const from = farAddressOf(socket)
  records.set(socket, record)
  socket.on('error', () => (record.isReset = true))
  socket.once('close', () => {
    const { cause, fromFarEnd, answered } = record
    const { bytesWritten: toClient, bytesRead: fromClient } = socket
    const wasCarried = record.upstream !== null
    const sawEnd = record.upstream?.readableEnded ?? false
    const by = closerOf(socket, record)
    closed({ peerPort, from, by, cause, fromFarEnd, answered, toClient, sawEnd, fromClient, wasCarried })
  })
}

/** The client is joined with a stream to the far end. */
export function recordJoin(socket: Socket, upstream: Duplex): void {
  const record = records.get(socket)
  if (record === undefined) return
  record.upstream = upstream
  upstream.on('data', (bytes: Buffer) => (record.fromFarEnd += bytes.length))
}

/** The door says something to the client itself; it is closed then, and the cause is the proof. */
export function recordAnswer(socket: Socket, words: Uint8Array): void {
  const record = records.get(socket)
  if (record !== undefined) record.answered += words.length
}

/** The client is about to be closed here, for this cause; the first one counts, unless the client has reset its connection. */
export function recordCause(socket: Socket, cause: CloseCause): void {
  const record = records.get(socket)
  if (record !== undefined && !record.isReset) record.cause ??= cause
}

function closerOf(socket: Socket, record: ClientRecord): ClosedClient['by'] {
  if (record.cause !== null) return 'door'
  if (record.isReset || socket.readableEnded) return 'client'
  return record.upstream !== null && record.upstream.destroyed ? 'far-end' : 'door'
}
