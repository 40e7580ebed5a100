/** Over how long a rate is taken, ms. */
const windowMs = 4_000

/** Bytes per second over the last seconds. */
export class Rate {
  readonly #marks: { readonly at: number; readonly bytes: number }[] = []

  /** `bytes`: all so far. Null until there is something to compare with. */
  at(now: number, bytes: number): number | null {
    this.#marks.push({ at: now, bytes })
    while (this.#marks.length > 2 && (this.#marks[1]?.at ?? now) < now - windowMs) this.#marks.shift()
    const first = this.#marks[0]
    if (first === undefined || now - first.at < 200) return null
    return Math.max(0, (bytes - first.bytes) / ((now - first.at) / 1_000))
  }
}
