import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import type { Clock } from '#domain/clock/clock.ts'
import type { ConnectionWatch } from '../stream-source.ts'

/** Two ends that are joined, and who wants to know how that goes. */
export interface WatchedConnection {
  readonly client: Socket
  readonly upstream: Duplex
  readonly clock: Clock
  /** True when the first answer is waited for already: the client has said something, or the far end speaks first. */
  readonly hasAsked: boolean
  readonly watch: ConnectionWatch
}

/**
 * Tells how a connection fares until its client's socket is closed, which the caller says. Listening for data lets the upstream
 * flow, so it is called in the same turn as the pipes are laid.
 */
export function watchConnection({ client, upstream, clock, hasAsked, watch }: WatchedConnection): { closed(): void } {
  let askedAt = clock.now()
  const asked = (): void => {
    askedAt = clock.now()
    watch.asked()
  }
  if (hasAsked) asked()
  else client.once('data', asked)
  upstream.once('data', () => {
    client.off('data', asked)
    watch.answered(clock.now() - askedAt)
  })
  const { said, heard } = watch
  if (heard !== undefined) upstream.on('data', heard)
  if (said !== undefined) client.on('data', said)
  // Whoever ends first leaves; what the other does then only follows.
  let isOver = false
  const over = (): void => void (isOver = true)
  const left = (): void => {
    if (!isOver) watch.left()
    isOver = true
  }
  upstream.once('end', over)
  upstream.once('close', over)
  client.once('end', left)
  return {
    closed() {
      if (said !== undefined) client.off('data', said)
      left()
      watch.closed()
    },
  }
}
