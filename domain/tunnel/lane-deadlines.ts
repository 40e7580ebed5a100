import { laneQuietMs } from '../retry-plan/lane-plan.ts'
import { isLive } from '../session/state.ts'
import type { Deadline } from '../session/timers.ts'
import type { TunnelSession, TunnelState, TunnelTimer } from './state.ts'

/** The sessions that clients may be given to: the one that serves, and those beside it. */
function openTo({ sessions }: TunnelState): readonly TunnelSession[] {
  return sessions.filter(({ role, session }) => (role === 'serving' || role === 'bulk') && isLive(session))
}

/** When another session is to be opened because bulk moves over every one that there is; null while one is calm, or is coming. */
export function laneDeadline(state: TunnelState): Deadline<TunnelTimer> | null {
  const { door, sessions } = state
  const serving = sessions.find(({ role }) => role === 'serving')
  if (door.kind !== 'open' || serving?.session.kind !== 'ready') return null
  const isComing = sessions.some(({ role }) => role === 'successor')
  if (isComing || openTo(state).some(({ load }) => !load.isBulk)) return null
  return { timer: { name: 'lane' }, at: serving.lane.nextAt }
}

/**
 * When one of several sessions is to go: one beside the session that serves before its wall, and any that nobody has used for a while
 * where another is calm. Of two that nobody uses the one that serves stays.
 */
export function laneEndDeadline(state: TunnelState, each: TunnelSession): Deadline<TunnelTimer> | null {
  const { role, session, rotation, load } = each
  if (state.door.kind !== 'open' || !isLive(session)) return null
  const ends = role === 'bulk' ? [rotation?.at ?? null, quietAt(state, each)] : []
  if (role === 'serving' && standInFor(state) !== null) ends.push(load.emptySince && load.emptySince + laneQuietMs)
  const [first] = ends.filter((at) => at !== null).toSorted((one, other) => one - other)
  return first === undefined ? null : { timer: { name: 'lane-end', sessionId: session.sessionId }, at: first }
}

/** The session that may serve instead of one that nobody uses: it is calm, and is used. */
export function standInFor(state: TunnelState): TunnelSession | null {
  const beside = openTo(state).filter(({ role }) => role === 'bulk')
  return beside.findLast(({ load }) => !load.isBulk && load.open > 0) ?? null
}

function quietAt(state: TunnelState, each: TunnelSession): number | null {
  const isSpare = openTo(state).some((other) => other !== each && !other.load.isBulk)
  return isSpare && each.load.emptySince !== null ? each.load.emptySince + laneQuietMs : null
}
