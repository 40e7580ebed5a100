import type { RelayFact } from '#contract/relay.ts'
import type { SignInView } from '#contract/sign-in.ts'
import { createListeners, type Unsubscribe } from '#domain/listeners/listeners.ts'
import { profileOf, signInFor } from '#domain/profile/profile.ts'
import type { Occurrence } from '#domain/tunnel/event.ts'
import type { MfaQuestions } from '../mfa-questions.ts'
import type { Log, RelayLink, SignIns } from '../ports.ts'
import type { Sessions } from '../sessions/sessions.ts'
import type { TunnelUnit } from './tunnel-unit.ts'

interface WorldDeps {
  readonly relay: RelayLink
  readonly sessions: Pick<Sessions, 'resumeAllNow'>
  readonly signIns: Pick<SignIns, 'views' | 'onChange'>
  /** Codes of MFA devices, where profiles may ask for them. */
  readonly mfa?: Pick<MfaQuestions, 'onChange'>
  readonly units: () => readonly TunnelUnit[]
  readonly route: (fact: RelayFact) => void
  readonly log: Log
}

/** What concerns all tunnels at once: the relay's life, sign-ins, sleep and the network. */
export interface WorldWatch {
  isOnline(): boolean
  setOnline(online: boolean): void
  onOnline(listener: (online: boolean) => void): Unsubscribe
  slept(): void
  woke(): void
  dispose(): void
}

/** Listens to the world and tells every tunnel that it concerns. */
export function createWorldWatch(deps: WorldDeps): WorldWatch {
  return new Watch(deps)
}

class Watch implements WorldWatch {
  readonly #deps: WorldDeps
  readonly #signedIn: Set<string>
  readonly #onlineListeners = createListeners<boolean>()
  readonly onOnline = this.#onlineListeners.subscribe
  readonly #unsubscribes: readonly Unsubscribe[]
  #online = true

  constructor(deps: WorldDeps) {
    this.#deps = deps
    const { relay, signIns } = deps
    const there = signIns.views().filter(isSignedIn)
    this.#signedIn = new Set(there.map((view) => view.session.name))
    this.#unsubscribes = [
      relay.onFact(deps.route),
      relay.onStarted(() => this.#tellAll({ type: 'relay-started' })),
      relay.onStopped((willRestart) => this.#relayStopped(willRestart)),
      signIns.onChange((view) => this.#signInChanged(view)),
      deps.mfa?.onChange(({ status }) => (status.kind === 'accepted' ? this.#reviveNamed() : undefined)) ?? (() => {}),
    ]
  }

  isOnline(): boolean {
    return this.#online
  }

  setOnline(next: boolean): void {
    if (next === this.#online) return
    this.#online = next
    this.#tellAll({ type: next ? 'online' : 'offline' })
    if (next) this.#deps.sessions.resumeAllNow()
    this.#onlineListeners.tell(next)
  }

  slept(): void {
    this.#tellAll({ type: 'slept' })
  }

  woke(): void {
    this.#tellAll({ type: 'woke' })
    this.#deps.sessions.resumeAllNow()
  }

  dispose(): void {
    for (const unsubscribe of this.#unsubscribes) unsubscribe()
  }

  #tellAll(occurrence: Occurrence): void {
    for (const unit of this.#deps.units()) unit.send(occurrence)
  }

  /** A named profile may stand on any session; trying costs one call without a browser. */
  #signInChanged(view: SignInView): void {
    const { name } = view.session
    if (!isSignedIn(view)) return void this.#signedIn.delete(name)
    if (this.#signedIn.has(name)) return
    this.#signedIn.add(name)
    for (const unit of this.#deps.units()) {
      const profile = profileOf(unit.saved)
      if (profile?.type === 'named' || (profile && signInFor(profile, [view.session])))
        unit.send({ type: 'sign-in-revived' })
    }
  }

  /** A code opens a device's session; which profiles stand on it is known to the chain alone. */
  #reviveNamed(): void {
    for (const unit of this.#deps.units()) {
      if (profileOf(unit.saved)?.type === 'named') unit.send({ type: 'sign-in-revived' })
    }
  }

  #relayStopped(willRestart: boolean): void {
    this.#deps.log.warn('relay.stopped', { willRestart })
    for (const unit of this.#deps.units()) {
      unit.send({ type: 'relay-stopped', prospect: willRestart ? 'restarting' : 'gone' })
      unit.learn({ door: null, clients: { ...unit.facts.clients, open: 0, waiting: 0 } })
    }
  }
}

function isSignedIn(view: SignInView): boolean {
  return view.status.kind === 'signed-in'
}
