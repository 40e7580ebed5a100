import type { Problem } from '#contract/problem.ts'
import { problemOf } from '#domain/problem/problem.ts'
import type { Result } from '#contract/result.ts'
import type { EngineHost, SessionAgreement } from '../engine.ts'
import type { CarriedGrant } from './carried-grant.ts'
import { earlyCloseProblem } from './channel-problem.ts'
import type { SocketClose } from './channel-socket.ts'
import { closingProblem } from '../closing-text.ts'
import type { DataChannel } from './data-channel.ts'
import { makeDataKey, SessionCipher } from './encryption.ts'
import {
  answerHandshake,
  customerMessageOf,
  type HandshakeAnswer,
  type Purpose,
  type SessionMode,
} from './handshake.ts'
import { payloadTypes } from './message.ts'
import type { BuiltinSettings } from './settings.ts'

/** What came of a handshake. */
export interface Agreed {
  /** Null when there was no handshake, as in a shell that is not encrypted. */
  readonly agentVersion: string | null
  readonly mode: SessionMode
  readonly cipher: SessionCipher | null
  readonly agreement: SessionAgreement
  /** Output that came instead of a handshake: the first of the session. */
  readonly first: Buffer | null
}

interface OpeningDeps {
  readonly channel: DataChannel
  readonly settings: Pick<BuiltinSettings, 'clientVersion' | 'handshakeTimeoutMs' | 'silentCommandMs'>
  readonly grant: CarriedGrant
  readonly host: EngineHost
  readonly purpose: Purpose
  /** Called once, in the same turn as the deciding message. */
  settle(outcome: Result<Agreed>): void
}

/** The part of a session before HandshakeComplete. Nothing but answers is sent: the agent drops everything else. */
export class Opening {
  readonly #deps: OpeningDeps
  #timer: NodeJS.Timeout | null = null
  #silence: NodeJS.Timeout | null = null
  #answer: HandshakeAnswer | null = null
  #cipher: SessionCipher | null = null
  #over = false

  constructor(deps: OpeningDeps) {
    this.#deps = deps
  }

  /** The channel is open: the agent's time runs. */
  begin(): void {
    if (this.#over) return
    const { settings, grant } = this.#deps
    this.#timer = setTimeout(() => this.#timedOut(), settings.handshakeTimeoutMs)
    const mayBeSilent = grant.purpose?.for === 'shell' && grant.purpose.program === 'command'
    if (mayBeSilent) this.#silence = setTimeout(() => this.#silent(), settings.silentCommandMs)
  }

  received(payloadType: number, payload: Buffer): void {
    switch (payloadType) {
      case payloadTypes.handshakeRequest:
        return this.#requested(payload)
      case payloadTypes.handshakeComplete:
        return this.#complete(payload)
      case payloadTypes.encryptionChallenge:
        return this.#challenged(payload)
      case payloadTypes.output:
        return this.#spoken(payload)
    }
  }

  /** The service ended the session. */
  closed(output: string): void {
    this.#fail(closingProblem(output))
  }

  /** True once the agent has asked for something: it is there, and waits. */
  get isAsked(): boolean {
    return this.#answer !== null
  }

  dropped(close: SocketClose): void {
    this.#fail(earlyCloseProblem(close, new URL(this.#deps.grant.pass.streamUrl).host))
  }

  unanswered(): void {
    this.#timedOut()
  }

  aborted(): void {
    this.#fail(problemOf('SESSION_ENDED', { said: 'Given up while opening' }))
  }

  #requested(payload: Buffer): void {
    const { settings, purpose } = this.#deps
    const answer = answerHandshake(payload, settings.clientVersion, purpose)
    if (!answer.ok) return this.#settle(answer)
    this.#answer = answer.value
    if (answer.value.key !== null) return void this.#respondWithKey(answer.value)
    this.#deps.channel.send(payloadTypes.handshakeResponse, answer.value.response)
    if (answer.value.problem !== null) this.#fail(answer.value.problem)
  }

  async #respondWithKey(answer: HandshakeAnswer): Promise<void> {
    if (answer.key === null) return
    const made = await makeDataKey(answer.key, this.#deps.grant, this.#deps.host)
    if (this.#over) return
    if (made.ok) this.#cipher = new SessionCipher(made.value.plaintext)
    this.#deps.channel.send(payloadTypes.handshakeResponse, answer.respond(made.ok ? made.value : null))
    if (!made.ok) this.#fail(made.error)
  }

  #challenged(payload: Buffer): void {
    if (this.#cipher === null) return this.#reject('The agent asks for encryption that was not agreed')
    const answer = this.#cipher.answerChallenge(payload)
    if (!answer.ok) return this.#settle(answer)
    this.#deps.channel.send(payloadTypes.encryptionAnswer, answer.value)
  }

  /** A shell that is not encrypted begins without a handshake. */
  #spoken(payload: Buffer): void {
    const { purpose } = this.#deps
    if ((purpose !== 'shell' && purpose !== 'any') || this.#answer !== null) {
      return this.#reject('The agent sent output without a handshake: no port session')
    }
    this.#agree(withoutHandshake(payload))
  }

  /** A command that needs no handshake may wait for what is typed. An agent that wants one asks at once. */
  #silent(): void {
    if (this.#answer === null) this.#agree(withoutHandshake(null))
  }

  #complete(payload: Buffer): void {
    const answer = this.#answer
    if (answer?.mode === undefined || answer.mode === null) {
      return this.#reject('The agent completed a handshake it did not ask for')
    }
    // A data key that is still being made belongs to a response that the agent has not seen.
    if (answer.key !== null && this.#cipher === null) return this.#reject('The agent did not wait for the key')
    const { agentVersion, mode, sessionType, properties } = answer
    const agreement = { sessionType, properties, customerMessage: customerMessageOf(payload) }
    this.#agree({ agentVersion, mode, cipher: this.#cipher, agreement, first: null })
  }

  #agree(value: Agreed): void {
    this.#settle({ ok: true, value })
  }

  #timedOut(): void {
    const afterMs = this.#deps.settings.handshakeTimeoutMs
    this.#fail(problemOf('HANDSHAKE_TIMED_OUT', { afterMs, step: this.#answer === null ? 'request' : 'complete' }))
  }

  #reject(reason: string): void {
    this.#fail(problemOf('HANDSHAKE_REJECTED', { said: reason }))
  }

  #fail(problem: Problem): void {
    this.#settle({ ok: false, error: problem })
  }

  #settle(outcome: Result<Agreed>): void {
    if (this.#over) return
    this.#over = true
    for (const timer of [this.#timer, this.#silence]) if (timer !== null) clearTimeout(timer)
    this.#deps.settle(outcome)
  }
}

function withoutHandshake(first: Buffer | null): Agreed {
  const agreement = { sessionType: 'Standard_Stream', properties: {}, customerMessage: '' }
  return { agentVersion: null, mode: 'shell', cipher: null, agreement, first }
}
