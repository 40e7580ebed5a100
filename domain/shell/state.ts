import type { Deadline } from '../session/timers.ts'
import { startSession } from '../session/steps.ts'
import { deadlineOf, type SessionState, type SessionTimer } from '../session/state.ts'
import type { ShellEffect } from './event.ts'

/** A shell: the session that carries it now or carried it last, and what was before. Times are epoch milliseconds. */
export interface ShellState {
  readonly session: SessionState
  /** When this session was ready for the first time; null while it never was. */
  readonly openedAt: number | null
  /** When it was over; null before. */
  readonly overAt: number | null
}

/** A shell that is to be opened. */
export function openShell(at: number): { readonly state: ShellState; readonly effects: readonly ShellEffect[] } {
  return startedAnew(at, 1)
}

/** A session of its own for the shell; the person asks for it, so a sign-in may open the browser. */
export function startedAnew(at: number, attempt: number): ReturnType<typeof openShell> {
  const { state: session, effects } = startSession(at, attempt, 'user')
  return { state: { session, openedAt: null, overAt: null }, effects }
}

/** When the shell's state ends by itself. */
export function deadlinesOf({ session }: ShellState): readonly Deadline<SessionTimer>[] {
  const deadline = deadlineOf(session)
  return deadline === null ? [] : [deadline]
}

/** The session whose bytes can be shown: one that was open, whether or not it still is. */
export function shownSession({ session, openedAt }: ShellState): string | null {
  return openedAt === null ? null : session.sessionId
}
