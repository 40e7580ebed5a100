import type { ChannelPass, DataKeyRequest, RelayFact, TemporaryCredentials } from '#contract/relay.ts'
import type { Result } from '#contract/result.ts'
import { fail } from '#domain/result.ts'
import type { DataKey } from '../engine/engine.ts'

/** What the questions of one session need. */
interface SessionQuestionsOptions {
  readonly sessionId: string
  send(fact: RelayFact): void
}

/**
 * What one session's engine asked of main and was not told yet. Every question settles: with its answer, or, once the session
 * is over, with none.
 */
export class SessionQuestions {
  readonly #options: SessionQuestionsOptions
  readonly #passes: ((pass: ChannelPass | null) => void)[] = []
  readonly #credentials = new Map<string, (credentials: TemporaryCredentials | null) => void>()
  readonly #dataKeys = new Map<string, (key: Result<DataKey>) => void>()
  readonly #terminations: (() => void)[] = []
  #requests = 0
  #isOver = false

  constructor(options: SessionQuestionsOptions) {
    this.#options = options
  }

  /** A new pass, or null; asked once for all who wait for it. */
  askForPass(): Promise<ChannelPass | null> {
    if (this.#isOver) return Promise.resolve(null)
    const { sessionId, send } = this.#options
    return new Promise((resolve) => {
      this.#passes.push(resolve)
      if (this.#passes.length === 1) send({ type: 'pass-needed', sessionId })
    })
  }

  answerPass(pass: ChannelPass | null): void {
    for (const tell of this.#passes.splice(0)) tell(pass)
  }

  askForCredentials(): Promise<TemporaryCredentials | null> {
    if (this.#isOver) return Promise.resolve(null)
    const { sessionId, send } = this.#options
    const requestId = this.#nextRequest()
    return new Promise((resolve) => {
      this.#credentials.set(requestId, resolve)
      send({ type: 'credentials-needed', sessionId, requestId })
    })
  }

  /** An unknown id is that of an answer that came too late. */
  answerCredentials(requestId: string, credentials: TemporaryCredentials | null): void {
    this.#credentials.get(requestId)?.(credentials)
    this.#credentials.delete(requestId)
  }

  /** SESSION_ENDED when the session is over before the answer. */
  askForDataKey({ keyId, bytes, context }: DataKeyRequest): Promise<Result<DataKey>> {
    if (this.#isOver) return Promise.resolve(fail('SESSION_ENDED', {}))
    const { sessionId, send } = this.#options
    const requestId = this.#nextRequest()
    return new Promise((resolve) => {
      this.#dataKeys.set(requestId, resolve)
      send({ type: 'data-key-needed', sessionId, requestId, keyId, bytes, context: { ...context } })
    })
  }

  answerDataKey(requestId: string, key: Result<DataKey>): void {
    this.#dataKeys.get(requestId)?.(key)
    this.#dataKeys.delete(requestId)
  }

  /** Asked of a session that is being stopped, too: its stop waits for the answer, and has its own deadline. */
  askForTermination(): Promise<void> {
    const { sessionId, send } = this.#options
    send({ type: 'termination-needed', sessionId })
    return new Promise((resolve) => this.#terminations.push(resolve))
  }

  answerTermination(): void {
    for (const tell of this.#terminations.splice(0)) tell()
  }

  /** The session is over: whoever waits for a pass, credentials or a key gets none, and nobody asks again. */
  close(): void {
    this.#isOver = true
    this.answerPass(null)
    for (const tell of this.#credentials.values()) tell(null)
    this.#credentials.clear()
    for (const tell of this.#dataKeys.values()) tell(fail('SESSION_ENDED', {}))
    this.#dataKeys.clear()
  }

  #nextRequest(): string {
    this.#requests += 1
    return String(this.#requests)
  }
}
