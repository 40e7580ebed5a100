import type { Clock } from '#domain/clock/clock.ts'

/** Time that stands still until a test moves it. */
export interface ManualClock extends Clock {
  /** Moves on, running what falls due in order, and lets promises settle in between. */
  advance(milliseconds: number): Promise<void>
  readonly pending: () => number
  /** Sets the wall clock; timers go on as they were. */
  set(byMilliseconds: number): void
}

/** Lets chains of promises run to their end. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve))
}

export function createManualClock(start = Date.UTC(2026, 10, 22, 7)): ManualClock {
  let now = start
  let offset = 0
  let timers: { readonly at: number; readonly run: () => void }[] = []
  return {
    now: () => now + offset,
    after(delayMs, run) {
      const timer = { at: now + delayMs, run }
      timers.push(timer)
      return () => {
        timers = timers.filter((other) => other !== timer)
      }
    },
    async advance(milliseconds) {
      const end = now + milliseconds
      await settle()
      for (;;) {
        const next = timers.filter(({ at }) => at <= end).sort((one, other) => one.at - other.at)[0]
        if (!next) break
        timers = timers.filter((other) => other !== next)
        now = Math.max(now, next.at)
        next.run()
        await settle()
      }
      now = end
    },
    pending: () => timers.length,
    set: (byMilliseconds) => void (offset += byMilliseconds),
  }
}
