/** When a timer is due (epoch ms). Timers of one name and one session are one timer. */
export interface Deadline<T extends TimerName = TimerName> {
  readonly timer: T
  readonly at: number
}

/** What tells timers apart. */
export interface TimerName {
  readonly name: string
  readonly sessionId?: string
}

/** An order about a timer. */
export type TimerEffect<T extends TimerName> =
  | { readonly type: 'schedule'; readonly timer: T; readonly at: number }
  | { readonly type: 'cancel'; readonly timer: T }

/** One text per timer. */
export function timerKey({ name, sessionId }: TimerName): string {
  return sessionId === undefined ? name : `${name} ${sessionId}`
}

/** What is to be cancelled and scheduled so that exactly the later deadlines run; a timer that moves is only scheduled anew. */
export function timerChanges<T extends TimerName>(
  before: readonly Deadline<T>[],
  after: readonly Deadline<T>[],
): readonly TimerEffect<T>[] {
  const old = new Map(before.map(({ timer, at }) => [timerKey(timer), at]))
  const kept = new Set(after.map(({ timer }) => timerKey(timer)))
  const cancelled = before.filter(({ timer }) => !kept.has(timerKey(timer)))
  const moved = after.filter(({ timer, at }) => old.get(timerKey(timer)) !== at)
  return [
    ...cancelled.map(({ timer }) => ({ type: 'cancel', timer }) as const),
    ...moved.map(({ timer, at }) => ({ type: 'schedule', timer, at }) as const),
  ]
}
