import { type Problem, problemOf, type Result } from '#contract/problem.ts'
import type { SessionAgreement } from '../engine.ts'
import { earlyCloseProblem } from './channel-problem.ts'
import type { SocketClose } from './channel-socket.ts'
import { closingProblem } from './closing-text.ts'
import type { DataChannel } from './data-channel.ts'
import { answerHandshake, customerMessageOf } from './handshake.ts'
import { payloadTypes } from './message.ts'
import type { BuiltinSettings } from './settings.ts'

/** What came of a handshake. */
export interface Agreed {
  readonly agentVersion: string
  readonly agreement: SessionAgreement
}

/** The part of a session before HandshakeComplete. Nothing but the response is sent: the agent drops everything else. */
export class Opening {
  readonly #channel: DataChannel
  readonly #settings: Pick<BuiltinSettings, 'clientVersion' | 'handshakeTimeoutMs'>
  readonly #settle: (outcome: Result<Agreed>) => void
  readonly #host: string
  readonly #timer: NodeJS.Timeout
  #agentVersion: string | null = null
  #properties: SessionAgreement['properties'] = {}

  /** `settle` is called once, in the same turn as the deciding message. */
  constructor(
    channel: DataChannel,
    settings: Pick<BuiltinSettings, 'clientVersion' | 'handshakeTimeoutMs'>,
    streamHost: string,
    settle: (outcome: Result<Agreed>) => void,
  ) {
    this.#channel = channel
    this.#settings = settings
    this.#host = streamHost
    this.#timer = setTimeout(() => this.#timedOut(), settings.handshakeTimeoutMs)
    this.#settle = (outcome) => {
      clearTimeout(this.#timer)
      settle(outcome)
    }
  }

  received(payloadType: number, payload: Buffer): void {
    switch (payloadType) {
      case payloadTypes.handshakeRequest:
        return this.#answer(payload)
      case payloadTypes.handshakeComplete:
        return this.#complete(payload)
      case payloadTypes.encryptionChallenge:
        return this.#fail(
          problemOf('HANDSHAKE_REJECTED', { reason: 'The agent asks for encryption that was not agreed' }),
        )
      case payloadTypes.output:
        return this.#fail(
          problemOf('HANDSHAKE_REJECTED', { reason: 'The agent sent output without a handshake: no port session' }),
        )
    }
  }

  /** The service ended the session. */
  closed(output: string): void {
    this.#fail(closingProblem(output))
  }

  dropped(close: SocketClose): void {
    this.#fail(earlyCloseProblem(close, this.#host))
  }

  unanswered(): void {
    this.#timedOut()
  }

  aborted(): void {
    this.#fail(problemOf('SESSION_ENDED', { reason: 'Given up while opening' }))
  }

  #answer(payload: Buffer): void {
    const answer = answerHandshake(payload, this.#settings.clientVersion)
    if (!answer.ok) return this.#settle(answer)
    this.#agentVersion = answer.value.agentVersion
    this.#properties = answer.value.properties
    this.#channel.send(payloadTypes.handshakeResponse, answer.value.response)
    if (answer.value.problem !== null) this.#fail(answer.value.problem)
  }

  #complete(payload: Buffer): void {
    if (this.#agentVersion === null) {
      return this.#fail(
        problemOf('HANDSHAKE_REJECTED', { reason: 'The agent completed a handshake it did not ask for' }),
      )
    }
    const agreement = { properties: this.#properties, customerMessage: customerMessageOf(payload) }
    this.#settle({ ok: true, value: { agentVersion: this.#agentVersion, agreement } })
  }

  #timedOut(): void {
    const afterMs = this.#settings.handshakeTimeoutMs
    this.#fail(
      problemOf('HANDSHAKE_TIMED_OUT', { afterMs, step: this.#agentVersion === null ? 'request' : 'complete' }),
    )
  }

  #fail(problem: Problem): void {
    this.#settle({ ok: false, error: problem })
  }
}
