import type { FileAsk, FileOpening } from '#contract/file-relay.ts'
import type { FileRequest } from '#contract/files.ts'
import type { Problem } from '#contract/problem.ts'
import type { SessionGrant } from '#contract/relay.ts'
import type { ConnectStep } from '#contract/status.ts'
import type { SessionTimer } from '#domain/session/state.ts'
import { timerKey } from '#domain/session/timers.ts'
import type { FileWay } from '#domain/file-session/carrier.ts'
import type { FileFacts } from '#domain/file-session/status.ts'
import type { ShellEffect, ShellOccurrence } from '#domain/shell/event.ts'
import type { ShellState } from '#domain/shell/state.ts'
import type { ResolvedTarget, SessionTarget, StartPurpose } from '../ports.ts'
import type { SessionNews, SessionOwner } from '../sessions/session-request.ts'
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

/** One start, and the session that comes of it. */
interface Run {
  readonly abort: AbortController
  grant: SessionGrant | null
}

/** Carries out what the transitions of a file session want done; holds its timers and its starts. */
export class SessionRuns {
  readonly #unit: CarriedFiles
  readonly #deps: FilesDeps
  readonly #timers = new Map<string, () => void>()
  readonly #starts = new Map<number, Run>()

  constructor(unit: CarriedFiles, deps: FilesDeps) {
    this.#unit = unit
    this.#deps = deps
  }

  run(effect: ShellEffect): void {
    const { sessions } = this.#deps
    switch (effect.type) {
      case 'start-attempt':
        return this.#start(effect.attempt)
      case 'abandon-attempt':
        this.#starts.get(effect.attempt)?.abort.abort()
        return void this.#starts.delete(effect.attempt)
      case 'carry-session':
        return this.#carry(effect.attempt)
      case 'stop-session':
        return sessions.stop(effect.sessionId, effect.deadlineMs)
      case 'terminate-session':
        this.#deps.relay.order({ type: 'drop-files', sessionId: effect.sessionId })
        return sessions.terminate(effect.sessionId)
      case 'check-sessions':
        return sessions.check()
      case 'schedule':
        return this.#schedule(effect.timer, effect.at)
      case 'cancel':
        return this.#cancel(effect.timer)
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
    const run: Run = { abort: new AbortController(), grant: null }
    this.#starts.set(attempt, run)
    const purpose: StartPurpose =
      way === 'ssh' ? { for: 'stdio', port: sshPort } : { for: 'shell', program: { run: 'shell' }, size }
    this.#deps.sessions.start({
      place: { profile, region },
      target: sessionTargetOf(target),
      purpose,
      reason: `Culvert: files, ${name}`.slice(0, 256),
      engine: engine ?? this.#deps.settings.current().engine,
      asker: 'user',
      owner: new FileSessionOwner(this.#unit, attempt, run),
      signal: run.abort.signal,
    })
  }

  #carry(attempt: number): void {
    const run = this.#starts.get(attempt)
    this.#starts.delete(attempt)
    if (run === undefined || run.grant === null) return
    const owner = new FileSessionOwner(this.#unit, attempt, run)
    this.#deps.sessions.carry({ ...run.grant, files: this.#unit.opening() }, owner)
  }

  #schedule(timer: SessionTimer, at: number): void {
    const { clock } = this.#deps
    this.#cancel(timer)
    const stop = clock.after(Math.max(0, at - clock.now()), () => {
      this.#timers.delete(timerKey(timer))
      this.#unit.send({ type: `${timer.name}-due`, sessionId: timer.sessionId, due: at })
    })
    this.#timers.set(timerKey(timer), stop)
  }

  #cancel(timer: SessionTimer): void {
    this.#timers.get(timerKey(timer))?.()
    this.#timers.delete(timerKey(timer))
  }
}

/** What is heard of a start and of its session becomes facts and events of the file session. */
class FileSessionOwner implements SessionOwner {
  readonly logFields: Readonly<Record<string, string>>
  readonly #unit: CarriedFiles
  readonly #attempt: number
  readonly #run: Run

  constructor(unit: CarriedFiles, attempt: number, run: Run) {
    this.logFields = { fileSession: unit.id }
    this.#unit = unit
    this.#attempt = attempt
    this.#run = run
  }

  step(step: ConnectStep): void {
    this.#unit.send({ type: 'attempt-step', attempt: this.#attempt, step })
  }

  target({ name, id }: ResolvedTarget): void {
    if (this.#unit.state.session.attempt === this.#attempt) this.#unit.learnTarget({ name, id })
  }

  granted(grant: SessionGrant): void {
    const { engine, sessionId } = grant
    this.#run.grant = grant
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
        return this.#unit.send({ type: 'session-resuming', sessionId: news.sessionId })
      default:
        return undefined
    }
  }
}

function sessionTargetOf(target: FileRequest['target']): SessionTarget {
  switch (target.on) {
    case 'node':
      return { by: 'id', id: target.id }
    case 'rule':
      return target.rule
    case 'container':
      return { by: 'container', cluster: target.cluster, task: target.task, container: target.container }
  }
}
