/** Time that is looked at as one (ms). */
const sliceMs = 250
/** So many slices, two seconds, tell whether a connection moves bulk. */
const slices = 8
/** In all of them but one something moves; a busy machine leaves gaps. */
const busySlices = slices - 1
/**
 * Bytes within those slices. Far less than an agent's 0.7 MB/s: agents on Windows may send 65 kB/s at the most, and a query waits
 * for what they have queued all the longer.
 */
const leastBytes = 96 * 1_024
/** Bulk goes one way: so many times more than the other. Queries and their answers, however many, are no bulk. */
const oneWay = 16
/** A dump that pauses between two tables is a dump: it counts as one for so long (ms) after it last moved bulk. */
const stillBulkMs = 10_000

/** So many slices, the last second, tell how fast it is. */
const rateSlices = 4

/** Bytes that went each way. */
export interface Moved {
  in: number
  out: number
}

/** How much one connection moves, and whether that is bulk: much, without a pause, one way, for two seconds. Times are milliseconds. */
export class Flow {
  readonly total: Moved = { in: 0, out: 0 }
  /** A ring of the last slices. */
  readonly #window: readonly Moved[] = Array.from({ length: slices }, () => ({ in: 0, out: 0 }))
  #slice = 0
  #bulkUntil = Number.NEGATIVE_INFINITY
  #movedAt = Number.NEGATIVE_INFINITY
  #owedSince: number | null = null

  /** So many bytes went one way. */
  add(way: keyof Moved, bytes: number, at: number): void {
    this.#turnTo(Math.floor(at / sliceMs))
    this.#at(this.#slice)[way] += bytes
    this.total[way] += bytes
    this.#movedAt = at
    if (way === 'in') this.#owedSince = null
    else this.owe(at)
  }

  /** The client waits for an answer from now on, though it may have said nothing: the far end may be to speak first. */
  owe(at: number): void {
    this.#owedSince ??= at
  }

  /** When bytes went last; minus infinity when none ever did. */
  get movedAt(): number {
    return this.#movedAt
  }

  /** Since when the client waits for what the far end says; null when that spoke last. */
  get owedSince(): number | null {
    return this.#owedSince
  }

  /** Bytes per second, over the last whole second. Looking changes nothing of what is measured. */
  rate(at: number): Readonly<Moved> {
    const now = Math.floor(at / sliceMs)
    const oldest = Math.max(0, this.#slice - slices + 1)
    const rate = { in: 0, out: 0 }
    for (let slice = Math.max(oldest, now - rateSlices); slice < now && slice <= this.#slice; slice += 1) {
      rate.in += this.#at(slice).in
      rate.out += this.#at(slice).out
    }
    return rate
  }

  /** Until when it counts as bulk. */
  get bulkUntil(): number {
    return this.#bulkUntil
  }

  #turnTo(slice: number): void {
    if (slice === this.#slice) return
    if (isBulk(this.#window)) this.#bulkUntil = (this.#slice + 1) * sliceMs + stillBulkMs
    const passed = Math.min(slice - this.#slice, slices)
    for (let back = 0; back < passed; back += 1) Object.assign(this.#at(slice - back), { in: 0, out: 0 })
    this.#slice = slice
  }

  #at(slice: number): Moved {
    const moved = this.#window[slice % slices]
    if (moved === undefined) throw new Error('the window is a ring')
    return moved
  }
}

function isBulk(window: readonly Moved[]): boolean {
  const bytes = window.reduce((sum, moved) => ({ in: sum.in + moved.in, out: sum.out + moved.out }))
  const busy = window.filter((moved) => moved.in + moved.out > 0).length
  const [most, least] = [Math.max(bytes.in, bytes.out), Math.min(bytes.in, bytes.out)]
  return most >= leastBytes && most >= oneWay * least && busy >= busySlices
}
