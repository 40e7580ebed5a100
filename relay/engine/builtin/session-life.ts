import type { Problem } from '#contract/problem.ts'
import { problemOf } from '#domain/problem/problem.ts'
import type { EngineHost, SessionAgreement } from '../engine.ts'
import type { CarriedGrant } from './carried-grant.ts'
import { channelResumption } from './channel-resumption.ts'
import type { SocketClose } from './channel-socket.ts'
import { closingProblem } from '../closing-text.ts'
import type { DataChannel } from './data-channel.ts'
import type { Resumption } from './resumption.ts'
import type { BuiltinSettings } from './settings.ts'
import { Stopping, type Traffic } from './stopping.ts'

/** How long a socket that nobody needs any more may take to close by itself. */
export const politeCloseMs = 500
/** The share of a stop's deadline in which a resume under way may still bring back the channel for what was not sent. */
const resumeShare = 0.5

export interface SessionParts {
  readonly grant: CarriedGrant
  readonly host: EngineHost
  readonly channel: DataChannel
  readonly settings: BuiltinSettings
  readonly agentVersion: string | null
  readonly agreement: SessionAgreement
}

/** What a kind of session brings to its life. */
interface LifeDeps extends SessionParts {
  traffic(): Traffic
  /** Ends what the session had open; it is over, whatever the reason. */
  free(): void
}

/** What all kinds of session have in common: resumed whenever the channel drops, ended once, stopped by a deadline. */
export class SessionLife {
  readonly ended: Promise<Problem>
  readonly #deps: LifeDeps
  readonly #resumption: Resumption
  readonly #over = new AbortController()
  #resolveEnded: (problem: Problem) => void = () => undefined
  #stopping: Stopping | null = null

  constructor(deps: LifeDeps) {
    this.#deps = deps
    this.ended = new Promise((resolve) => {
      this.#resolveEnded = resolve
    })
    this.#resumption = channelResumption(deps)
  }

  stop(deadlineMs: number): Promise<void> {
    if (this.#stopping !== null) {
      this.#stopping.hurry(deadlineMs)
      return this.#stopping.finished
    }
    if (this.#over.signal.aborted) return Promise.resolve()
    const stopping = new Stopping(this.#deps.channel, this.#deps.traffic(), deadlineMs)
    this.#stopping = stopping
    const late = setTimeout(() => this.#finishUnlessConnected(), deadlineMs * resumeShare)
    void stopping.finished.then(() => {
      clearTimeout(late)
      this.#free()
    })
    if (this.#isDelivered) this.#finishUnlessConnected()
    return stopping.finished
  }

  /** Something was sent, acknowledged or received. */
  progressed(): void {
    this.#stopping?.progressed()
  }

  closed(output: string): void {
    this.end(closingProblem(output))
  }

  unanswered(): void {
    this.end(
      problemOf('SESSION_DROPPED', {
        said: 'The agent does not acknowledge',
        afterMs: this.#deps.settings.unansweredMs,
      }),
    )
  }

  dropped(close: SocketClose): void {
    this.log('info', 'channel-dropped', { code: close.code, reason: close.reason })
    if (this.#stopping !== null) return this.#stopping.finish()
    void this.#resume()
  }

  /** The session is over for this reason. */
  end(problem: Problem): void {
    if (this.#over.signal.aborted) return
    if (this.#stopping !== null) return this.#stopping.finish()
    this.#free()
    void this.#deps.channel.close(politeCloseMs)
    this.#resolveEnded(problem)
  }

  log(level: 'debug' | 'info' | 'warn', event: string, fields: Readonly<Record<string, unknown>>): void {
    this.#deps.host.log(level, event, { sessionId: this.#deps.grant.sessionId, ...fields })
  }

  /** True when nothing is left that a resume could still carry. */
  get #isDelivered(): boolean {
    return this.#deps.traffic().drained && this.#deps.channel.settled
  }

  #finishUnlessConnected(): void {
    if (!this.#deps.channel.connected) this.#stopping?.finish()
  }

  async #resume(): Promise<void> {
    const resumed = await this.#resumption.run(this.#over.signal)
    if (this.#over.signal.aborted) return
    if (resumed.ok) this.#deps.host.resumed()
    else this.end(resumed.error)
  }

  #free(): void {
    this.#over.abort()
    this.#deps.free()
  }
}
