import type { Duplex } from 'node:stream'
import type { Problem } from '#contract/problem.ts'

/** Whatever can carry a client now. */
export interface StreamSource {
  /** Rejects when no stream can be opened any more. */
  openStream(): Promise<Duplex>
  /** A stream of this source brought its first bytes back. */
  answered(latencyMs: number): void
  /** Why a stream that was opened then ended without a byte; null when the far end closed it by itself. */
  refusal(openedAt: number): Promise<Problem | null>
  /** A stream of this source is closed. */
  streamClosed(): void
}
