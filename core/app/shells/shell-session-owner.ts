import type { Problem } from '#contract/problem.ts'
import type { SessionGrant } from '#contract/relay.ts'
import type { AccountPreferences } from '#contract/shells.ts'
import type { ConnectStep } from '#contract/status.ts'
import type { CallerIdentity } from '#contract/tunnel.ts'
import { heldToTunnel, type IdentityPins } from '../sessions/pinned-identity.ts'
import type { ResolvedTarget } from '../ports.ts'
import type { ResumeWait, SessionNews, SessionOwner } from '../sessions/session-request.ts'
import type { ShellUnit } from './shell-unit.ts'

/** With its session a recording ends. */
const endsRecording: ReadonlySet<SessionNews['type']> = new Set(['session-failed', 'session-lost', 'session-stopped'])

/** A start of a shell, and the session that comes of it: what is heard of them becomes facts and events of the shell. */
export class ShellSessionOwner implements SessionOwner {
  readonly logFields: Readonly<Record<string, string>>
  readonly identified: ((caller: CallerIdentity) => Problem | null) | undefined
  readonly #unit: ShellUnit
  readonly #attempt: number
  #grant: SessionGrant | null = null

  constructor(unit: ShellUnit, attempt: number, pins: IdentityPins) {
    this.logFields = { shellId: unit.id }
    this.identified = heldToTunnel(pins, unit.request)
    this.#unit = unit
    this.#attempt = attempt
  }

  /** The session that the service granted to the start, once it did. */
  get grant(): SessionGrant | null {
    return this.#grant
  }

  step(step: ConnectStep): void {
    this.#unit.send({ type: 'attempt-step', attempt: this.#attempt, step })
  }

  target({ name, id }: ResolvedTarget): void {
    this.#learn({ targetName: name, targetId: id })
  }

  granted(grant: SessionGrant): void {
    const { engine, sessionId } = grant
    this.#grant = grant
    this.#learn({ by: { engine: engine.name, version: engine.name === 'plugin' ? engine.version : null } })
    this.#unit.send({ type: 'session-granted', attempt: this.#attempt, sessionId })
  }

  /** What the account wants of the shell. */
  prefer(preferences: AccountPreferences | null): void {
    this.#learn({ preferences })
  }

  failed(problem: Problem): void {
    this.#unit.send({ type: 'attempt-failed', attempt: this.#attempt, problem })
  }

  wants(sessionId: string): boolean {
    const { session } = this.#unit.state
    return session.sessionId === sessionId && session.kind !== 'closing' && session.kind !== 'over'
  }

  /** Whoever has a shell open sits before it. */
  isWaitedFor(): boolean {
    return true
  }

  resumeWaits(wait: ResumeWait): void {
    this.#learn({ resumeWait: wait })
  }

  news(news: SessionNews): void {
    // The relay tells of the recording last, when nobody hears of the session any more.
    if (endsRecording.has(news.type) && this.#isCurrent()) this.#unit.recordingEnded('whole')
    switch (news.type) {
      case 'session-ready':
        this.#learn({ message: news.message ?? '' })
        return this.#unit.send({ type: 'session-ready', sessionId: news.sessionId })
      case 'session-lost':
        this.#learn({ exitCode: news.exitCode ?? null })
        return this.#unit.send({ type: 'session-lost', sessionId: news.sessionId, problem: news.problem })
      case 'recording-ended':
        if (this.#isCurrent()) this.#unit.recordingEnded(news.problem === null ? 'whole' : 'failed')
        return undefined
      case 'pass-needed':
      case 'session-resuming':
      case 'session-silent':
        this.#learn({ resumeWait: null })
        return this.#unit.send({ type: 'session-resuming', sessionId: news.sessionId })
      case 'session-failed':
      case 'session-stopped':
      case 'session-alive':
      case 'session-resumed':
        return this.#unit.send(news)
      default:
        // A shell has no far end beyond the target, and what is missing of its bytes comes by itself.
        return undefined
    }
  }

  #isCurrent(): boolean {
    return this.#unit.state.session.attempt === this.#attempt
  }

  /** Facts of a start that was given up are of no shell any more. */
  #learn(facts: Parameters<ShellUnit['learn']>[0]): void {
    if (this.#isCurrent()) this.#unit.learn(facts)
  }
}
