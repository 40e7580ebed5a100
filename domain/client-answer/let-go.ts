import type { Problem } from '#contract/problem.ts'
import type { ConnectStep, TimelineEntry } from '#contract/status.ts'
import type { TunnelContext } from '../tunnel/event.ts'
import { phaseOf } from '../tunnel/phase.ts'
import type { TunnelState } from '../tunnel/state.ts'

/** Why a client of a tunnel is let go. */
export type LetGo =
  | { readonly why: 'problem'; readonly problem: Problem }
  /** Its time is over, and nothing has failed. */
  | { readonly why: 'on-its-way'; readonly step: ConnectStep }
  /** Sessions of this tunnel start when the user says so. */
  | { readonly why: 'started-by-hand' }

/** Why a client whose time is over now has waited in vain. */
export function letGoOf(
  state: TunnelState,
  timeline: readonly TimelineEntry[],
  sessionStart: TunnelContext['sessionStart'],
): LetGo {
  const problem = knownProblem(state, timeline)
  if (problem !== null) return { why: 'problem', problem }
  const phase = phaseOf(state)
  if (phase.kind === 'connecting') return { why: 'on-its-way', step: phase.session.step }
  if (phase.kind === 'armed' && sessionStart === 'manual') return { why: 'started-by-hand' }
  return { why: 'on-its-way', step: 'start-session' }
}

/** What keeps a tunnel from a session, now or at the last try; null when nothing is known to. */
export function knownProblem(state: TunnelState, timeline: readonly TimelineEntry[]): Problem | null {
  const phase = phaseOf(state)
  if (phase.kind === 'failed') return phase.failure.problem
  if (phase.kind === 'reconnecting') return phase.pause.problem
  return phase.kind === 'connecting' ? lastProblem(timeline) : null
}

/** The last try's problem, while nothing has worked since. */
function lastProblem(timeline: readonly TimelineEntry[]): Problem | null {
  for (const { kind, problem } of timeline) {
    if (problem !== null) return problem
    if (kind !== 'connecting' && kind !== 'sign-in') return null
  }
  return null
}
