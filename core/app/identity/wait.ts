import type { Clock } from '#domain/clock/clock.ts'

/** How a wait ended. */
type Waited<T> =
  | { readonly kind: 'done'; readonly value: T }
  | { readonly kind: 'timed-out' }
  | { readonly kind: 'aborted' }

/** Waits for `fact` (null: for nothing but time) at most `limitMs`, or until the signal aborts. Leaves no timer behind. */
export function waitFor<T>(
  clock: Clock,
  fact: Promise<T> | null,
  limitMs: number,
  signal: AbortSignal,
): Promise<Waited<T>> {
  return new Promise((resolve, reject) => {
    const end = (outcome: Waited<T>): void => {
      cancelTimer()
      signal.removeEventListener('abort', onAbort)
      resolve(outcome)
    }
    const onAbort = (): void => end({ kind: 'aborted' })
    const cancelTimer = clock.after(limitMs, () => end({ kind: 'timed-out' }))
    if (signal.aborted) return end({ kind: 'aborted' })
    signal.addEventListener('abort', onAbort, { once: true })
    fact?.then((value) => end({ kind: 'done', value }), reject)
  })
}
