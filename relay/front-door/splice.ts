import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import type { Clock } from '#domain/clock/clock.ts'
import { recordJoin } from './client-record.ts'
import { followFarEnd, type FollowOptions } from './follow-far-end.ts'

/** Two ends to join, and who wants to know. */
interface SpliceOptions {
  readonly client: Socket
  /** What the client said before it was let through. */
  readonly held: readonly Buffer[]
  readonly upstream: Duplex
  readonly clock: Clock
  /** The first bytes came back; milliseconds since the client asked (or, when the far end speaks first, was let through). */
  answered(latencyMs: number): void
  /** See {@link followFarEnd}. Without it a far end that never answers is followed like any other. */
  readonly refused?: FollowOptions['refused']
  /** The client's socket is closed, or somebody else's. */
  closed(): void
}

const ownDoing = (): Promise<null> => Promise.resolve(null)

/**
 * Joins a client with its upstream: back-pressure and half-close in both directions, an error on either side ends both
 * and nothing else.
 */
export function splice({ client, held, upstream, clock, answered, refused = ownDoing, closed }: SpliceOptions): void {
  let askedAt = clock.now()
  const asked = (): void => {
    askedAt = clock.now()
  }
  upstream.on('error', () => {})
  for (const chunk of held) upstream.write(chunk)
  // Listening for data lets the stream flow, so these come in the same turn as the pipes.
  if (held.length === 0) client.once('data', asked)
  upstream.once('data', () => {
    client.off('data', asked)
    answered(clock.now() - askedAt)
  })
  recordJoin(client, upstream)
  client.pipe(upstream)
  const clientClosed = (hadError: boolean): void => {
    // After an orderly end from the client its last bytes are still on their way up; the upstream closes by itself.
    if (hadError || !client.readableEnded) upstream.destroy()
    closed()
  }
  client.once('close', clientClosed)
  const givenAway = (): void => {
    client.off('close', clientClosed)
    closed()
  }
  followFarEnd({ client, held, upstream, refused, givenAway })
  if (client.destroyed) upstream.destroy()
}
