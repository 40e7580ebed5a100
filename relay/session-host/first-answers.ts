import type { RelayFact } from '#contract/relay.ts'
import type { Clock } from '#domain/clock/clock.ts'
import type { ConnectionWatch, LateAnswer } from '../stream-source.ts'

/** A first answer that comes within so long (ms) is nobody's news: it is what connections do all day. */
const momentMs = 1_000

/** What the first answers of a session need. */
export interface FirstAnswersOptions {
  readonly sessionId: string
  readonly clock: Clock
  send(fact: RelayFact): void
}

/**
 * Which connections of a session have had their first answer, and which wait for it: told as facts once one waits for more than
 * a moment, and when that changes. The first answer of all is told at once: it proves the far end.
 */
export class FirstAnswers {
  readonly #options: FirstAnswersOptions
  /** Connections that have asked and not been answered, with the time of asking, oldest first. */
  readonly #waiting = new Map<object, number>()
  #answered = 0
  #isProven = false
  /** What was told last: since when the oldest waits, and beside how many that were answered. */
  #told: { readonly since: number; readonly answered: number } | null = null
  #cancel: (() => void) | null = null

  constructor(options: FirstAnswersOptions) {
    this.#options = options
  }

  /** Connections that were answered and are open. */
  get answered(): number {
    return this.#answered
  }

  /** A connection that may ask. `late`: an answer that is late means nothing once the far end is proven. */
  connect(late: LateAnswer): ConnectionWatch {
    const connection = {}
    let hasAnswer = false
    return {
      asked: () => {
        if (hasAnswer || (late === 'slow-request' && this.#isProven)) return
        this.#waiting.set(connection, this.#options.clock.now())
        this.#look()
      },
      answered: (latencyMs) => {
        hasAnswer = true
        this.#answered += 1
        this.#waiting.delete(connection)
        this.#prove(latencyMs)
        this.#look()
      },
      left: () => {
        const since = this.#waiting.get(connection)
        this.#waiting.delete(connection)
        if (since !== undefined) this.#givenUp(since)
        this.#look()
      },
      closed: () => {
        if (hasAnswer) this.#answered -= 1
        this.#waiting.delete(connection)
        this.#look()
      },
    }
  }

  /** The far end refused a connection: the next answer is news again. */
  refused(): void {
    this.#isProven = false
  }

  /** Something else was told meanwhile: who still waits is news again. */
  tellAgain(): void {
    this.#told = null
    this.#look()
  }

  /** Tells nothing more. */
  dispose(): void {
    this.#cancel?.()
    this.#cancel = null
    this.#waiting.clear()
  }

  #prove(latencyMs: number): void {
    const { sessionId, send } = this.#options
    const wasTold = this.#told !== null
    this.#told = null
    if (this.#isProven && !wasTold) return
    this.#isProven = true
    send({ type: 'endpoint-answered', sessionId, latencyMs })
  }

  #givenUp(since: number): void {
    const { sessionId, clock, send } = this.#options
    const waitedMs = Math.round(clock.now() - since)
    if (waitedMs < momentMs) return
    // Whoever was given up on is proven by an answer only.
    this.#isProven = false
    send({ type: 'endpoint-given-up', sessionId, waitedMs, answered: this.#answered })
  }

  /** Tells what has changed of the oldest that waits, or looks again when it will have waited for a moment. */
  #look(): void {
    const { clock } = this.#options
    this.#cancel?.()
    this.#cancel = null
    const [since] = this.#waiting.values()
    if (since === undefined) return this.#caughtUp()
    const leftMs = since + momentMs - clock.now()
    if (leftMs <= 0) return this.#tell(since)
    this.#cancel = clock.after(leftMs, () => this.#tell(since))
  }

  #caughtUp(): void {
    if (this.#told === null) return
    this.#told = null
    this.#options.send({ type: 'endpoint-caught-up', sessionId: this.#options.sessionId })
  }

  #tell(since: number): void {
    const { sessionId, clock, send } = this.#options
    const answered = this.#answered
    if (this.#told?.since === since && this.#told.answered === answered) return
    this.#told = { since, answered }
    send({ type: 'endpoint-unanswered', sessionId, waitedMs: Math.round(clock.now() - since), answered })
  }
}
