import type { Duplex } from 'node:stream'
import type { Problem } from '#contract/problem.ts'
import type { TunnelKind } from '#contract/tunnel.ts'
import type { kinds } from '#domain/kinds/kinds.ts'

/** Whoever wants to know how one connection fares. Each is told no more than once, but for what is said and heard. */
export interface ConnectionWatch {
  /** It waits for its first answer: the client has said something, or the far end is to speak first. */
  asked(): void
  /** The first bytes came back; milliseconds since it asked. */
  answered(latencyMs: number): void
  /** The client has ended its side, before the far end did. It may still want its answer, but most often it is gone. */
  left(): void
  closed(): void
  /** A piece goes from the client to the far end, or comes back. */
  said?(piece: Buffer): void
  heard?(piece: Buffer): void
}

/** For a connection that nobody asks about. */
export const unwatched: ConnectionWatch = { asked() {}, answered() {}, left() {}, closed() {} }

/** What a first answer that is late means; it stands with the kinds of databases. */
export type LateAnswer = (typeof kinds)[TunnelKind]['lateAnswer']

/** Whatever can carry a client now. */
export interface StreamSource {
  /** Rejects when no stream can be opened any more. */
  openStream(): Promise<Duplex>
  /** Why a stream that was opened then ended without a byte; null when the far end closed it by itself. */
  refusal(openedAt: number): Promise<Problem | null>
  /**
   * Watches a stream that was opened. `late`: a first answer that is late is the far end's silence, or may be a request that
   * takes long.
   */
  watch(late: LateAnswer): ConnectionWatch
  /** A stream of this source is closed. */
  streamClosed(): void
}
