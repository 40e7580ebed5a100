import { attemptOf, heldBy } from '#domain/session/state.ts'
import type { TunnelState } from '#domain/tunnel/state.ts'

/** Sessions that a state holds: those that the relay carries for it, or is stopping. */
export function heldSessionsOf(state: TunnelState): readonly string[] {
  return state.sessions.map(({ session }) => heldBy(session)).filter((sessionId) => sessionId !== null)
}

/** Starts under way that may still bring a session. */
export function attemptsOf(state: TunnelState): readonly number[] {
  return state.sessions.map(({ session }) => attemptOf(session)).filter((attempt) => attempt !== null)
}

/** True while the relay was told to keep the door open, or is being told. */
export function wantsDoor({ door }: TunnelState): boolean {
  return door.kind === 'opening' || door.kind === 'open'
}
