import type { TargetMatch } from '#contract/calls.ts'
import type { SlowRecovery } from '../session/recovery.ts'
import type { ClientProgram, OtherComputer } from '#contract/status.ts'

/** What is known of an open session. Times are epoch ms. */
interface SessionFacts {
  readonly sessionId: string
  readonly openedAt: number
  readonly openedInMs: number
  readonly latencyMs: number | null
  readonly engine: 'plugin' | 'builtin'
  readonly engineVersion: string | null
  readonly recovery: SlowRecovery | null
  /** It leads to a port of the target itself, though the endpoint has another name. */
  readonly onTarget?: true
}

/** What the supervisor learned around a tunnel's state; shown on the route, never decided upon. Times are epoch ms. */
export interface RouteFacts {
  readonly clients: {
    readonly open: number
    readonly waiting: number
    /** When a client was last at the door. */
    readonly lastAt: number | null
    /** Programs that own the open clients, as far as the system tells. */
    readonly programs: readonly ClientProgram[]
    /** Other computers that clients come from, where the tunnel is open to a network. */
    readonly elsewhere?: readonly OtherComputer[]
    /** Names of programs whose clients wait for the session, as far as the system tells. */
    readonly waitingPrograms: readonly string[]
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
  /** The one that serves. */
  readonly session: SessionFacts | null
  /** Every session that was opened and is not known to be over, with the node that it goes through. */
  readonly opened: readonly (SessionFacts & { readonly targetId: string | null })[]
  readonly target: (TargetMatch & { readonly matches: number; readonly othersOnline: number }) | null
}

/** A tunnel of which nothing is known yet. */
export const noFacts: RouteFacts = {
  clients: { open: 0, waiting: 0, lastAt: null, programs: [], waitingPrograms: [], letGo: null },
  door: null,
  session: null,
  opened: [],
  target: null,
}
