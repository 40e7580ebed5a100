import type { ConnectStep, TimelineEntry } from '#contract/status.ts'
import type { TunnelEvent } from './event.ts'
import { foldedWith } from './fold-timeline.ts'
import { phaseOf, type PhaseKind } from './phase.ts'
import { servingOf, successorOf, type TunnelSession, type TunnelState } from './state.ts'
import { statusOf } from './status.ts'

/** Lines of a tunnel's history that are kept. */
const timelineLength = 30
/** The same again within this time is no second line (ms). */
const sameNoteMs = 60_000
/** A sign-in check faster than this was silent, and is no news. */
const shownSignInMs = 2_000

/** The history's new line for a transition, or null when it is no news. */
export function timelineEntryOf(before: TunnelState, after: TunnelState, event: TunnelEvent): TimelineEntry | null {
  const { at } = event
  if (wasSignIn(before, event)) return { at, kind: 'sign-in', problem: null }
  const [old, fresh] = [phaseOf(before), phaseOf(after)]
  if (old.kind === 'ready' && fresh.kind === 'closing' && event.type === 'idle-due') {
    return { at, kind: 'idle-closed', problem: null }
  }
  const isLost = event.type === 'session-lost' && (old.kind === 'ready' || old.kind === 'checking')
  if (isLost && fresh.kind !== old.kind && fresh.kind !== 'failed')
    return { at, kind: 'dropped', problem: event.problem }
  return entryOfRotation(before, after, event) ?? entryOfStatus(before, after, at)
}

/** Another session took over; none could, which is told once in a row; or one that was followed was cut with its connections. */
function entryOfRotation(before: TunnelState, after: TunnelState, event: TunnelEvent): TimelineEntry | null {
  const { at } = event
  const [old, fresh] = [servingOf(before), servingOf(after)]
  const problem = 'problem' in event ? event.problem : null
  if (old === null || fresh === null) return null
  const isOther = old.session.attempt !== fresh.session.attempt
  if (isOther && fresh.session.kind === 'ready') return entryOfOther(before, fresh, event)
  const isFirstLane = old.lane.failed === 0 && fresh.lane.failed === 1
  if (isFirstLane && !isOther) return { at, kind: 'lane-failed', problem }
  const isFirstFailure = old.rotation?.tries === 0 && fresh.rotation?.tries === 1
  if (isFirstFailure && !isOther) return { at, kind: 'rotation-failed', problem }
  if (event.type === 'ending-due' && after !== before) return { at, kind: 'ends-soon', problem: null }
  const isCut = event.type === 'session-lost' && before.sessions.some(isDrainingOf(event.sessionId))
  return isCut ? { at, kind: 'drained-cut', problem } : null
}

/** Another session serves: it was opened beside the one before, took its place, or stands in for it, as one that nobody used or that is lost. */
function entryOfOther(
  before: TunnelState,
  { succession, session }: TunnelSession,
  event: TunnelEvent,
): TimelineEntry | null {
  const { at } = event
  if (event.type === 'session-lost') return { at, kind: 'dropped', problem: event.problem }
  const wasComing = successorOf(before)?.session.attempt === session.attempt
  if (!wasComing) return null
  return { at, kind: succession === 'beside' ? 'lane-opened' : 'rotated', problem: null }
}

function isDrainingOf(sessionId: string): (each: TunnelSession) => boolean {
  return ({ role, session }) => role === 'draining' && session.sessionId === sessionId
}

/** The history with a line added: newest first, folded, bounded. */
export function withEntry(timeline: readonly TimelineEntry[], entry: TimelineEntry): readonly TimelineEntry[] {
  return foldedWith(timeline, entry).slice(0, timelineLength)
}

/** The history with a line that no transition makes; the newest of its like stands for those of the last minute. */
export function withNote(timeline: readonly TimelineEntry[], note: TimelineEntry): readonly TimelineEntry[] {
  const [newest, ...older] = timeline
  const isSame = newest?.kind === note.kind && note.at - newest.at < sameNoteMs && causeOf(newest) === causeOf(note)
  return withEntry(isSame ? older : timeline, note)
}

/** Clients that were refused are told apart by what they said of themselves. */
function causeOf({ problem }: TimelineEntry): string {
  return problem?.code === 'CLIENT_REFUSED' ? JSON.stringify(problem.details.client) : ''
}

function entryOfStatus(before: TunnelState, after: TunnelState, at: number): TimelineEntry | null {
  const old = statusOf(before)
  const fresh = statusOf(after)
  if (fresh.kind === 'failed') {
    const isSame = old.kind === 'failed' && old.problem.code === fresh.problem.code && old.at === fresh.at
    return isSame ? null : { at, kind: 'failed', problem: fresh.problem }
  }
  if (old.kind === fresh.kind) return null
  if (fresh.kind === 'reconnecting') return { at, kind: 'dropped', problem: fresh.problem }
  if (fresh.kind === 'armed') return phaseOf(before).kind === 'arming' ? { at, kind: 'armed', problem: null } : null
  if (fresh.kind === 'open' || fresh.kind === 'ready') return entryOfOpen(phaseOf(before).kind, fresh.kind, at)
  if (fresh.kind === 'unknown') return null
  return { at, kind: fresh.kind, problem: null }
}

/** A session was opened, or its far end answered. One that was open already, or checked, is no news. */
function entryOfOpen(before: PhaseKind, fresh: 'open' | 'ready', at: number): TimelineEntry | null {
  if (before === 'checking') return null
  if (before === 'ready') return fresh === 'ready' ? { at, kind: 'answered', problem: null } : null
  return { at, kind: 'ready', problem: null }
}

function wasSignIn(state: TunnelState, event: TunnelEvent): boolean {
  const before = phaseOf(state)
  if (event.type !== 'attempt-step' || before.kind !== 'connecting') return false
  const { attempt, step, since } = before.session
  const isAsking = (one: ConnectStep): boolean => one === 'sign-in' || one === 'code'
  if (attempt !== event.attempt || !isAsking(step) || isAsking(event.step)) return false
  return event.at - since >= shownSignInMs
}
