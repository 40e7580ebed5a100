import { fail } from '#domain/result.ts'
import type { Problem } from '#contract/problem.ts'
import { problemOf } from '#domain/problem/problem.ts'
import type { Result } from '#contract/result.ts'
import type { ChannelPass } from '#contract/relay.ts'

/** What resuming needs of the world. */
interface ResumptionDeps {
  /** A new pass, or null when the session is over. May take as long as a sign-in. */
  renewPass(): Promise<ChannelPass | null>
  open(pass: ChannelPass, signal: AbortSignal): Promise<Result<null>>
  failed(problem: Problem, attempt: number): void
  readonly delayMs: { readonly first: number; readonly longest: number }
}

/** A channel that was open for so long (ms) is brought back after as long again at the most: that is a call a second, and no storm. */
const lifeMs = 500
/** One that was open for less than that, and for more than a moment, within a second: that is no more calls. */
const shortLife = { leastMs: 100, waitMs: 1_000 } as const

/** Brings a dropped channel back, for as long as there are passes, with ever longer delays between attempts. */
export class Resumption {
  readonly #deps: ResumptionDeps
  /** In a row, without a channel that lasted. */
  #attempts = 0
  #openedAt = 0

  constructor(deps: ResumptionDeps) {
    this.#deps = deps
  }

  /**
   * At once when the channel had been open for as long as the longest delay. Whether it carried data proves nothing: one
   * that is dropped because of what is sent carries some each time, and a pass costs a call to AWS.
   *
   * Succeeds with an open channel; fails with SESSION_EXPIRED without a pass, SESSION_ENDED on `signal`.
   */
  async run(signal: AbortSignal): Promise<Result<null>> {
    const lastedMs = performance.now() - this.#openedAt
    if (lastedMs >= this.#deps.delayMs.longest) this.#attempts = 0
    let mostMs = longestWait(lastedMs)
    while (!signal.aborted) {
      await pause(this.#delay(mostMs), signal)
      mostMs = Infinity
      if (signal.aborted) break
      this.#attempts += 1
      const pass = await settledOr(this.#renew(), signal)
      if (signal.aborted) break
      if (pass === null) return fail('SESSION_EXPIRED', { said: 'The session can not be resumed' })
      if (pass === 'failed') continue
      const opened = await this.#deps.open(pass, signal)
      if (opened.ok) {
        this.#openedAt = performance.now()
        return opened
      }
      if (!signal.aborted) this.#deps.failed(opened.error, this.#attempts)
    }
    return fail('SESSION_ENDED', {})
  }

  async #renew(): Promise<ChannelPass | null | 'failed'> {
    try {
      return await this.#deps.renewPass()
    } catch (error) {
      const reason = String(error).slice(0, 200)
      this.#deps.failed(problemOf('SESSION_DROPPED', { said: reason }), this.#attempts)
      return 'failed'
    }
  }

  /** None at first; then doubling, with up to as much again at random so that many sessions do not return at once. Never above `mostMs`. */
  #delay(mostMs: number): number {
    if (this.#attempts === 0) return 0
    const { first, longest } = this.#deps.delayMs
    const chance = Math.random()
    const grown = Math.min(longest, first * 2 ** (this.#attempts - 1)) * (1 + chance)
    return Math.min(grown, mostMs * (1 - chance / 2))
  }
}

function longestWait(lastedMs: number): number {
  if (lastedMs >= lifeMs) return lastedMs
  return lastedMs >= shortLife.leastMs ? shortLife.waitMs : Infinity
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  if (ms === 0) return Promise.resolve()
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer)
      signal.removeEventListener('abort', done)
      resolve()
    }
    const timer = setTimeout(done, ms)
    signal.addEventListener('abort', done, { once: true })
  })
}

/** The promise's value, or `failed` as soon as `signal` aborts. */
function settledOr<T>(promise: Promise<T>, signal: AbortSignal): Promise<T | 'failed'> {
  return new Promise((resolve) => {
    const abort = (): void => resolve('failed')
    signal.addEventListener('abort', abort, { once: true })
    void promise.then((value) => {
      signal.removeEventListener('abort', abort)
      resolve(value)
    })
  })
}
