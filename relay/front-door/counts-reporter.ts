import type { OtherComputer } from '#contract/status.ts'
import type { Clock } from '#domain/clock/clock.ts'
import type { WaitingClient } from './waiting-room.ts'

const shortestPauseMs = 250

/** Clients of one door right now. */
export interface ClientsNow {
  readonly open: number
  readonly waiting: number
  /** Local ports of the open clients of this computer. */
  readonly peerPorts: readonly number[]
  /** The other computers among them. */
  readonly elsewhere: readonly OtherComputer[]
  readonly waiters: readonly WaitingClient[]
}

/** What the reporter needs. */
interface CountsReporterOptions {
  readonly clock: Clock
  read(): ClientsNow
  report(clients: ClientsNow): void
}

/** Reports changes at most every 250 ms, and at once when a count goes to or from zero. */
export class CountsReporter {
  readonly #options: CountsReporterOptions
  #reported: ClientsNow = { open: 0, waiting: 0, peerPorts: [], elsewhere: [], waiters: [] }
  #reportedAt = Number.NEGATIVE_INFINITY
  #cancel: (() => void) | null = null

  constructor(options: CountsReporterOptions) {
    this.#options = options
  }

  /** Something changed. */
  changed(): void {
    const { clock, read } = this.#options
    const now = read()
    if (crossesZero(now.open, this.#reported.open) || crossesZero(now.waiting, this.#reported.waiting)) {
      return this.#report(now)
    }
    if (this.#cancel !== null) return
    const pauseMs = Math.max(0, this.#reportedAt + shortestPauseMs - clock.now())
    this.#cancel = clock.after(pauseMs, () => this.#report(read()))
  }

  /** Reports nothing more. */
  dispose(): void {
    this.#cancel?.()
  }

  #report(clients: ClientsNow): void {
    this.#cancel?.()
    this.#cancel = null
    this.#reported = clients
    this.#reportedAt = this.#options.clock.now()
    this.#options.report(clients)
  }
}

function crossesZero(a: number, b: number): boolean {
  return (a === 0) !== (b === 0)
}
