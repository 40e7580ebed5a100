import { isDeepStrictEqual } from 'node:util'
import type { SavedTunnel } from '#contract/tunnel.ts'
import type { Clock } from '#domain/clock/clock.ts'
import { servingOf, successorOf } from '#domain/tunnel/state.ts'
import type { TunnelUnit } from './tunnel-unit.ts'

/** Sessions of one tunnel. Four carry what the line of a developer mostly can; each is a line in the account's history. */
const perTunnel = 4
/** Sessions of this program in one container: its agent takes two by default. */
const perContainer = 2
/** Sessions beside the first ones of all tunnels of one account in one region. */
const besidePerAccount = 8

/** What the budget reads of a tunnel. */
export type BudgetedTunnel = Pick<TunnelUnit, 'saved' | 'state' | 'facts'>

/** How many sessions a tunnel may have at once. */
export interface LaneBudget {
  /** 1 where bulk gets no session of its own, or none may be opened now. */
  mostSessions(unit: BudgetedTunnel): number
  /** Those that its target takes of it, whatever they are for; Infinity where no limit is known. */
  mostAtTarget(unit: BudgetedTunnel): number
}

interface BudgetDeps {
  readonly clock: Pick<Clock, 'now'>
  readonly units: () => readonly BudgetedTunnel[]
}

/**
 * Reads the budget off what the tunnels have. In one account one session is opened for bulk at a time, and none for a while after one
 * was refused there: StartSession is throttled, and its quota is the account's.
 */
export function createLaneBudget({ clock, units }: BudgetDeps): LaneBudget {
  return {
    mostSessions(unit) {
      const others = units().filter((other) => other !== unit)
      const sharing = others.filter((other) => isSameAccount(other.saved, unit.saved))
      if (!unit.saved.preference.lanes || sharing.some((other) => isOpening(other, clock.now()))) return 1
      const left = besidePerAccount - sharing.reduce((sum, other) => sum + besideFirst(other), 0)
      return Math.max(1, Math.min(perTunnel, 1 + left, atTarget(unit, others)))
    },
    mostAtTarget: (unit) =>
      atTarget(
        unit,
        units().filter((other) => other !== unit),
      ),
  }
}

function atTarget(unit: BudgetedTunnel, others: readonly BudgetedTunnel[]): number {
  return isInContainer(unit) ? Math.max(1, perContainer - sessionsAt(unit, others)) : Infinity
}

/** It opens a session for bulk, or was refused one and waits. */
function isOpening({ state }: BudgetedTunnel, now: number): boolean {
  const { failed = 0, nextAt = 0 } = servingOf(state)?.lane ?? {}
  return successorOf(state)?.succession === 'beside' || (failed > 0 && nextAt > now)
}

function besideFirst({ state }: BudgetedTunnel): number {
  return Math.max(0, state.sessions.length - 1)
}

function isInContainer({ saved }: BudgetedTunnel): boolean {
  return saved.definition.target.by === 'ecs'
}

/** Sessions that other tunnels have at the target that this one has found. */
function sessionsAt({ facts }: BudgetedTunnel, others: readonly BudgetedTunnel[]): number {
  const same = others.filter((other) => facts.target !== null && other.facts.target?.id === facts.target.id)
  return same.reduce((sum, { state }) => sum + state.sessions.length, 0)
}

function isSameAccount(one: SavedTunnel, other: SavedTunnel): boolean {
  const placeOf = ({ definition, preference }: SavedTunnel): unknown => [
    definition.region,
    definition.account?.accountId ?? preference.profile,
  ]
  return isDeepStrictEqual(placeOf(one), placeOf(other))
}
