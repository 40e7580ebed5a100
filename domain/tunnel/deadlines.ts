import { deadlineOf, isLive } from '../session/state.ts'
import type { Deadline } from '../session/timers.ts'
import { tellEndAt } from '../session/wall.ts'
import { laneDeadline, laneEndDeadline } from './lane-deadlines.ts'
import { servingOf, successorOf, type TunnelSession, type TunnelState, type TunnelTimer } from './state.ts'

/** Every timer that runs in a state, and when it is due. */
export function deadlinesOf(state: TunnelState): readonly Deadline<TunnelTimer>[] {
  const own = [doorDeadline(state.door), rotationDeadline(state), trialDeadline(state), laneDeadline(state)]
  const ofSessions = state.sessions.flatMap((each) => [
    endingDeadline(each),
    laneEndDeadline(state, each),
    deadlineOf(each.session),
  ])
  return [...own, ...ofSessions].filter((deadline) => deadline !== null)
}

/** When a successor is to be started beside the session that serves; null while one is under way. */
export function rotationDeadline(state: TunnelState): Deadline<TunnelTimer> | null {
  const serving = servingOf(state)
  const isServed = state.door.kind === 'open' && serving !== null && isLive(serving.session)
  return isServed && successorOf(state) === null ? due('rotation', serving.rotation?.at ?? null) : null
}

/** When another session is to be tried beside one that is doubted; null while one is under way, or nobody waits for it. */
export function trialDeadline(state: TunnelState): Deadline<TunnelTimer> | null {
  const serving = servingOf(state)
  const isServed = state.door.kind === 'open' && serving !== null && isLive(serving.session)
  return isServed && successorOf(state) === null ? due('trial', serving.trial.nextAt) : null
}

/** When those who stayed on a session that was followed are told that it ends. */
export function endingDeadline({ role, session, rotation }: TunnelSession): Deadline<TunnelTimer> | null {
  if (role !== 'draining' || !isLive(session) || rotation === null || rotation.end === 'told') return null
  const at = tellEndAt(rotation.walls)
  return at === null ? null : { timer: { name: 'ending', sessionId: session.sessionId }, at }
}

function doorDeadline(door: TunnelState['door']): Deadline<TunnelTimer> | null {
  if (door.kind === 'closing') return { timer: { name: 'door' }, at: door.deadline }
  if (door.kind === 'barred') return due('retry', door.failure.nextAt)
  if (door.kind !== 'open') return null
  const { behind } = door
  if (behind.kind === 'session') return due('idle', behind.idleCloseAt)
  return behind.kind === 'nothing' ? null : due('retry', behind.nextAt)
}

function due(name: 'retry' | 'idle' | 'rotation' | 'trial', at: number | null): Deadline<TunnelTimer> | null {
  return at === null ? null : { timer: { name }, at }
}
