/**
 * AWS's agent looks every 100 ms at its oldest unacknowledged message, and sends that one again when it is late
 * (`docs/reference/ssm-data-channel.md`). Milliseconds.
 */
const resendIntervalMs = 100

/** What comes before a session's channel is opened: the node is looked up, and StartSession answers. Milliseconds. */
const callsMs = 2_000

/** What is missing of a session's data, as the relay tells it. */
export interface MissingMessages {
  readonly missing: number
  /** Dropped for want of room, and among the missing. */
  readonly overflowed: number
}

/** A session that carries on, slower than another one would be there. */
export interface SlowRecovery {
  readonly missing: number
  /** How long the agent takes to send again what is missing now, milliseconds. */
  readonly leftMs: number
  /** `growing`: more comes than there is room for, so that more goes missing. */
  readonly trend: 'shrinking' | 'growing'
}

/** How a session is to be marked: slow while its recovery would outlast a new session, which opens in `openedInMs`; else null. */
export function slowRecovery({ missing, overflowed }: MissingMessages, openedInMs: number): SlowRecovery | null {
  const leftMs = missing * resendIntervalMs
  if (leftMs <= callsMs + openedInMs) return null
  return { missing, leftMs, trend: overflowed > 0 ? 'growing' : 'shrinking' }
}
