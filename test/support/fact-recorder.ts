import { deepStrictEqual } from 'node:assert'
import type { RelayFact } from '#contract/relay.ts'
import { ruleViolations } from './one-rule.ts'

type FactOf<T extends RelayFact['type']> = Extract<RelayFact, { type: T }>

interface Waiter {
  readonly see: (fact: RelayFact) => void
}

/** Keeps every fact of a relay, and lets a test wait for the one it needs. */
export class FactRecorder {
  readonly all: RelayFact[] = []
  readonly #waiters = new Set<Waiter>()

  readonly add = (fact: RelayFact): void => {
    this.all.push(fact)
    for (const waiter of this.#waiters) waiter.see(fact)
  }

  of<T extends RelayFact['type']>(type: T): FactOf<T>[] {
    return this.all.filter((fact): fact is FactOf<T> => fact.type === type)
  }

  /** Asserts that nothing was done to a client that its far end did not cause, and no fact proves. */
  checkRule(): void {
    deepStrictEqual(ruleViolations(this.all), [])
  }

  /** How many facts there are; `waitFor` may start there to skip the past. */
  get mark(): number {
    return this.all.length
  }

  /** The first fact of a type, at or after `since`, that matches; rejects with all facts seen when none comes. */
  waitFor<T extends RelayFact['type']>(
    type: T,
    { match = () => true, since = 0, limitMs = 10_000 }: WaitOptions<T> = {},
  ): Promise<FactOf<T>> {
    const fits = (fact: RelayFact): fact is FactOf<T> => fact.type === type && match(fact as FactOf<T>)
    const past = this.all.slice(since).find(fits)
    if (past !== undefined) return Promise.resolve(past)
    return new Promise((resolve, reject) => {
      const waiter: Waiter = {
        see: (fact) => {
          if (fits(fact)) settle(() => resolve(fact))
        },
      }
      const settle = (then: () => void): void => {
        clearTimeout(timer)
        this.#waiters.delete(waiter)
        then()
      }
      const timer = setTimeout(() => {
        const seen = JSON.stringify(this.all.slice(-20), null, 1)
        settle(() => reject(new Error(`no ${type} within ${limitMs} ms; last facts: ${seen}`)))
      }, limitMs)
      this.#waiters.add(waiter)
    })
  }
}

interface WaitOptions<T extends RelayFact['type']> {
  readonly match?: (fact: FactOf<T>) => boolean
  readonly since?: number
  readonly limitMs?: number
}
