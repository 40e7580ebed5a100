import type { DoorCounters } from '#contract/relay.ts'
import type { Clock } from '#domain/clock/clock.ts'

const periodMs = 1_000

/** What the reporter needs. */
interface TrafficReporterOptions {
  readonly clock: Clock
  read(): ReadonlyMap<string, DoorCounters>
  report(doors: Record<string, DoorCounters>): void
}

/** Reports the doors whose counters changed, once a second; sleeps while no client is connected anywhere. */
export class TrafficReporter {
  readonly #options: TrafficReporterOptions
  #reported = new Map<string, DoorCounters>()
  #cancel: (() => void) | null = null

  constructor(options: TrafficReporterOptions) {
    this.#options = options
  }

  /** Something may move from now on. */
  wake(): void {
    this.#cancel ??= this.#options.clock.after(periodMs, () => this.#tick())
  }

  /** Reports nothing more. */
  dispose(): void {
    this.#cancel?.()
    this.#cancel = () => {}
  }

  #tick(): void {
    this.#cancel = null
    const doors = this.#options.read()
    const moved = [...doors].filter(([id, now]) => differs(now, this.#reported.get(id)))
    this.#reported = new Map(doors)
    if (moved.length > 0) this.#options.report(Object.fromEntries(moved))
    const isAnyoneThere = [...doors.values()].some(({ open, waiting }) => open + waiting > 0)
    if (isAnyoneThere) this.wake()
  }
}

function differs(now: DoorCounters, before: DoorCounters | undefined): boolean {
  const { bytesIn, bytesOut, open, waiting } = before ?? { bytesIn: 0, bytesOut: 0, open: 0, waiting: 0 }
  return now.bytesIn !== bytesIn || now.bytesOut !== bytesOut || now.open !== open || now.waiting !== waiting
}
