import type { Duplex } from 'node:stream'
import type { Problem } from '#contract/problem.ts'
import { CarriedSession } from '../carried-session.ts'
import { payloadTypes } from '../message.ts'
import type { SessionParts } from '../session-life.ts'
import type { MuxLink } from '../smux/mux.ts'
import type { Traffic } from '../stopping.ts'
import { PlainPipe } from './plain-pipe.ts'

/** How long a session whose one connection was closed here may take to say goodbye. */
const goodbyeMs = 2_000

/** A session that is one connection: SSH. */
export class PipeSession extends CarriedSession {
  protected readonly traffic: Traffic
  readonly #pipe: PlainPipe

  /** `link` carries the bytes; the channel itself unless they are encrypted. */
  constructor(parts: SessionParts, link: MuxLink = parts.channel) {
    super(parts)
    const pipe = new PlainPipe(link, parts.settings, () => void this.stop(goodbyeMs))
    this.#pipe = pipe
    this.traffic = {
      get drained() {
        return pipe.drained
      },
      closeStreams: () => undefined,
      allClosedRemotely: true,
    }
  }

  get stream(): Duplex {
    return this.#pipe.stream
  }

  received(payloadType: number, payload: Buffer): void {
    if (payloadType === payloadTypes.output) this.#pipe.stream.deliver(payload)
    else this.ignored(payloadType)
  }

  override progressed(): void {
    this.#pipe.progress()
    super.progressed()
  }

  /** The session can not go on. */
  protected fail(problem: Problem): void {
    this.life.end(problem)
  }

  /** What has arrived is still to be read; who stops the session has no reader any more. */
  protected free(): void {
    this.#pipe.stream.closeRemotely()
  }
}
