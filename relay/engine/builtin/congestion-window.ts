import type { RoundTrip } from './round-trip.ts'

const startBytes = 98_304
/**
 * Below this a busy machine's pauses, not the path, would set the pace: 48 KiB each 5 ms are 10 MB/s. And it is little
 * enough that what is written beside a bulk transfer waits only for so much.
 */
const leastBytes = 49_152
/** A round shorter than this judges too few acknowledgements. */
const shortestRoundMs = 5
/** Queueing aimed at: a quarter of the path's own delay, within these bounds. Enough to keep a path busy, too little to feel. */
const target = { least: 0.3, most: 5 } as const
/** How often the window shrinks to almost nothing for two round trips, so that the path's own delay shows without our queue. */
const drainEveryMs = 10_000
const drainedBytes = 4_096
const longestDrainMs = 400

interface Round {
  startedAt: number
  /** The round is over when this message is acknowledged: it was sent after the round began. */
  endsWith: number
  fastestMs: number
  /** True once the window, not the sender's lack of data, limited what was in flight. */
  full: boolean
}

/**
 * How many payload bytes may be unacknowledged. Each round trip it is scaled so that the messages' delay becomes the path's
 * own plus a few milliseconds of queue: the path stays busy and an interactive message hardly waits. The agent has no window
 * of its own, so this is the only thing that keeps a slow path's queue short. Judged by a round's fastest message, since
 * a mean would take a busy processor's pauses for a queue.
 */
export class CongestionWindow {
  #bytes: number
  #doubling = true
  #shrunkAt = -Infinity
  #drainAt: number | null = null
  #drainedUntil: number | null = null
  #round: Round = newRound(0, 0)
  readonly #most: number

  constructor(most: number) {
    this.#most = most
    this.#bytes = Math.min(startBytes, most)
  }

  /** For moments almost nothing, see {@link drainEveryMs}. */
  get bytes(): number {
    return this.#drainedUntil === null ? this.#bytes : drainedBytes
  }

  /** The window kept data back. */
  limited(): void {
    this.#round.full = true
  }

  /** Message `sequence` was acknowledged, after `elapsed` milliseconds when that is known. `next` is the number to be sent next. */
  acknowledged(sequence: number, next: number, elapsed: number | null, path: RoundTrip, now: number): void {
    const round = this.#round
    if (elapsed !== null && elapsed < round.fastestMs) round.fastestMs = elapsed
    if (sequence < round.endsWith || now - round.startedAt < shortestRoundMs) return
    if (this.#drainedUntil === null && round.fastestMs !== Infinity) this.#judge(round, path, now)
    else if (this.#drainedUntil !== null && now >= this.#drainedUntil) this.#drainedUntil = null
    this.#round = newRound(next, now)
  }

  /** The path may be another one. */
  restart(next: number, now: number): void {
    this.#drainedUntil = null
    this.#round = newRound(next, now)
  }

  /** A message was lost, or the service asked for a pause. */
  backOff(path: RoundTrip, now: number): void {
    if (now - this.#shrunkAt < path.smoothed) return
    this.#shrunkAt = now
    this.#doubling = false
    this.#resize(this.#bytes / 2)
  }

  #judge(round: Round, path: RoundTrip, now: number): void {
    const wanted = path.base + Math.min(target.most, Math.max(target.least, path.base / 4))
    if (round.fastestMs > wanted) {
      this.#doubling = false
      this.#resize(this.#bytes * Math.max(0.5, wanted / round.fastestMs))
    } else if (round.full) {
      this.#resize(this.#bytes * (this.#doubling ? 2 : growth(round.fastestMs, path.base, wanted)))
    }
    if (round.full) this.#planDrain(path, now)
  }

  #planDrain(path: RoundTrip, now: number): void {
    this.#drainAt ??= now + drainEveryMs
    if (now < this.#drainAt) return
    this.#drainAt = now + drainEveryMs
    this.#drainedUntil = now + Math.min(longestDrainMs, 2 * path.smoothed)
  }

  #resize(bytes: number): void {
    this.#bytes = Math.min(this.#most, Math.max(leastBytes, bytes))
  }
}

/** By how much a window is to grow whose messages take so long, where they may take `wanted`: the less, the nearer that is. */
function growth(fastestMs: number, baseMs: number, wanted: number): number {
  const room = (wanted - fastestMs) / (wanted - baseMs)
  return Math.min(2, Math.max(wanted / fastestMs, 1 + room / 8))
}

function newRound(endsWith: number, startedAt: number): Round {
  return { startedAt, endsWith, fastestMs: Infinity, full: false }
}
