import type { Clock } from '#domain/clock/clock.ts'

/** Milliseconds for which a press stands behind an answer: a busy page takes its time, and a person waits no longer. */
const freshMs = 5_000

/** What main itself sees of a person's hands in each window. A page can neither make nor take back a press. */
export interface HandWatch {
  /** A key that answers questions, or a button of the pointer, was pressed in a window. */
  pressed(window: string): void
  /** The page of a window was told that there is something to be asked. */
  asked(window: string): void
  /** Whether somebody has pressed something since that was asked, just now. A press is good for one answer. */
  takePress(window: string): boolean
}

interface Seen {
  readonly askedAt: number | null
  readonly pressedAt: number | null
}

const nothing: Seen = { askedAt: null, pressedAt: null }

/** Creates it, with nothing seen. */
export function createHandWatch(clock: Pick<Clock, 'now'>): HandWatch {
  const windows = new Map<string, Seen>()
  const seen = (window: string): Seen => windows.get(window) ?? nothing
  return {
    pressed: (window) => void windows.set(window, { ...seen(window), pressedAt: clock.now() }),
    // What was pressed before the question is no answer to it.
    asked: (window) => void windows.set(window, { askedAt: clock.now(), pressedAt: null }),
    takePress(window) {
      const { askedAt, pressedAt } = seen(window)
      windows.set(window, { askedAt, pressedAt: null })
      return askedAt !== null && pressedAt !== null && clock.now() - pressedAt <= freshMs
    },
  }
}
