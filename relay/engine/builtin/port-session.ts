import type { Duplex } from 'node:stream'
import { problemOf } from '#domain/problem/problem.ts'
import type { EngineSession, ProbeAnswer, SessionAgreement } from '../engine.ts'
import { isNewer, lastKeepaliveAgent } from './agent-version.ts'
import { SingleFile } from './basic/single-file.ts'
import { CarriedSession } from './carried-session.ts'
import { flags, payloadTypes } from './message.ts'
import type { SessionParts } from './session-life.ts'
import type { FrameFault } from './smux/frame.ts'
import { Mux } from './smux/mux.ts'
import { flagPayload, type Traffic } from './stopping.ts'

/** smux's own keepalive interval. */
const keepaliveMs = 10_000
/**
 * A session that carried nothing for so long (ms) is asked for no more signs of life. They count as use with the service, and an account's
 * own limit for idle sessions (1 to 60 minutes) is to hold: it may come so much later and no more.
 */
const usedLatelyMs = 60_000
/** An agent that says "failed" after so long waited for an answer that never came; a refusal comes at once. */
const slowFailureMs = 8_000

/** How connections share a port session: all at once inside smux, or one after the other with an old agent. */
export type PortMode = 'multiplexed' | 'basic'

/** Connections over one ordered byte stream. */
interface Connections extends Traffic {
  open(): Duplex | Promise<Duplex>
  /** Bytes of the session, in order. A fault makes the session unusable. */
  receive(bytes: Buffer): FrameFault | null
  progress(): void
  longestUnansweredMs(now: number): number
  end(): void
}

/** A port-forwarding session after its handshake: streams over a channel that is resumed whenever it drops. */
export class PortSession extends CarriedSession implements EngineSession {
  readonly agreement: SessionAgreement
  readonly mode: PortMode
  protected readonly traffic: Connections
  readonly #parts: SessionParts
  #keepaliveTimer: NodeJS.Timeout | null = null
  /** Long ago, while nothing was carried yet: then nobody waits for the agent, and the limit is to come when it is due. */
  #usedAt = -Infinity
  #askForLife: () => void = () => undefined

  constructor(parts: SessionParts, mode: PortMode) {
    super(parts)
    this.mode = mode
    this.#parts = parts
    this.agreement = parts.agreement
    this.traffic = mode === 'basic' ? new SingleFile(parts.channel, parts.settings) : this.#multiplex()
  }

  async openStream(): Promise<Duplex> {
    this.#usedAt = performance.now()
    return this.traffic.open()
  }

  probe(timeoutMs: number): Promise<ProbeAnswer> {
    return this.#parts.channel.probe(timeoutMs)
  }

  received(payloadType: number, payload: Buffer): void {
    if (payloadType === payloadTypes.output) return this.#receivedOutput(payload)
    if (payloadType === payloadTypes.flag && payload.length >= 4) return this.#receivedFlag(payload.readUInt32BE(0))
    this.ignored(payloadType)
  }

  override agentQuiet(): void {
    if (performance.now() - this.#usedAt < usedLatelyMs) this.#askForLife()
  }

  override progressed(): void {
    this.traffic.progress()
    super.progressed()
  }

  #multiplex(): Mux {
    const mux = new Mux(this.#parts.channel, this.#parts.settings, {
      readerStalled: (streamId, unreadBytes) => this.life.log('warn', 'reader-stalled', { streamId, unreadBytes }),
    })
    if (!isNewer(this.agentVersion ?? '', lastKeepaliveAgent)) {
      this.#keepaliveTimer = setInterval(() => mux.keepAlive(), keepaliveMs)
    }
    this.#askForLife = () => mux.keepAlive()
    return mux
  }

  #receivedOutput(payload: Buffer): void {
    this.#usedAt = performance.now()
    const fault = this.traffic.receive(payload)
    this.life.progressed()
    if (fault === null) return
    this.#parts.channel.send(payloadTypes.flag, flagPayload(flags.terminateSession))
    this.life.end(problemOf('ENGINE_FAILED', { reason: 'bad-stream', said: fault }))
  }

  /** The message does not say which stream; the agent dials one after the other, so it is the oldest without an answer. */
  #receivedFlag(flag: number): void {
    if (flag !== flags.connectToPortError) return
    const { purpose } = this.#parts.grant
    const waited = this.traffic.longestUnansweredMs(performance.now())
    const code = waited >= slowFailureMs ? 'ENDPOINT_TIMED_OUT' : 'ENDPOINT_REFUSED'
    this.#parts.host.endpointFailed(problemOf(code, purpose?.for === 'forward' ? purpose.endpoint : {}))
  }

  protected free(): void {
    if (this.#keepaliveTimer !== null) clearInterval(this.#keepaliveTimer)
    this.traffic.end()
  }
}
