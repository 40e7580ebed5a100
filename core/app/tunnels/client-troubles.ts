import type { LetGo } from '#domain/client-answer/let-go.ts'
import { phaseOf } from '#domain/tunnel/phase.ts'
import { createListeners, type Unsubscribe } from '#domain/listeners/listeners.ts'
import type { Clock } from '#domain/clock/clock.ts'
import type { TunnelUnit } from './tunnel-unit.ts'

/** Clients that fail with less than this between them are one storm (ms). */
const stormMs = 60_000
/** The same trouble of several tunnels within this time (ms) is one: a sign-in that has ended, a network that is gone. */
const sameTroubleMs = 5_000

/** Clients of a tunnel that wait in vain, or were let go. */
export interface ClientTrouble {
  readonly tunnelId: string
  readonly letGo: LetGo
  /** Programs that they belong to, as far as they are known. */
  readonly programs: readonly string[]
  /** How long those who still wait are going to (ms); null when nobody is kept waiting. */
  readonly waitMs: number | null
}

/** Hears of clients in trouble, and tells once per storm. */
export interface ClientTroubles {
  /** Clients are let go. */
  raise(unit: TunnelUnit, letGo: LetGo): void
  /** The tunnel changed: clients may wait for a try that is to come. */
  check(unit: TunnelUnit): void
  forget(unit: TunnelUnit): void
  /** Told once per storm. */
  readonly onTrouble: (listener: (trouble: ClientTrouble) => void) => Unsubscribe
}

interface TroubleDeps {
  readonly clock: Clock
  programs(unit: TunnelUnit): readonly string[]
  /** Milliseconds that a client waits at the most. */
  waitMs(): number
}

/** Creates the watch over all tunnels. */
export function createClientTroubles(deps: TroubleDeps): ClientTroubles {
  const { clock } = deps
  const storms = new Map<TunnelUnit, { readonly key: string; readonly lastAt: number }>()
  const told = new Map<string, number>()
  const listeners = createListeners<ClientTrouble>()

  const hear = (unit: TunnelUnit, letGo: LetGo, waitMs: number | null): void => {
    const at = clock.now()
    const key = letGo.why === 'problem' ? letGo.problem.code : letGo.why
    const storm = storms.get(unit)
    storms.set(unit, { key, lastAt: at })
    if (storm?.key === key && at - storm.lastAt < stormMs) return
    const elsewhere = told.get(key)
    if (elsewhere !== undefined && at - elsewhere < sameTroubleMs) return
    told.set(key, at)
    listeners.tell({ tunnelId: unit.id, letGo, programs: deps.programs(unit), waitMs })
  }

  return {
    raise: (unit, letGo) => hear(unit, letGo, null),
    check(unit) {
      const phase = phaseOf(unit.state)
      if (phase.kind !== 'failed' || phase.failure.nextAt === null || unit.facts.clients.waiting === 0) return
      hear(unit, { why: 'problem', problem: phase.failure.problem }, deps.waitMs())
    },
    forget: (unit) => void storms.delete(unit),
    onTrouble: listeners.subscribe,
  }
}
