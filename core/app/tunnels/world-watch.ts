import type { RelayFact } from '#contract/relay.ts'
import type { SignInView } from '#contract/sign-in.ts'
import type { Occurrence } from '#core/domain/tunnel/event.ts'
import type { Log, RelayLink, SignIns, Unsubscribe } from '../ports.ts'
import type { TunnelUnit } from './tunnel-unit.ts'

interface WorldDeps {
  readonly relay: RelayLink
  readonly signIns: Pick<SignIns, 'views' | 'onChange'>
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
  const { relay, signIns, units, log } = deps
  const signedIn = new Set(
    signIns
      .views()
      .filter(isSignedIn)
      .map((view) => view.session.name),
  )
  const onlineListeners = new Set<(online: boolean) => void>()
  let online = true

  const tellAll = (occurrence: Occurrence): void => units().forEach((unit) => unit.send(occurrence))

  /** A named profile may stand on any session; trying costs one call without a browser. */
  const signInChanged = (view: SignInView): void => {
    const { name } = view.session
    if (!isSignedIn(view)) return void signedIn.delete(name)
    if (signedIn.has(name)) return
    signedIn.add(name)
    for (const unit of units()) {
      const { profile } = unit.spec
      if (profile.type === 'named' || profile.session === name) unit.send({ type: 'sign-in-revived' })
    }
  }

  const relayStopped = (willRestart: boolean): void => {
    log.warn('relay.stopped', { willRestart })
    for (const unit of units()) {
      unit.send({ type: 'relay-stopped', prospect: willRestart ? 'restarting' : 'gone' })
      unit.learn({ door: null, clients: { ...unit.facts.clients, open: 0, waiting: 0 } })
    }
  }

  const unsubscribes = [
    relay.onFact(deps.route),
    relay.onStarted(() => tellAll({ type: 'relay-started' })),
    relay.onStopped(relayStopped),
    signIns.onChange(signInChanged),
  ]

  return {
    isOnline: () => online,
    setOnline(next) {
      if (next === online) return
      online = next
      tellAll({ type: next ? 'online' : 'offline' })
      for (const listener of onlineListeners) listener(next)
    },
    onOnline(listener) {
      onlineListeners.add(listener)
      return () => onlineListeners.delete(listener)
    },
    slept: () => tellAll({ type: 'slept' }),
    woke: () => tellAll({ type: 'woke' }),
    dispose: () => unsubscribes.forEach((unsubscribe) => unsubscribe()),
  }
}

function isSignedIn(view: SignInView): boolean {
  return view.status.kind === 'signed-in'
}
