import { clientVersion } from './client-version.ts'

/** What may be tuned in the builtin engine. Times in milliseconds, sizes in bytes. */
export interface BuiltinSettings {
  /** Said to the agent; above 1.2.331.0 it leaves smux keepalive off, at 1.1.70 and above it multiplexes. */
  readonly clientVersion: string
  /** Bytes of one message's payload, at most {@link largestPayload}. 1,024 is what AWS's own client sends. */
  readonly payloadBytes: number
  /** Most unacknowledged payload bytes; congestion control stays below it. */
  readonly maxWindowBytes: number
  /**
   * Most bytes of payload sent in a second; Infinity for no limit but the window's. Nobody has proved what the service
   * takes at most, so there is a brake to pull: another client's is 125,000.
   */
  readonly bytesPerSecond: number
  /** Bytes that may wait in the socket: little, so that a small stream's data does not queue behind a large one's. */
  readonly socketQueueBytes: number
  readonly openTimeoutMs: number
  /** How long a peer that said goodbye may take to close the connection too. */
  readonly closeTimeoutMs: number
  /** From the opened socket to HandshakeComplete. */
  readonly handshakeTimeoutMs: number
  /** From the opened socket to a command that says nothing: it needs no handshake, and may be silent for as long as it likes. */
  readonly silentCommandMs: number
  /** WebSocket pings; they keep NAT and proxies open and are no session activity for the service. */
  readonly pingIntervalMs: number
  /**
   * The session counts as lost when the agent acknowledges nothing for so long on an open channel. Long, because the agent
   * acknowledges nothing either while an endpoint does not read and its 4 MiB are full; AWS's client gives up at 5 minutes.
   */
  readonly unansweredMs: number
  /** Nothing came of the agent for so long: it is asked for a sign of life, where somebody uses the session. */
  readonly agentQuietMs: number
  /**
   * An agent that has acknowledged nothing for so long, behind a service that answers, is silent: nothing is shown as carried, and new
   * connections are for another session. Those that are open stay; see {@link unansweredMs}.
   */
  readonly agentSilentMs: number
  /** First and longest wait between attempts to resume. */
  readonly resumeDelayMs: { readonly first: number; readonly longest: number }
  /**
   * Silence after a local half-close before the far end is told; smux v1 can only close both directions. TCP does not tell
   * a client that waits for its answer from one that is gone, so this is a trade: a client that leaves without a word holds
   * its stream, and its connection at the endpoint, for so long. One that says goodbye (every PostgreSQL and MySQL
   * library does) is closed by the endpoint at once, one that is reset is closed here at once.
   */
  readonly halfCloseGraceMs: number
  /** Unread bytes of one stream, and of all, above which the whole session stops reading. */
  readonly receiveLimit: { readonly streamBytes: number; readonly sessionBytes: number }
  /** How long one stream's reader may keep all others of a session waiting before its stream is given up. */
  readonly stalledReaderMs: number
}

/** 1,536 B is the largest payload known to be in production use by other clients; the service's own limit is unknown. */
export const largestPayload = 1_536

const mebibyte = 1_048_576

export const defaultSettings: BuiltinSettings = {
  clientVersion,
  payloadBytes: 1_024,
  maxWindowBytes: mebibyte,
  bytesPerSecond: Infinity,
  socketQueueBytes: 65_536,
  openTimeoutMs: 15_000,
  closeTimeoutMs: 3_000,
  handshakeTimeoutMs: 30_000,
  silentCommandMs: 3_000,
  pingIntervalMs: 10_000,
  unansweredMs: 600_000,
  agentQuietMs: 5_000,
  agentSilentMs: 8_000,
  resumeDelayMs: { first: 100, longest: 5_000 },
  halfCloseGraceMs: 2_000,
  receiveLimit: { streamBytes: 32 * mebibyte, sessionBytes: 96 * mebibyte },
  stalledReaderMs: 5_000,
}
