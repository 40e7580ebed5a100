import type { SessionEffect, SessionEvent } from '../session/event.ts'

/** What happened to a shell. What happens to a session is addressed to it, or stale. */
export type ShellEvent =
  | SessionEvent
  /** The person wants it ended. `withinMs`: what the relay gets for it, where that is less than usual. */
  | { readonly type: 'end'; readonly withinMs?: number; readonly at: number }
  /** The person wants it back, in its place. */
  | { readonly type: 'again'; readonly at: number }

/** {@link ShellEvent} without its time. */
export type ShellOccurrence = ShellEvent extends infer E ? (E extends ShellEvent ? Omit<E, 'at'> : never) : never

/** What a transition wants done; the shell's owner carries it out, in order. */
export type ShellEffect = SessionEffect
