import type { Clock } from '#domain/clock/clock.ts'

const beatMs = 1_000
/**
 * Beats in a row without a word. Counted by this program's own turns and not by the clock: after a sleep both have slept, and the relay
 * gets its turns before it counts as hung. Fewer would kill one that a busy machine holds up, and every connection with it.
 */
const mostUnanswered = 5

/** What a heartbeat needs of whoever keeps the relay. */
interface HeartbeatLink {
  /** Sends the relay something that it answers at once. */
  ask(): void
  /** It has said nothing for five seconds; told once. */
  silent(): void
}

/** Finds out that a relay hangs: its process lives and its ports are open, and nobody is carried any more. */
export interface RelayHeartbeat {
  /** It said something, whatever it was. */
  heard(): void
  stop(): void
}

/** Begins to ask at once. */
export function startRelayHeartbeat(clock: Clock, link: HeartbeatLink): RelayHeartbeat {
  let unanswered = 0
  let cancel = (): void => {}
  const beat = (): void => {
    if (unanswered >= mostUnanswered) return link.silent()
    unanswered += 1
    link.ask()
    cancel = clock.after(beatMs, beat)
  }
  beat()
  return {
    heard: () => void (unanswered = 0),
    stop: () => cancel(),
  }
}
