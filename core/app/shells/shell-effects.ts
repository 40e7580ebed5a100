import type { Settings } from '#contract/snapshot.ts'
import type { ShellTarget } from '#contract/shells.ts'
import type { Clock } from '#domain/clock/clock.ts'
import type { SessionTimer } from '#domain/session/state.ts'
import { timerKey } from '#domain/session/timers.ts'
import type { ShellEffect } from '#domain/shell/event.ts'
import type { SessionGrant } from '#contract/relay.ts'
import type { SessionTarget, ShellRecordings } from '../ports.ts'
import type { SessionRequest } from '../sessions/session-request.ts'
import type { Sessions } from '../sessions/sessions.ts'
import { ShellSessionOwner } from './shell-session-owner.ts'
import type { ShellUnit } from './shell-unit.ts'

/** The longest reason that the service keeps. */
const reasonLength = 256

interface EffectDeps {
  readonly sessions: Sessions
  readonly clock: Clock
  readonly settings: { current(): Settings }
  readonly recordings: ShellRecordings
}

/** What runs for one shell beside its state. */
interface Running {
  /** By {@link timerKey}. */
  readonly timers: Map<string, () => void>
  /** By attempt. */
  readonly starts: Map<number, { readonly abort: AbortController; readonly owner: ShellSessionOwner }>
}

/** Carries out what the transitions of shells want done; holds their timers and their starts. */
export class ShellEffects {
  readonly #deps: EffectDeps
  readonly #running = new WeakMap<ShellUnit, Running>()

  constructor(deps: EffectDeps) {
    this.#deps = deps
  }

  run(unit: ShellUnit, effect: ShellEffect): void {
    const { sessions } = this.#deps
    switch (effect.type) {
      case 'start-attempt':
        return this.#start(unit, effect.attempt)
      case 'abandon-attempt':
        return this.#abandon(unit, effect.attempt)
      case 'carry-session':
        return this.#carry(unit, effect.attempt)
      case 'stop-session':
        return sessions.stop(effect.sessionId, effect.deadlineMs)
      case 'terminate-session':
        return sessions.terminate(effect.sessionId)
      case 'check-sessions':
        return sessions.check()
      case 'schedule':
        return this.#schedule(unit, effect.timer, effect.at)
      case 'cancel':
        return this.#cancel(unit, effect.timer)
      case 'tell-silence':
        // A shell has no endpoint that could be silent.
        return undefined
    }
  }

  #of(unit: ShellUnit): Running {
    const known = this.#running.get(unit) ?? { timers: new Map(), starts: new Map() }
    this.#running.set(unit, known)
    return known
  }

  #start(unit: ShellUnit, attempt: number): void {
    const abort = new AbortController()
    const owner = new ShellSessionOwner(unit, attempt)
    this.#of(unit).starts.set(attempt, { abort, owner })
    void this.#startRecorded(unit, { ...this.#requestOf(unit), asker: 'user', owner, signal: abort.signal })
  }

  /** A shell that has to be recorded and can not be asks for no session. */
  async #startRecorded({ request }: ShellUnit, start: SessionRequest): Promise<void> {
    const trouble = await this.#deps.recordings.troubleWith(request)
    if (start.signal.aborted) return
    if (trouble === null) this.#deps.sessions.start(start)
    else start.owner.failed(trouble)
  }

  #requestOf({ request, size }: ShellUnit): Pick<SessionRequest, 'place' | 'target' | 'purpose' | 'reason' | 'engine'> {
    const { profile, region, target, program, name, reason, engine } = request
    return {
      place: { profile, region },
      target: sessionTargetOf(target),
      purpose: { for: 'shell', program, size },
      reason: (reason || `Culvert: ${name}`).slice(0, reasonLength),
      engine: engine ?? this.#deps.settings.current().engine,
    }
  }

  #abandon(unit: ShellUnit, attempt: number): void {
    const { starts } = this.#of(unit)
    starts.get(attempt)?.abort.abort()
    starts.delete(attempt)
  }

  #carry(unit: ShellUnit, attempt: number): void {
    const { starts } = this.#of(unit)
    const owner = starts.get(attempt)?.owner
    const grant = owner?.grant ?? null
    starts.delete(attempt)
    if (owner !== undefined && grant !== null) void this.#carryRecorded(unit, grant, owner)
  }

  async #carryRecorded(unit: ShellUnit, grant: SessionGrant, owner: ShellSessionOwner): Promise<void> {
    const { sessionId } = grant
    const { recordings, sessions } = this.#deps
    const ordered = await recordings.orderFor({ request: unit.request, grant, targetName: unit.view().targetName })
    if (!owner.wants(sessionId)) return
    if (!ordered.ok) return unit.send({ type: 'session-failed', sessionId, problem: ordered.error })
    const recording = ordered.value
    if (recording !== null) unit.learn({ recordedSince: recording.header.startedAt })
    sessions.carry({ ...grant, ...(recording === null ? {} : { recording }) }, owner)
  }

  #schedule(unit: ShellUnit, timer: SessionTimer, at: number): void {
    const { clock } = this.#deps
    const { timers } = this.#of(unit)
    this.#cancel(unit, timer)
    const stop = clock.after(Math.max(0, at - clock.now()), () => {
      timers.delete(timerKey(timer))
      unit.send({ type: `${timer.name}-due`, sessionId: timer.sessionId, due: at })
    })
    timers.set(timerKey(timer), stop)
  }

  #cancel(unit: ShellUnit, timer: SessionTimer): void {
    const { timers } = this.#of(unit)
    timers.get(timerKey(timer))?.()
    timers.delete(timerKey(timer))
  }
}

function sessionTargetOf(target: ShellTarget): SessionTarget {
  switch (target.on) {
    case 'node':
      return { by: 'id', id: target.id }
    case 'rule':
      return target.rule
    case 'container':
      return { by: 'container', cluster: target.cluster, task: target.task, container: target.container }
  }
}
