import type { Problem } from '#contract/problem.ts'
import type { SocketClose } from './channel-socket.ts'
import { SessionLife, type SessionParts } from './session-life.ts'
import type { Traffic } from './stopping.ts'

/** A session after its handshake, whatever it carries: what its channel reports goes to its life. */
export abstract class CarriedSession {
  readonly sessionId: string
  readonly agentVersion: string | null
  readonly ended: Promise<Problem>
  protected readonly life: SessionLife

  constructor(parts: SessionParts) {
    this.sessionId = parts.grant.sessionId
    this.agentVersion = parts.agentVersion
    this.life = new SessionLife({ ...parts, traffic: () => this.traffic, free: () => this.free() })
    this.ended = this.life.ended
  }

  /** What a stop brings to its end. */
  protected abstract readonly traffic: Traffic
  /** Ends what the session had open; it is over, whatever the reason. */
  protected abstract free(): void
  /** A stream message after the handshake. */
  abstract received(payloadType: number, payload: Buffer): void

  stop(deadlineMs: number): Promise<void> {
    return this.life.stop(deadlineMs)
  }

  /** Something was sent or acknowledged. */
  progressed(): void {
    this.life.progressed()
  }

  closed(output: string): void {
    this.life.closed(output)
  }

  unanswered(): void {
    this.life.unanswered()
  }

  /** Nothing came of the agent for a while: what can send something harmless that it acknowledges does so. */
  agentQuiet(): void {
    // A shell, or a single connection, has nothing that means nothing.
  }

  dropped(close: SocketClose): void {
    this.life.dropped(close)
  }

  protected ignored(payloadType: number): void {
    this.life.log('debug', 'payload-ignored', { payloadType })
  }
}
