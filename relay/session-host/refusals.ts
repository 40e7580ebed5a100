import type { Problem } from '#contract/problem.ts'
import type { Clock } from '#domain/clock/clock.ts'

/** Refusal and end of a connection come by two ways with the plugin: its output, and its socket. */
const graceMs = 400
/** More refusals than this, of clients that left before, are not kept. */
const kept = 128

interface Waiter {
  readonly openedAt: number
  resolve(problem: Problem | null): void
}

/**
 * What the far end said of connections that it did not take. It does not say which one: the agent dials one after the other, so
 * each refusal belongs to one connection that was opened before and ended without a byte.
 */
export class Refusals {
  readonly #clock: Clock
  #told: { readonly at: number; readonly problem: Problem }[] = []
  readonly #waiters = new Set<Waiter>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** A connection was refused. */
  add(problem: Problem): void {
    const at = this.#clock.now()
    const waiter = [...this.#waiters].find(({ openedAt }) => openedAt <= at)
    if (waiter === undefined) this.#told = [...this.#told, { at, problem }].slice(-kept)
    else waiter.resolve(problem)
  }

  /** Why a connection that was opened at `openedAt` ended without a byte; null when the far end closed it by itself. */
  take(openedAt: number): Promise<Problem | null> {
    const index = this.#told.findIndex(({ at }) => at >= openedAt)
    if (index >= 0) return Promise.resolve(this.#told.splice(index, 1)[0]?.problem ?? null)
    return new Promise((resolve) => {
      const cancel = this.#clock.after(graceMs, () => waiter.resolve(null))
      const waiter: Waiter = {
        openedAt,
        resolve: (problem) => {
          cancel()
          this.#waiters.delete(waiter)
          resolve(problem)
        },
      }
      this.#waiters.add(waiter)
    })
  }

  /** Nothing more is told. */
  dispose(): void {
    for (const waiter of this.#waiters) waiter.resolve(null)
  }
}
