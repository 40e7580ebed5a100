/** A start that runs, and who hears of it. */
interface RunningStart<Owner> {
  readonly abort: AbortController
  readonly owner: Owner
}

/** Starts that run for whatever has sessions (`Unit`: a tunnel, a shell), by their attempts. One that is carried or over is none of them. */
export class RunningStarts<Unit extends object, Owner> {
  readonly #starts = new WeakMap<Unit, Map<number, RunningStart<Owner>>>()

  /** Holds a start; gives the signal that tells when it is abandoned. */
  hold(unit: Unit, attempt: number, owner: Owner): AbortSignal {
    const abort = new AbortController()
    this.#of(unit).set(attempt, { abort, owner })
    return abort.signal
  }

  /** Lets a start go without a word to it: it has failed, or is carried. Gives its owner, if it was held. */
  release(unit: Unit, attempt: number): Owner | null {
    const starts = this.#of(unit)
    const owner = starts.get(attempt)?.owner ?? null
    starts.delete(attempt)
    return owner
  }

  /** Nobody wants what a start would bring. */
  abandon(unit: Unit, attempt: number): void {
    const starts = this.#of(unit)
    starts.get(attempt)?.abort.abort()
    starts.delete(attempt)
  }

  abandonAll(unit: Unit): void {
    for (const attempt of this.#of(unit).keys()) this.abandon(unit, attempt)
  }

  #of(unit: Unit): Map<number, RunningStart<Owner>> {
    const known = this.#starts.get(unit) ?? new Map<number, RunningStart<Owner>>()
    this.#starts.set(unit, known)
    return known
  }
}
