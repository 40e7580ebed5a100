import type { RoundTrip } from './round-trip.ts'

const startBytes = 131_072
const leastBytes = 65_536
const toleratedQueueMs = 20
/** Bytes the window grows by for each window acknowledged, once it no longer doubles. */
const step = 16_384

/**
 * How many payload bytes may be unacknowledged. Doubles each round trip until the path pushes back, then grows by steps;
 * shrinks when acknowledgements come later than the path's own delay explains, and when the service says pause. The
 * agent has no window of its own, so this is the only thing that keeps a slow path's queue short.
 */
export class CongestionWindow {
  #bytes: number
  #doubling = true
  #shrunkAt = -Infinity
  readonly #most: number

  constructor(most: number) {
    this.#most = most
    this.#bytes = Math.min(startBytes, most)
  }

  get bytes(): number {
    return this.#bytes
  }

  /** `wasFull`: the window, not the sender's lack of data, limited what was in flight. */
  acknowledged(bytes: number, wasFull: 'full' | 'partly-used', path: RoundTrip, now: number): void {
    if (path.queueing > Math.max(toleratedQueueMs, path.base / 4)) return this.#shrink(0.8, path, now)
    if (wasFull === 'partly-used') return
    const growth = this.#doubling ? bytes : (step * bytes) / this.#bytes
    this.#bytes = Math.min(this.#most, this.#bytes + growth)
  }

  /** A message was lost, or the service asked for a pause. */
  backOff(path: RoundTrip, now: number): void {
    this.#shrink(0.5, path, now)
  }

  #shrink(factor: number, path: RoundTrip, now: number): void {
    if (now - this.#shrunkAt < path.smoothed) return
    this.#shrunkAt = now
    this.#doubling = false
    this.#bytes = Math.max(Math.min(leastBytes, this.#most), this.#bytes * factor)
  }
}
