import type { Clock } from '#domain/clock/clock.ts'
import { timerKey, type TimerName } from '#domain/session/timers.ts'

/** The timers of whatever has sessions (`Unit`: a tunnel, a shell), each by its name and session. */
export class UnitTimers<Unit extends object> {
  readonly #clock: Clock
  readonly #timers = new WeakMap<Unit, Map<string, () => void>>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** Calls `due` at a time (epoch ms), at once if that is past; instead of what was scheduled under the timer's name. */
  schedule(unit: Unit, timer: TimerName, at: number, due: () => void): void {
    this.cancel(unit, timer)
    const timers = this.#of(unit)
    const stop = this.#clock.after(Math.max(0, at - this.#clock.now()), () => {
      timers.delete(timerKey(timer))
      due()
    })
    timers.set(timerKey(timer), stop)
  }

  cancel(unit: Unit, timer: TimerName): void {
    const timers = this.#of(unit)
    timers.get(timerKey(timer))?.()
    timers.delete(timerKey(timer))
  }

  cancelAll(unit: Unit): void {
    for (const stop of this.#of(unit).values()) stop()
    this.#timers.delete(unit)
  }

  #of(unit: Unit): Map<string, () => void> {
    const known = this.#timers.get(unit) ?? new Map<string, () => void>()
    this.#timers.set(unit, known)
    return known
  }
}
