/**
 * Milliseconds and timers, so that tests own time. Since when they count is the program's own: main's clock tells the time of
 * day (`main/system/wall-clock.ts`), the relay's never jumps (`relay/clock.ts`).
 */
export interface Clock {
  now(): number
  /** Runs once after `delayMs`; the returned function cancels. */
  after(delayMs: number, run: () => void): () => void
}

/** Resolves to the promise's value, or to `'late'` when it has not settled within `limitMs`; rejects as the promise does. */
export async function within<T>(clock: Pick<Clock, 'after'>, limitMs: number, work: Promise<T>): Promise<T | 'late'> {
  let cancel: () => void = () => {}
  const late = new Promise<'late'>((resolve) => {
    cancel = clock.after(limitMs, () => resolve('late'))
  })
  try {
    return await Promise.race([work, late])
  } finally {
    cancel()
  }
}
