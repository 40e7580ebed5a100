import type { SessionLane } from '#contract/status.ts'
import { isLive } from '../session/state.ts'
import type { TunnelSession, TunnelState } from '../tunnel/state.ts'
import type { RouteFacts } from './facts.ts'

const order = { serving: 0, bulk: 1, draining: 2 } as const

/** The sessions of a tunnel that has several: the one that serves, those beside it, those that drain. */
export function lanesOf({ sessions }: TunnelState, { opened }: RouteFacts): SessionLane[] {
  const lanes = sessions.flatMap((each): readonly SessionLane[] => {
    const { role, session, load } = each
    if (role === 'successor' || !isLive(session)) return []
    const { sessionId } = session
    const { openedAt = null, targetId = null } = opened.find((one) => one.sessionId === sessionId) ?? {}
    return [{ sessionId, role, openedAt, targetId, open: load.open, replacement: replacementOf(each) }]
  })
  return lanes.length < 2 ? [] : lanes.toSorted((one, other) => order[one.role] - order[other.role])
}

/** When a session takes nobody any more because of a wall, and which; null when none is known. */
export function replacementOf(session: TunnelSession | null): SessionLane['replacement'] {
  const { wall = null, at = null } = session?.rotation ?? {}
  return wall === null || at === null ? null : { at, before: wall }
}
