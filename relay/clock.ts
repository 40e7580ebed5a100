/** Monotonic milliseconds and timers, so that tests own time. */
export interface Clock {
  now(): number
  /** Runs once after `delayMs`; the returned function cancels. */
  after(delayMs: number, run: () => void): () => void
}

/** The machine's own clock; it does not jump when the wall clock is set. */
export const systemClock: Clock = {
  now: () => performance.now(),
  after(delayMs, run) {
    const timer = setTimeout(run, delayMs)
    return () => clearTimeout(timer)
  },
}

/** Resolves to the promise's value, or to `'late'` when it has not settled within `limitMs`. */
export async function within<T>(clock: Clock, limitMs: number, work: Promise<T>): Promise<T | 'late'> {
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
