import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import type { Clock } from '#domain/clock/clock.ts'
import { recordJoin } from './client-record.ts'
import { followFarEnd, type FollowOptions, type LetGo } from './follow-far-end.ts'
import { unwatched, type ConnectionWatch } from '../stream-source.ts'
import { watchConnection } from './watch-connection.ts'

/** Two ends to join, and who wants to know. */
export interface SpliceOptions {
  readonly client: Socket
  /** What the client said before it was let through. */
  readonly held: readonly Buffer[]
  /** Passes on what it said and says; left out, all of it as it comes. */
  readonly passOn?: (upstream: Duplex) => void
  readonly upstream: Duplex
  readonly clock: Clock
  /** Who is to say something first. */
  readonly opens: 'client' | 'far-end'
  readonly watch: ConnectionWatch
  /** See {@link followFarEnd}. Without it a far end that never answers is followed like any other. */
  readonly refused?: FollowOptions['refused']
  /** The client's socket is closed, or somebody else's. */
  closed(): void
}

const ownDoing = (): Promise<null> => Promise.resolve(null)

function asItIs(client: Socket, held: readonly Buffer[]): (upstream: Duplex) => void {
  return (upstream) => {
    for (const chunk of held) upstream.write(chunk)
    client.pipe(upstream)
  }
}

/**
 * Joins a client with its upstream: back-pressure and half-close in both directions, an error on either side ends both
 * and nothing else. Returns what takes the client out again, as long as it was not answered.
 */
export function splice({
  client,
  held,
  upstream,
  passOn = asItIs(client, held),
  clock,
  opens,
  watch,
  refused = ownDoing,
  closed,
}: SpliceOptions): LetGo {
  upstream.on('error', () => {})
  const watched = watchConnection({ client, hasAsked: opens === 'far-end' || held.length > 0, upstream, clock, watch })
  recordJoin(client, upstream)
  passOn(upstream)
  const clientClosed = (hadError: boolean): void => {
    // After an orderly end from the client its last bytes are still on their way up; the upstream closes by itself.
    if (hadError || !client.readableEnded) upstream.destroy()
    watched.closed()
    closed()
  }
  client.once('close', clientClosed)
  const givenAway = (): void => {
    client.off('close', clientClosed)
    watched.closed()
    closed()
  }
  const letGo = followFarEnd({ client, held, upstream, refused, givenAway })
  if (client.destroyed) upstream.destroy()
  return letGo
}

/** The same where nobody asks how the connection fares: no door's client, or a session without a door. */
export function spliceUnwatched(client: Socket, upstream: Duplex, clock: Clock): void {
  splice({ client, held: [], upstream, clock, opens: 'client', watch: unwatched, closed: () => undefined })
}
