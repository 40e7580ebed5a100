import type { Result } from '#contract/result.ts'
import type { ShellRequest, ShellView, TerminalSize } from '#contract/shells.ts'
import type { Settings } from '#contract/snapshot.ts'
import { within, type Clock } from '#domain/clock/clock.ts'
import { createListeners, type Unsubscribe } from '#domain/listeners/listeners.ts'
import { fail, ok } from '#domain/result.ts'
import { shownSession } from '#domain/shell/state.ts'
import type { IdentityPins } from '../sessions/pinned-identity.ts'
import type { PreferenceReader, RelayLink } from '../ports.ts'
import type { ShellRecordings } from '../recording-ports.ts'
import { relabelled, type EnvironmentOf } from '../relabelled.ts'
import type { Sessions } from '../sessions/sessions.ts'
import { ShellEffects } from './shell-effects.ts'
import { ShellUnit, type ShellHost } from './shell-unit.ts'

/** More than anybody looks at; what asks for more is no person. */
export const mostShells = 100
/** The relay's part of the time for the end; it may take a second longer to see that a program is gone. */
const relayShare = 0.5

/** What shells need of the world. */
export interface ShellsDeps {
  readonly relay: RelayLink
  readonly sessions: Sessions
  readonly clock: Clock
  readonly settings: { current(): Settings }
  readonly recordings: ShellRecordings
  readonly preferences: PreferenceReader
  readonly pins: IdentityPins
  /** Makes the id of a new shell; `crypto.randomUUID`. */
  readonly newId: () => string
}

/** The shells of all windows. Each belongs to the window that opened it: to another one it is as unknown as if it were not there. */
export interface Shells {
  views(): readonly ShellView[]
  /** SHELLS_TOO_MANY. */
  open(window: string, request: ShellRequest, size: TerminalSize): Result<{ readonly id: string }>
  /** What a shell was asked for as. SHELL_UNKNOWN. */
  requestOf(window: string, id: string): Result<ShellRequest>
  /** What each shell of a window was asked for as, those that are over among them. */
  requestsIn(window: string): readonly ShellRequest[]
  /** A shell that is over gets another session, in its place, for what its account is for by now. */
  again(window: string, id: string, size: TerminalSize, environment: string | null): Result<void>
  /** Asks of each shell what its account is for by now; its session goes on as it was opened. */
  relabel(environmentOf: EnvironmentOf<ShellRequest>): Promise<void>
  /** One that waits to be resumed is tried now. */
  retry(window: string, id: string): Result<void>
  /** Ends the session; the shell is still shown. */
  end(window: string, id: string): Result<void>
  /** Ends the session and forgets the shell. */
  close(window: string, id: string): Result<void>
  rename(window: string, id: string, name: string): Result<void>
  /** The session whose bytes a page of this window may see. SHELL_NOT_OPEN while there is none. */
  shown(window: string, id: string): Result<string>
  slept(): void
  woke(): void
  setOnline(online: boolean): void
  onChange(listener: (view: ShellView) => void): Unsubscribe
  onRemoved(listener: (id: string) => void): Unsubscribe
  /** Has the relay stop every shell's session, within the deadline. What is left at the service then is for whoever ends all sessions. */
  dispose(deadlineMs: number): Promise<void>
}

/** Creates the desk, with no shell open. */
export function createShells(deps: ShellsDeps): Shells {
  return new Desk(deps)
}

class Desk implements Shells {
  readonly #deps: ShellsDeps
  readonly #units = new Map<string, ShellUnit>()
  /** Forgotten by windows, and not over yet. */
  readonly #leaving = new Set<ShellUnit>()
  readonly #changes = createListeners<ShellView>()
  readonly #removals = createListeners<string>()
  readonly onChange = this.#changes.subscribe
  readonly onRemoved = this.#removals.subscribe
  readonly #host: ShellHost
  readonly #stopListening: Unsubscribe
  #isOnline = true
  #phase: 'running' | 'disposed' = 'running'

  constructor(deps: ShellsDeps) {
    this.#deps = deps
    const effects = new ShellEffects(deps)
    this.#host = {
      clock: deps.clock,
      isOnline: () => this.#isOnline,
      run: (unit, effect) => effects.run(unit, effect),
      changed: (unit) => {
        if (this.#units.get(unit.id) === unit) this.#changes.tell(unit.view())
      },
    }
    this.#stopListening = deps.relay.onStopped(() => this.#tellAll({ type: 'relay-stopped' }))
  }

  views(): readonly ShellView[] {
    return [...this.#units.values()].map((unit) => unit.view())
  }

  open(window: string, request: ShellRequest, size: TerminalSize): Result<{ readonly id: string }> {
    if (this.#phase === 'disposed') return fail('RELAY_STOPPED', {})
    if (this.#units.size >= mostShells) return fail('SHELLS_TOO_MANY', { most: mostShells })
    const id = this.#deps.newId()
    const unit = new ShellUnit({ id, window, request, size }, this.#host)
    this.#units.set(id, unit)
    unit.begin()
    return ok({ id })
  }

  requestOf(window: string, id: string): Result<ShellRequest> {
    const unit = this.#find(window, id)
    return unit === null ? fail('SHELL_UNKNOWN', {}) : ok(unit.request)
  }

  requestsIn(window: string): readonly ShellRequest[] {
    return [...this.#units.values()].filter((unit) => unit.window === window).map(({ request }) => request)
  }

  again(window: string, id: string, size: TerminalSize, environment: string | null): Result<void> {
    return this.#with(window, id, (unit) => {
      if (this.#phase === 'disposed' || unit.state.session.kind !== 'over') return
      this.#dropHosted(unit)
      unit.request = { ...unit.request, environment }
      unit.size = size
      unit.send({ type: 'again' })
    })
  }

  relabel(environmentOf: EnvironmentOf<ShellRequest>): Promise<void> {
    return relabelled([...this.#units.values()], environmentOf, (unit) => this.#host.changed(unit))
  }

  retry(window: string, id: string): Result<void> {
    return this.#with(window, id, ({ state: { session } }) => {
      if (session.kind === 'checking') this.#deps.sessions.resumeNow(session.sessionId)
    })
  }

  end(window: string, id: string): Result<void> {
    return this.#with(window, id, (unit) => unit.send({ type: 'end' }))
  }

  close(window: string, id: string): Result<void> {
    return this.#with(window, id, (unit) => {
      this.#units.delete(id)
      this.#leaving.add(unit)
      this.#dropHosted(unit)
      this.#removals.tell(id)
      unit.send({ type: 'end' })
      void unit.over().then(() => this.#leaving.delete(unit))
    })
  }

  rename(window: string, id: string, name: string): Result<void> {
    return this.#with(window, id, (unit) => {
      unit.request = { ...unit.request, name }
      this.#host.changed(unit)
    })
  }

  shown(window: string, id: string): Result<string> {
    const unit = this.#find(window, id)
    if (unit === null) return fail('SHELL_UNKNOWN', {})
    const sessionId = shownSession(unit.state)
    return sessionId === null ? fail('SHELL_NOT_OPEN', {}) : ok(sessionId)
  }

  slept(): void {
    this.#tellAll({ type: 'slept' })
  }

  woke(): void {
    this.#tellAll({ type: 'woke' })
  }

  setOnline(online: boolean): void {
    if (online === this.#isOnline) return
    this.#isOnline = online
    this.#tellAll({ type: online ? 'online' : 'offline' })
  }

  async dispose(deadlineMs: number): Promise<void> {
    this.#phase = 'disposed'
    const { clock } = this.#deps
    const units = this.#all()
    for (const unit of units) unit.send({ type: 'end', withinMs: Math.round(deadlineMs * relayShare) })
    await within(clock, deadlineMs, Promise.all(units.map((unit) => unit.over())))
    this.#stopListening()
    this.#changes.clear()
    this.#removals.clear()
  }

  #find(window: string, id: string): ShellUnit | null {
    const unit = this.#units.get(id)
    return unit?.window === window ? unit : null
  }

  #with(window: string, id: string, act: (unit: ShellUnit) => void): Result<void> {
    const unit = this.#find(window, id)
    if (unit === null) return fail('SHELL_UNKNOWN', {})
    act(unit)
    return ok(undefined)
  }

  #all(): readonly ShellUnit[] {
    return [...this.#units.values(), ...this.#leaving]
  }

  #tellAll(occurrence: Parameters<ShellUnit['send']>[0]): void {
    for (const unit of this.#all()) unit.send(occurrence)
  }

  #dropHosted({ state }: ShellUnit): void {
    const { sessionId } = state.session
    if (sessionId !== null) this.#deps.relay.order({ type: 'drop-shell', sessionId })
  }
}
