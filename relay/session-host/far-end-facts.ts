import type { RelayFact } from '#contract/relay.ts'
import type { Clock } from '#domain/clock/clock.ts'
import type { ConnectionWatch, LateAnswer } from '../stream-source.ts'
import { Departures } from './departures.ts'
import { FirstAnswers } from './first-answers.ts'
import { QuietWatch } from './quiet-watch.ts'

/** What it needs. */
interface FarEndFactsOptions {
  readonly sessionId: string
  readonly clock: Clock
  send(fact: RelayFact): void
  /** Asks the session whether it lives; `unknown` where it can not be asked. */
  ask(): Promise<'alive' | 'unknown'>
}

/** What is told of a session's far end: first answers that are late, and that nothing comes back any more. */
export class FarEndFacts {
  readonly #options: FarEndFactsOptions
  readonly #firstAnswers: FirstAnswers
  readonly #quiet: QuietWatch
  readonly #departures: Departures
  #isOver = false

  constructor(options: FarEndFactsOptions) {
    this.#options = options
    const { clock, sessionId } = options
    this.#firstAnswers = new FirstAnswers({ sessionId, clock, send: (fact) => this.#send(fact) })
    this.#departures = new Departures({ clock, departed: () => this.#departed() })
    this.#quiet = new QuietWatch({
      clock,
      ask: () => options.ask(),
      suspected: (quietMs) => this.#suspected(quietMs),
      heard: (latencyMs) => this.#heard(latencyMs),
    })
  }

  /** A connection that was opened. */
  watch(late: LateAnswer): ConnectionWatch {
    const first = this.#firstAnswers.connect(late)
    const bytes = this.#quiet.connect()
    // Where a request is answered and the connection closed, as in HTTP, an end says nothing.
    const departing = late === 'silence' ? this.#departures.connect() : null
    return {
      ...first,
      said: bytes.said,
      heard: bytes.heard,
      answered(latencyMs) {
        departing?.answered()
        first.answered(latencyMs)
      },
      left() {
        departing?.left()
        first.left()
      },
      closed() {
        first.closed()
        bytes.closed()
        departing?.closed()
      },
    }
  }

  /** The far end refused a connection. */
  refused(): void {
    this.#firstAnswers.refused()
  }

  /** Nobody knows whether the session lives, and it can not be asked. */
  doubt(): void {
    this.#quiet.doubt()
    this.#firstAnswers.tellAgain()
  }

  /** Tells nothing more. */
  dispose(): void {
    this.#isOver = true
    this.#firstAnswers.dispose()
    this.#quiet.dispose()
  }

  /** That nobody waits for a first answer does not make a session well that is suspected. */
  #send(fact: RelayFact): void {
    if (fact.type === 'endpoint-caught-up' && this.#quiet.isSuspected) this.#suspected(this.#quiet.quietMs)
    else this.#options.send(fact)
  }

  /** Connections of it were answered: so it counts as silent and never as failed, and nobody is closed for it. */
  #suspected(quietMs: number): void {
    const { send, sessionId } = this.#options
    const answered = Math.max(1, this.#firstAnswers.answered)
    send({ type: 'endpoint-unanswered', sessionId, waitedMs: Math.round(quietMs), answered })
  }

  /** With the session everything is closed, too: that says nothing of the far end. */
  #departed(): void {
    const { send, sessionId } = this.#options
    if (!this.#isOver) send({ type: 'endpoint-departed', sessionId })
  }

  #heard(latencyMs: number): void {
    const { send, sessionId } = this.#options
    send({ type: 'endpoint-answered', sessionId, latencyMs })
    this.#firstAnswers.tellAgain()
  }
}
