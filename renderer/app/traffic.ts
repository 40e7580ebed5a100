import type { Traffic, TrafficReport } from '#contract/snapshot.ts'

/** One second of one tunnel. Rates in bytes per second, `at` in epoch ms. */
export interface TrafficSample {
  readonly at: number
  readonly rateIn: number
  readonly rateOut: number
}

/** Milliseconds of samples that are kept: what the throughput graph shows. */
export const trafficWindowMs = 300_000
/** Milliseconds after the last byte during which a route counts as moving. */
export const movingMs = 2_000

export interface TunnelTraffic {
  readonly latest: Traffic
  readonly samples: readonly TrafficSample[]
  /** Epoch ms of the last report with bytes in it, or null. */
  readonly movedAt: number | null
}

export interface TrafficState {
  /** `at` of the last report, epoch ms; 0 before the first. */
  readonly at: number
  readonly tunnels: ReadonlyMap<string, TunnelTraffic>
  /** Of each of several sessions behind a tunnel, by its id. */
  readonly sessions?: TrafficReport['sessions']
}

function extend(previous: TunnelTraffic | undefined, latest: Traffic, at: number): TunnelTraffic {
  const kept = (previous?.samples ?? []).filter((sample) => sample.at > at - trafficWindowMs && sample.at < at)
  const moved = latest.rateIn + latest.rateOut > 0
  return {
    latest,
    samples: [...kept, { at, rateIn: latest.rateIn, rateOut: latest.rateOut }],
    movedAt: moved ? at : (previous?.movedAt ?? null),
  }
}

/** The state after a report; tunnels the report leaves out are not armed any more and are forgotten. */
export function applyReport(state: TrafficState, report: TrafficReport): TrafficState {
  const tunnels = new Map<string, TunnelTraffic>()
  for (const [id, latest] of Object.entries(report.tunnels)) {
    tunnels.set(id, extend(state.tunnels.get(id), latest, report.at))
  }
  return { at: report.at, tunnels, sessions: report.sessions }
}
