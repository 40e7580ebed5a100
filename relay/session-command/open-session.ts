import { type Problem, problemOf, type Result } from '#contract/problem.ts'
import type { SessionGrant } from '#contract/relay.ts'
import { earlyCloseProblem } from '../engine/builtin/channel-problem.ts'
import { closingProblem } from '../engine/builtin/closing-text.ts'
import { type ChannelListener, DataChannel } from '../engine/builtin/data-channel.ts'
import { customerMessageOf } from '../engine/builtin/handshake.ts'
import { payloadTypes } from '../engine/builtin/message.ts'
import { PortSession } from '../engine/builtin/port-session.ts'
import type { BuiltinSettings } from '../engine/builtin/settings.ts'
import type { EngineHost, EngineSession } from '../engine/engine.ts'
import { agreeTo, type SessionManner } from './agreement.ts'
import { StreamSession } from './stream-session.ts'

/** An open session of whatever type the agent named. */
export type OpenedSession =
  | {
      readonly kind: 'port'
      readonly session: EngineSession
      readonly properties: Readonly<Record<string, string>>
      readonly customerMessage: string
    }
  | {
      readonly kind: 'shell' | 'command' | 'stdio'
      readonly session: StreamSession
      readonly customerMessage: string
    }

/** What to open, and for whom. */
export interface SessionOrder {
  readonly grant: SessionGrant
  readonly host: EngineHost
  readonly settings: BuiltinSettings
  readonly signal: AbortSignal
}

type Phase = Omit<ChannelListener, 'log'>

const politeCloseMs = 500

/**
 * Opens a session's channel and finds out its type: the handshake names it; a session that begins with output is a shell.
 * After a failure nothing is left running.
 */
export function openSession(order: SessionOrder): Promise<Result<OpenedSession>> {
  return new Promise((resolve) => new SessionOpening(order, resolve).run())
}

class SessionOpening {
  readonly #order: SessionOrder
  readonly #resolve: (outcome: Result<OpenedSession>) => void
  readonly #channel: DataChannel
  readonly #timer: NodeJS.Timeout
  readonly #aborted = (): void => this.#fail(problemOf('SESSION_ENDED', { reason: 'Given up while opening' }))
  #phase: Phase
  #manner: SessionManner | null = null

  constructor(order: SessionOrder, resolve: (outcome: Result<OpenedSession>) => void) {
    this.#order = order
    this.#resolve = resolve
    this.#phase = this.#handshaking()
    this.#channel = new DataChannel(order.settings, {
      received: (payloadType, payload) => this.#phase.received(payloadType, payload),
      progressed: () => this.#phase.progressed(),
      closed: (output) => {
        order.host.serviceClosed?.(output)
        this.#phase.closed(output)
      },
      dropped: (close) => this.#phase.dropped(close),
      unanswered: () => this.#phase.unanswered(),
      log: (level, event, fields) => order.host.log(level, event, fields),
    })
    this.#timer = setTimeout(() => this.#timedOut(), order.settings.handshakeTimeoutMs)
    order.signal.addEventListener('abort', this.#aborted, { once: true })
  }

  run(): void {
    const { grant, signal } = this.#order
    if (signal.aborted) return this.#aborted()
    void this.#channel.open(grant.pass, signal).then((opened) => {
      if (!opened.ok) this.#fail(opened.error)
    })
  }

  #handshaking(): Phase {
    return {
      received: (payloadType, payload) => this.#received(payloadType, payload),
      progressed: () => undefined,
      closed: (output) => this.#fail(closingProblem(output)),
      dropped: (close) => this.#fail(earlyCloseProblem(close, new URL(this.#order.grant.pass.streamUrl).host)),
      unanswered: () => this.#timedOut(),
    }
  }

  #received(payloadType: number, payload: Buffer): void {
    if (payloadType === payloadTypes.handshakeRequest) return this.#answer(payload)
    if (payloadType === payloadTypes.handshakeComplete && this.#manner !== null) {
      return this.#open(this.#manner, customerMessageOf(payload))
    }
    if (payloadType !== payloadTypes.output) return
    this.#open({ kind: 'shell' }, '')
    this.#phase.received(payloadType, payload)
  }

  /** Where nothing was agreed the agent ends the session, with its reasons. */
  #answer(payload: Buffer): void {
    const agreement = agreeTo(payload, this.#order.settings.clientVersion)
    if (agreement === null) {
      return this.#fail(problemOf('HANDSHAKE_REJECTED', { reason: 'The handshake request could not be read' }))
    }
    this.#manner = agreement.manner
    this.#channel.send(payloadTypes.handshakeResponse, agreement.response)
  }

  #open(manner: SessionManner, customerMessage: string): void {
    const { grant, host, settings } = this.#order
    const channel = this.#channel
    this.#release()
    if (manner.kind === 'port') {
      const { agentVersion, properties } = manner
      const agreement = { properties, customerMessage }
      const session = new PortSession({ grant, host, channel, settings, agentVersion, agreement }, 'multiplexed')
      this.#phase = session
      return this.#resolve({ ok: true, value: { kind: 'port', session, properties, customerMessage } })
    }
    const session = new StreamSession({ host, channel, settings })
    this.#phase = session
    this.#resolve({ ok: true, value: { kind: manner.kind, session, customerMessage } })
  }

  #timedOut(): void {
    this.#fail(problemOf('HANDSHAKE_TIMED_OUT', { afterMs: this.#order.settings.handshakeTimeoutMs }))
  }

  #fail(problem: Problem): void {
    this.#release()
    this.#phase = nobody
    void this.#channel.close(politeCloseMs)
    this.#resolve({ ok: false, error: problem })
  }

  #release(): void {
    clearTimeout(this.#timer)
    this.#order.signal.removeEventListener('abort', this.#aborted)
  }
}

const nobody: Phase = {
  received: () => undefined,
  progressed: () => undefined,
  closed: () => undefined,
  dropped: () => undefined,
  unanswered: () => undefined,
}
