import type { FileAsk, FileOpening } from '#contract/file-relay.ts'
import type { FileRequest } from '#contract/files.ts'
import type { Problem } from '#contract/problem.ts'
import type { SessionGrant } from '#contract/relay.ts'
import type { ConnectStep } from '#contract/status.ts'
import type { CallerIdentity } from '#contract/tunnel.ts'
import type { SessionTimer } from '#domain/session/state.ts'
import type { FileWay } from '#domain/file-session/carrier.ts'
import type { FileFacts } from '#domain/file-session/status.ts'
import type { ShellEffect, ShellOccurrence } from '#domain/shell/event.ts'
import type { ShellState } from '#domain/shell/state.ts'
import { heldToTunnel, type IdentityPins } from '../sessions/pinned-identity.ts'
import type { ResolvedTarget, StartPurpose } from '../ports.ts'
import { RunningStarts } from '../sessions/running-starts.ts'
import type { SessionNews, SessionOwner, SessionRequest } from '../sessions/session-request.ts'
import { sessionTargetOf } from '../sessions/session-target.ts'
import { UnitTimers } from '../sessions/unit-timers.ts'
import type { FilesDeps } from './file-deps.ts'

/** Where an SSH server listens on a target. */
const sshPort = 22
/** Nobody looks at the terminal of a shell that carries files. */
const size = { columns: 200, rows: 50 }

/** The file session that the runs are for. */
export interface CarriedFiles {
  readonly id: string
  readonly request: FileRequest
  readonly way: FileWay
  readonly state: ShellState
  readonly targetId: string | null
  /** How the relay is to open the files. */
  opening(): FileOpening
  send(occurrence: ShellOccurrence): void
  learnTarget(target: { readonly id: string; readonly name: string | null }): void
  learnEngine(by: FileFacts['by']): void
}

/** Carries out what the transitions of a file session want done; holds its timers and its starts. */
export class SessionRuns {
  readonly #unit: CarriedFiles
  readonly #deps: FilesDeps
  readonly #timers: UnitTimers<CarriedFiles>
  readonly #starts = new RunningStarts<CarriedFiles, FileSessionOwner>()

  constructor(unit: CarriedFiles, deps: FilesDeps) {
    this.#unit = unit
    this.#deps = deps
    this.#timers = new UnitTimers(deps.clock)
  }

  run(effect: ShellEffect): void {
    const { sessions } = this.#deps
    switch (effect.type) {
      case 'start-attempt':
        return this.#start(effect.attempt)
      case 'abandon-attempt':
        return this.#starts.abandon(this.#unit, effect.attempt)
      case 'carry-session':
        return this.#carry(effect.attempt)
      case 'stop-session':
        return sessions.stop(effect.sessionId, effect.deadlineMs)
      case 'terminate-session':
        return sessions.terminate(effect.sessionId)
      case 'check-sessions':
        return sessions.check()
      case 'schedule':
        return this.#schedule(effect.timer, effect.at)
      case 'cancel':
        return this.#timers.cancel(this.#unit, effect.timer)
      case 'tell-silence':
        // Files have no endpoint that could be silent.
        return undefined
    }
  }

  /** Asks something of the files of a session; of none, nothing. */
  ask(sessionId: string | null, ask: FileAsk): void {
    if (sessionId !== null) this.#deps.relay.order({ type: 'files', sessionId, ask })
  }

  /** Puts a key on the target that the relay has made for this session alone. */
  async pushKey(sessionId: string, user: string, publicKey: string): Promise<void> {
    const { profile, region } = this.#unit.request
    const targetId = this.#unit.targetId ?? ''
    const pushed = await this.#deps.pushKey({ profile, region }, targetId, { user, publicKey: publicKey.trim() })
    if (!pushed.ok) this.#deps.log.info('files.key-not-pushed', { fileSession: this.#unit.id, code: pushed.error.code })
    this.ask(sessionId, { do: 'use-key', problem: pushed.ok ? null : pushed.error })
  }

  #start(attempt: number): void {
    const { request, way } = this.#unit
    const { profile, region, target, name, engine } = request
    const owner = new FileSessionOwner(this.#unit, attempt, this.#deps.pins)
    const signal = this.#starts.hold(this.#unit, attempt, owner)
    const purpose: StartPurpose =
      way === 'ssh' ? { for: 'stdio', port: sshPort } : { for: 'shell', program: { run: 'shell' }, size }
    void this.#startLogged({
      place: { profile, region },
      target: sessionTargetOf(target),
      purpose,
      reason: `Culvert: files, ${name}`.slice(0, 256),
      engine: engine ?? this.#deps.settings.current().engine,
      asker: 'user',
      access: 'ask',
      ...{ owner, signal },
    })
  }

  /** Where transfers have to be written down and can not be, no session is asked for. */
  async #startLogged(start: SessionRequest): Promise<void> {
    const { transferLog, sessions } = this.#deps
    const { environment } = this.#unit.request
    const trouble = transferLog.isKept(environment) ? await transferLog.troubleWith(environment) : null
    if (start.signal.aborted) return
    if (trouble === null) sessions.start(start)
    else start.owner.failed(trouble)
  }

  #carry(attempt: number): void {
    const owner = this.#starts.release(this.#unit, attempt)
    const grant = owner?.grant ?? null
    if (owner === null || grant === null) return
    this.#deps.sessions.carry({ ...grant, files: this.#unit.opening() }, owner)
  }

  #schedule(timer: SessionTimer, at: number): void {
    const { name, sessionId } = timer
    const due = (): void => this.#unit.send({ type: `${name}-due`, sessionId, due: at })
    this.#timers.schedule(this.#unit, timer, at, due)
  }
}

/** What is heard of a start and of its session becomes facts and events of the file session. */
class FileSessionOwner implements SessionOwner {
  readonly logFields: Readonly<Record<string, string>>
  readonly identified: ((caller: CallerIdentity) => Problem | null) | undefined
  readonly #unit: CarriedFiles
  readonly #attempt: number
  /** What the service granted to the start, once it did. */
  grant: SessionGrant | null = null

  constructor(unit: CarriedFiles, attempt: number, pins: IdentityPins) {
    this.identified = heldToTunnel(pins, unit.request)
    this.logFields = { fileSession: unit.id }
    this.#unit = unit
    this.#attempt = attempt
  }

  step(step: ConnectStep): void {
    this.#unit.send({ type: 'attempt-step', attempt: this.#attempt, step })
  }

  target({ name, id }: ResolvedTarget): void {
    if (this.#unit.state.session.attempt === this.#attempt) this.#unit.learnTarget({ name, id })
  }

  granted(grant: SessionGrant): void {
    const { engine, sessionId } = grant
    this.grant = grant
    const version = engine.name === 'plugin' ? engine.version : null
    if (this.#unit.state.session.attempt === this.#attempt) this.#unit.learnEngine({ engine: engine.name, version })
    this.#unit.send({ type: 'session-granted', attempt: this.#attempt, sessionId })
  }

  failed(problem: Problem): void {
    this.#unit.send({ type: 'attempt-failed', attempt: this.#attempt, problem })
  }

  wants(sessionId: string): boolean {
    const { session } = this.#unit.state
    return session.sessionId === sessionId && session.kind !== 'closing' && session.kind !== 'over'
  }

  /** Whoever looks at files sits before them. */
  isWaitedFor(): boolean {
    return true
  }

  news(news: SessionNews): void {
    switch (news.type) {
      case 'session-ready':
      case 'session-lost':
      case 'session-failed':
      case 'session-stopped':
      case 'session-alive':
      case 'session-resumed':
        return this.#unit.send(news)
      case 'pass-needed':
      case 'session-resuming':
      case 'session-silent':
        return this.#unit.send({ type: 'session-resuming', sessionId: news.sessionId })
      default:
        return undefined
    }
  }
}
