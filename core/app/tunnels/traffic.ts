import type { DoorCounters, SessionLoad } from '#contract/relay.ts'
import type { Traffic, TrafficReport } from '#contract/snapshot.ts'
import { createListeners, type Unsubscribe } from '#domain/listeners/listeners.ts'
import type { Clock } from '#domain/clock/clock.ts'

/** The relay reports once a second while anything moves; silence for this long means that nothing does. */
const silenceMs = 1_800
/** Counters of a session that come sooner after each other than this (ms) make no rate. */
const leastMs = 500

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
  /** What the sessions behind one door have carried. */
  takeLoads(tunnelId: string, loads: readonly SessionLoad[]): void
  report(): TrafficReport
  onReport(listener: (report: TrafficReport) => void): Unsubscribe
  forget(tunnelId: string): void
  dispose(): void
}

/** Turns counters into bytes per second; a quiet door falls to zero by itself. */
export function createTrafficBook(clock: Clock): TrafficBook {
  const meters = new Map<string, Meter>()
  const sessions = new Map<string, ReadonlyMap<string, Meter>>()
  const listeners = createListeners<TrafficReport>()
  let stopSilence = (): void => {}

  const report = (): TrafficReport => {
    const at = clock.now()
    const ofSessions = [...sessions.values()].flatMap((own) => [...own])
    return { at, tunnels: readings(meters, at), sessions: readings(ofSessions, at) }
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
    takeLoads: (tunnelId, loads) =>
      void sessions.set(tunnelId, measuredLoads(sessions.get(tunnelId), loads, clock.now())),
    report,
    onReport: listeners.subscribe,
    forget(tunnelId) {
      meters.delete(tunnelId)
      sessions.delete(tunnelId)
    },
    dispose: () => stopSilence(),
  }
}

/** Of each session. More often than once a second the relay tells of connections, not of bytes. */
function measuredLoads(
  before: ReadonlyMap<string, Meter> = new Map(),
  loads: readonly SessionLoad[],
  at: number,
): ReadonlyMap<string, Meter> {
  const isSoon = loads.every(({ sessionId }) => at - (before.get(sessionId)?.at ?? 0) < leastMs)
  return isSoon
    ? before
    : new Map(loads.map((load) => [load.sessionId, measured(before.get(load.sessionId), load, at)]))
}

/** A meter that has been silent for a while stands still. */
function readings(meters: Iterable<readonly [string, Meter]>, at: number): Record<string, Traffic> {
  const read = ({ bytesIn, bytesOut, rateIn, rateOut, at: readAt }: Meter): Traffic => {
    const isQuiet = at - readAt >= silenceMs
    return { bytesIn, bytesOut, rateIn: isQuiet ? 0 : rateIn, rateOut: isQuiet ? 0 : rateOut }
  }
  return Object.fromEntries([...meters].map(([id, meter]) => [id, read(meter)]))
}

/** Counters start again from zero when a door is opened again. */
function measured(last: Meter | undefined, counters: Pick<DoorCounters, 'bytesIn' | 'bytesOut'>, at: number): Meter {
  const { bytesIn, bytesOut } = counters
  const isNewDoor = last === undefined || bytesIn < last.bytesIn || bytesOut < last.bytesOut
  const seconds = isNewDoor ? 1 : Math.min(Math.max((at - last.at) / 1_000, 0.25), 1.5)
  const rate = (now: number, before: number): number => Math.round((now - before) / seconds)
  const rateIn = rate(bytesIn, isNewDoor ? 0 : last.bytesIn)
  const rateOut = rate(bytesOut, isNewDoor ? 0 : last.bytesOut)
  return { bytesIn, bytesOut, rateIn, rateOut, at }
}
