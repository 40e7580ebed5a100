import type { TargetMatch } from '#contract/calls.ts'
import type { SlowRecovery } from '../session/recovery.ts'
import type { ClientProgram } from '#contract/status.ts'

/** What the supervisor learned around a tunnel's state; shown on the route, never decided upon. Times are epoch ms. */
export interface RouteFacts {
  readonly clients: {
    readonly open: number
    readonly waiting: number
    /** When a client was last at the door. */
    readonly lastAt: number | null
    /** Programs that own the open clients, as far as the system tells. */
    readonly programs: readonly ClientProgram[]
    /** Those who were let go last, and the line that they could be told. */
    readonly letGo: {
      readonly at: number
      readonly line: string
      readonly told: number
      readonly untold: number
      readonly programs: readonly string[]
    } | null
  }
  readonly door: { readonly openedAt: number } | null
  readonly session: {
    readonly sessionId: string
    readonly openedAt: number
    readonly openedInMs: number
    readonly latencyMs: number | null
    readonly engine: 'plugin' | 'builtin'
    readonly engineVersion: string | null
    readonly recovery: SlowRecovery | null
  } | null
  readonly target: (TargetMatch & { readonly matches: number; readonly othersOnline: number }) | null
}

/** A tunnel of which nothing is known yet. */
export const noFacts: RouteFacts = {
  clients: { open: 0, waiting: 0, lastAt: null, programs: [], letGo: null },
  door: null,
  session: null,
  target: null,
}
