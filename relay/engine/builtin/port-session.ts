import type { Duplex } from 'node:stream'
import { type Problem, problemOf } from '#contract/problem.ts'
import type { SessionGrant } from '#contract/relay.ts'
import type { EngineHost, EngineSession, SessionAgreement } from '../engine.ts'
import { isNewer, lastKeepaliveAgent } from './agent-version.ts'
import type { SocketClose } from './channel-socket.ts'
import { closingProblem } from './closing-text.ts'
import type { DataChannel } from './data-channel.ts'
import { flags, payloadTypes } from './message.ts'
import { Resumption } from './resumption.ts'
import type { BuiltinSettings } from './settings.ts'
import { Mux } from './smux/mux.ts'
import { flagPayload, Stopping } from './stopping.ts'

/** smux's own keepalive interval. */
const keepaliveMs = 10_000
/** An agent that says "failed" after so long waited for an answer that never came; a refusal comes at once. */
const slowFailureMs = 8_000
/** How long a socket that nobody needs any more may take to close by itself. */
const politeCloseMs = 500

export interface PortSessionParts {
  readonly grant: SessionGrant
  readonly host: EngineHost
  readonly channel: DataChannel
  readonly settings: BuiltinSettings
  readonly agentVersion: string
  readonly agreement: SessionAgreement
}

/** A port-forwarding session after its handshake: streams over a channel that is resumed whenever it drops. */
export class PortSession implements EngineSession {
  readonly sessionId: string
  readonly agentVersion: string
  readonly agreement: SessionAgreement
  readonly ended: Promise<Problem>
  readonly #parts: PortSessionParts
  readonly #mux: Mux
  readonly #resumption: Resumption
  readonly #over = new AbortController()
  #resolveEnded: (problem: Problem) => void = () => undefined
  #keepaliveTimer: NodeJS.Timeout | null = null
  #stopping: Stopping | null = null

  constructor(parts: PortSessionParts) {
    this.#parts = parts
    this.sessionId = parts.grant.sessionId
    this.agentVersion = parts.agentVersion
    this.agreement = parts.agreement
    this.ended = new Promise((resolve) => {
      this.#resolveEnded = resolve
    })
    this.#mux = new Mux(parts.channel, parts.settings)
    this.#resumption = new Resumption({
      renewPass: () => parts.host.renewPass(),
      open: (pass, signal) => parts.channel.open(pass, signal),
      failed: (problem, attempt) =>
        this.#log('warn', 'resume-failed', { code: problem.code, ...problem.details, attempt }),
      delayMs: parts.settings.resumeDelayMs,
    })
    if (!isNewer(parts.agentVersion, lastKeepaliveAgent)) {
      this.#keepaliveTimer = setInterval(() => this.#mux.keepAlive(), keepaliveMs)
    }
  }

  openStream(): Promise<Duplex> {
    return Promise.resolve(this.#mux.open())
  }

  probe(timeoutMs: number): Promise<number | null> {
    return this.#parts.channel.probe(timeoutMs)
  }

  stop(deadlineMs: number): Promise<void> {
    if (this.#stopping !== null) return this.#stopping.finished
    if (this.#over.signal.aborted) return Promise.resolve()
    this.#stopping = new Stopping(this.#parts.channel, this.#mux, deadlineMs)
    void this.#stopping.finished.then(() => this.#free())
    if (!this.#parts.channel.connected) this.#stopping.finish()
    return this.#stopping.finished
  }

  /** A stream message after the handshake. */
  received(payloadType: number, payload: Buffer): void {
    this.#resumption.proved()
    if (payloadType === payloadTypes.output) return this.#receivedOutput(payload)
    if (payloadType === payloadTypes.flag && payload.length >= 4) return this.#receivedFlag(payload.readUInt32BE(0))
    this.#log('debug', 'payload-ignored', { payloadType })
  }

  progressed(): void {
    this.#mux.progress()
    this.#stopping?.progressed()
  }

  closed(output: string): void {
    this.#end(closingProblem(output))
  }

  unanswered(): void {
    this.#end(
      problemOf('SESSION_DROPPED', {
        reason: 'The agent does not acknowledge',
        afterMs: this.#parts.settings.unansweredMs,
      }),
    )
  }

  dropped(close: SocketClose): void {
    this.#log('info', 'channel-dropped', { code: close.code, reason: close.reason })
    if (this.#stopping !== null) return this.#stopping.finish()
    void this.#resume()
  }

  async #resume(): Promise<void> {
    const resumed = await this.#resumption.run(this.#over.signal)
    if (this.#over.signal.aborted) return
    if (resumed.ok) this.#parts.host.resumed()
    else this.#end(resumed.error)
  }

  #receivedOutput(payload: Buffer): void {
    const fault = this.#mux.receive(payload)
    this.#stopping?.progressed()
    if (fault === null) return
    this.#parts.channel.send(payloadTypes.flag, flagPayload(flags.terminateSession))
    this.#end(problemOf('ENGINE_FAILED', { reason: fault }))
  }

  /** The message does not say which stream; the agent dials one after the other, so it is the oldest without an answer. */
  #receivedFlag(flag: number): void {
    if (flag !== flags.connectToPortError) return
    const { host, port } = this.#parts.grant.endpoint
    const code =
      this.#mux.longestUnansweredMs(performance.now()) >= slowFailureMs ? 'ENDPOINT_TIMED_OUT' : 'ENDPOINT_REFUSED'
    this.#parts.host.endpointFailed(problemOf(code, { host, port }))
  }

  #end(problem: Problem): void {
    if (this.#over.signal.aborted) return
    if (this.#stopping !== null) return this.#stopping.finish()
    this.#free()
    void this.#parts.channel.close(politeCloseMs)
    this.#resolveEnded(problem)
  }

  #free(): void {
    this.#over.abort()
    if (this.#keepaliveTimer !== null) clearInterval(this.#keepaliveTimer)
    this.#mux.end()
  }

  #log(level: 'debug' | 'info' | 'warn', event: string, fields: Readonly<Record<string, unknown>>): void {
    this.#parts.host.log(level, event, { sessionId: this.sessionId, ...fields })
  }
}
