import type { Duplex } from 'node:stream'

/** Whatever can carry a client now. */
export interface StreamSource {
  /** Rejects when no stream can be opened any more. */
  openStream(): Promise<Duplex>
  /** A stream of this source brought its first bytes back. */
  answered(latencyMs: number): void
  /** A stream of this source is closed. */
  streamClosed(): void
}
