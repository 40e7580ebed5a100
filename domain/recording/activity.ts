/** Sums up bytes over time without knowing how long it takes: cells are joined in pairs whenever the time outgrows them. */
export class ActivityMeter {
  readonly #sums: Float64Array
  #cellMs = 250
  #untilMs = 0

  /** `cells`: how many parts are told at the most; twice as many are kept. */
  constructor(cells: number) {
    this.#sums = new Float64Array(cells * 2)
  }

  add(atMs: number, bytes: number): void {
    while (atMs >= this.#cellMs * this.#sums.length) this.#join()
    const cell = Math.floor(atMs / this.#cellMs)
    this.#sums[cell] = (this.#sums[cell] ?? 0) + bytes
    this.#untilMs = Math.max(this.#untilMs, atMs)
  }

  /** `bars` equal parts of the time, each against the liveliest, from 0 to 1; by its root, for a flood would flatten all else. */
  bars(bars: number, durationMs: number = this.#untilMs): readonly number[] {
    const sums = Array.from({ length: bars }, () => 0)
    this.#sums.forEach((sum, cell) => {
      const bar = Math.min(bars - 1, Math.floor((cell * this.#cellMs * bars) / Math.max(1, durationMs)))
      sums[bar] = (sums[bar] ?? 0) + sum
    })
    const most = Math.max(1, ...sums)
    return sums.map((sum) => Math.sqrt(sum / most))
  }

  #join(): void {
    const half = this.#sums.length / 2
    for (let cell = 0; cell < half; cell += 1)
      this.#sums[cell] = (this.#sums[cell * 2] ?? 0) + (this.#sums[cell * 2 + 1] ?? 0)
    this.#sums.fill(0, half)
    this.#cellMs *= 2
  }
}
