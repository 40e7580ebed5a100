import type { DoorCounters } from '#contract/relay.ts'
import type { Traffic, TrafficReport } from '#contract/snapshot.ts'
import { createListeners, type Unsubscribe } from '#domain/listeners/listeners.ts'
import type { Clock } from '#domain/clock/clock.ts'

/** The relay reports once a second while anything moves; silence for this long means that nothing does. */
const silenceMs = 1_800

interface Meter {
  readonly bytesIn: number
  readonly bytesOut: number
  readonly rateIn: number
  readonly rateOut: number
  readonly at: number
}

/** Rates of the doors, from the relay's counters. */
export interface TrafficBook {
  take(doors: Readonly<Record<string, DoorCounters>>): void
  report(): TrafficReport
  onReport(listener: (report: TrafficReport) => void): Unsubscribe
  forget(tunnelId: string): void
  dispose(): void
}

/** Turns counters into bytes per second; a quiet door falls to zero by itself. */
export function createTrafficBook(clock: Clock): TrafficBook {
  const meters = new Map<string, Meter>()
  const listeners = createListeners<TrafficReport>()
  let stopSilence = (): void => {}

  const report = (): TrafficReport => {
    const at = clock.now()
    const tunnels: Record<string, Traffic> = {}
    for (const [id, meter] of meters) {
      const isQuiet = at - meter.at >= silenceMs
      const { bytesIn, bytesOut } = meter
      tunnels[id] = { bytesIn, bytesOut, rateIn: isQuiet ? 0 : meter.rateIn, rateOut: isQuiet ? 0 : meter.rateOut }
    }
    return { at, tunnels }
  }

  const tell = (): void => listeners.tell(report())

  return {
    take(doors) {
      const at = clock.now()
      for (const [id, counters] of Object.entries(doors)) meters.set(id, measured(meters.get(id), counters, at))
      stopSilence()
      stopSilence = clock.after(silenceMs, tell)
      tell()
    },
    report,
    onReport: listeners.subscribe,
    forget: (tunnelId) => void meters.delete(tunnelId),
    dispose: () => stopSilence(),
  }
}

/** Counters start again from zero when a door is opened again. */
function measured(last: Meter | undefined, counters: DoorCounters, at: number): Meter {
  const { bytesIn, bytesOut } = counters
  const isNewDoor = last === undefined || bytesIn < last.bytesIn || bytesOut < last.bytesOut
  const seconds = isNewDoor ? 1 : Math.min(Math.max((at - last.at) / 1_000, 0.25), 1.5)
  const rate = (now: number, before: number): number => Math.round((now - before) / seconds)
  const rateIn = rate(bytesIn, isNewDoor ? 0 : last.bytesIn)
  const rateOut = rate(bytesOut, isNewDoor ? 0 : last.bytesOut)
  return { bytesIn, bytesOut, rateIn, rateOut, at }
}
