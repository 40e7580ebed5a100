import type { Duplex } from 'node:stream'
import type { Problem } from '#contract/problem.ts'
import type { SocketClose } from '../channel-socket.ts'
import { payloadTypes } from '../message.ts'
import { SessionLife, type SessionParts } from '../session-life.ts'
import type { MuxLink } from '../smux/mux.ts'
import { PlainPipe } from './plain-pipe.ts'

/** How long a session whose one connection was closed here may take to say goodbye. */
const goodbyeMs = 2_000

/** A session that is one connection: SSH. */
export class PipeSession {
  readonly sessionId: string
  readonly agentVersion: string | null
  readonly ended: Promise<Problem>
  readonly #life: SessionLife
  readonly #pipe: PlainPipe

  /** `link` carries the bytes; the channel itself unless they are encrypted. */
  constructor(parts: SessionParts, link: MuxLink = parts.channel) {
    this.sessionId = parts.grant.sessionId
    this.agentVersion = parts.agentVersion
    const pipe = new PlainPipe(link, parts.settings, () => void this.stop(goodbyeMs))
    this.#pipe = pipe
    this.#life = new SessionLife({
      ...parts,
      traffic: {
        get drained() {
          return pipe.drained
        },
        closeStreams: () => undefined,
        allClosedRemotely: true,
      },
      // What has arrived is still to be read; who stops the session has no reader any more.
      free: () => pipe.stream.closeRemotely(),
    })
    this.ended = this.#life.ended
  }

  get stream(): Duplex {
    return this.#pipe.stream
  }

  stop(deadlineMs: number): Promise<void> {
    return this.#life.stop(deadlineMs)
  }

  /** A stream message after the handshake. */
  received(payloadType: number, payload: Buffer): void {
    if (payloadType === payloadTypes.output) this.#pipe.stream.deliver(payload)
    else this.#life.log('debug', 'payload-ignored', { payloadType })
  }

  progressed(): void {
    this.#pipe.progress()
    this.#life.progressed()
  }

  closed(output: string): void {
    this.#life.closed(output)
  }

  unanswered(): void {
    this.#life.unanswered()
  }

  dropped(close: SocketClose): void {
    this.#life.dropped(close)
  }

  /** The session can not go on. */
  protected fail(problem: Problem): void {
    this.#life.end(problem)
  }
}
