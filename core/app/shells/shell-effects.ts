import type { Settings } from '#contract/snapshot.ts'
import type { Clock } from '#domain/clock/clock.ts'
import type { SessionTimer } from '#domain/session/state.ts'
import type { ShellEffect } from '#domain/shell/event.ts'
import type { SessionGrant } from '#contract/relay.ts'
import type { IdentityPins } from '../sessions/pinned-identity.ts'
import type { PreferenceReader } from '../ports.ts'
import type { ShellRecordings } from '../recording-ports.ts'
import { RunningStarts } from '../sessions/running-starts.ts'
import type { SessionRequest } from '../sessions/session-request.ts'
import type { Sessions } from '../sessions/sessions.ts'
import { sessionTargetOf } from '../sessions/session-target.ts'
import { UnitTimers } from '../sessions/unit-timers.ts'
import { ShellSessionOwner } from './shell-session-owner.ts'
import type { ShellUnit } from './shell-unit.ts'

/** The longest reason that the service keeps. */
const reasonLength = 256

interface EffectDeps {
  readonly sessions: Sessions
  readonly clock: Clock
  readonly settings: { current(): Settings }
  readonly recordings: ShellRecordings
  readonly preferences: PreferenceReader
  readonly pins: IdentityPins
}

/** Carries out what the transitions of shells want done; holds their timers and their starts. */
export class ShellEffects {
  readonly #deps: EffectDeps
  readonly #timers: UnitTimers<ShellUnit>
  readonly #starts = new RunningStarts<ShellUnit, ShellSessionOwner>()

  constructor(deps: EffectDeps) {
    this.#deps = deps
    this.#timers = new UnitTimers(deps.clock)
  }

  run(unit: ShellUnit, effect: ShellEffect): void {
    const { sessions } = this.#deps
    switch (effect.type) {
      case 'start-attempt':
        return this.#start(unit, effect.attempt)
      case 'abandon-attempt':
        return this.#starts.abandon(unit, effect.attempt)
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
        return this.#timers.cancel(unit, effect.timer)
      case 'tell-silence':
        // A shell has no endpoint that could be silent.
        return undefined
    }
  }

  #start(unit: ShellUnit, attempt: number): void {
    const owner = new ShellSessionOwner(unit, attempt, this.#deps.pins)
    const signal = this.#starts.hold(unit, attempt, owner)
    void this.#startRecorded(unit, { ...this.#requestOf(unit), asker: 'user', access: 'ask', owner, signal })
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

  #carry(unit: ShellUnit, attempt: number): void {
    const owner = this.#starts.release(unit, attempt)
    const grant = owner?.grant ?? null
    if (owner === null || grant === null) return
    void this.#carryRecorded(unit, grant, owner)
    void this.#learnPreferences(unit, owner)
  }

  async #carryRecorded(unit: ShellUnit, grant: SessionGrant, owner: ShellSessionOwner): Promise<void> {
    const { sessionId } = grant
    const { recordings, sessions } = this.#deps
    const ordered = await recordings.orderFor({ request: unit.request, grant, targetName: unit.view().targetName })
    if (!owner.wants(sessionId)) return
    if (!ordered.ok) return unit.send({ type: 'session-failed', sessionId, problem: ordered.error })
    const recording = ordered.value
    if (recording !== null) unit.learn({ recording: { since: recording.header.startedAt, until: null } })
    sessions.carry({ ...grant, ...(recording === null ? {} : { recording }) }, owner)
  }

  /** A document of its own has its own limits, and may name its own user. */
  async #learnPreferences({ request }: ShellUnit, owner: ShellSessionOwner): Promise<void> {
    const { profile, region, target, program } = request
    if (program.run === 'shell' && program.document !== undefined) return
    owner.prefer(await this.#deps.preferences.preferencesOf({ profile, region }, target))
  }

  #schedule(unit: ShellUnit, timer: SessionTimer, at: number): void {
    const { name, sessionId } = timer
    this.#timers.schedule(unit, timer, at, () => unit.send({ type: `${name}-due`, sessionId, due: at }))
  }
}
