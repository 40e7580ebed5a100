import type { Clock } from '#domain/clock/clock.ts'

/** Milliseconds after which a page that does not come is waited for no more. */
const pageMs = 5_000

/** Milliseconds that whoever sees the page first has for a click that nothing is in the way of. */
const settleMs = 1_000

/** The time in which the processor belongs to the window's first page. */
export interface FirstLook {
  /** The page shows what there is, or is gone. */
  drawn(): void
  /** Resolves a moment after it was drawn, or when it is late: a page that fails must not keep the rest from starting. */
  readonly over: Promise<void>
}

/** Begins with the call. */
export function createFirstLook(clock: Pick<Clock, 'after'>): FirstLook {
  let drawn = (): void => {}
  const over = new Promise<void>((resolve) => {
    const stopWaiting = clock.after(pageMs, resolve)
    drawn = () => {
      stopWaiting()
      clock.after(settleMs, resolve)
    }
  })
  return { drawn, over }
}
