/** What may go out at once after a silence: timers come too seldom to send single messages evenly. */
const burstMs = 20

/** Spreads bytes over time. Pure: the caller tells the time, in milliseconds of any steady clock. */
export class Pace {
  readonly #bytesPerMs: number
  /** When all that was sent is paid for. */
  #paidAt = -Infinity

  /** `bytesPerSecond`: Infinity for no limit. */
  constructor(bytesPerSecond: number) {
    this.#bytesPerMs = bytesPerSecond / 1_000
  }

  sent(bytes: number, now: number): void {
    this.#paidAt = Math.max(this.#paidAt, now) + bytes / this.#bytesPerMs
  }

  /** How long to wait before more is sent; 0 = not at all. */
  waitMs(now: number): number {
    return Math.max(0, this.#paidAt - now - burstMs)
  }
}
