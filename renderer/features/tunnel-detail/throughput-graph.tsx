import { useServices, useTraffic, useWords } from '../../app/services.ts'
import { trafficWindowMs, type TrafficSample } from '../../app/traffic.ts'
import { formatRate } from '#words/format.ts'
import { useStore } from 'zustand'

const width = 348
const height = 80
const top = 10

/** A round rate without its idle decimal: `2 MB/s`. */
const axisLabel = (rate: number): string => formatRate(rate).replace('.0 ', ' ')

/** The next round number of a 1, 2, 5 scale: the top label of the axis, in bytes per second. */
function axisTop(highest: number): number {
  const least = Math.max(highest, 1_000)
  const power = 10 ** Math.floor(Math.log10(least))
  const step = [1, 2, 5, 10].find((candidate) => candidate * power >= least) ?? 10
  return step * power
}

function pathOf(
  samples: readonly TrafficSample[],
  read: (sample: TrafficSample) => number,
  now: number,
  scale: number,
): string {
  return samples
    .map((sample, index) => {
      const x = ((sample.at - now + trafficWindowMs) / trafficWindowMs) * width
      const y = height - (read(sample) / scale) * (height - top)
      return `${index === 0 ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`
    })
    .join('')
}

function Lines({
  samples,
  now,
  scale,
}: {
  readonly samples: readonly TrafficSample[]
  readonly now: number
  readonly scale: number
}) {
  const first = samples[0]
  const inbound = pathOf(samples, (sample) => sample.rateIn, now, scale)
  const outbound = pathOf(samples, (sample) => sample.rateOut, now, scale)
  const start = first === undefined ? width : ((first.at - now + trafficWindowMs) / trafficWindowMs) * width
  return (
    <svg viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none" aria-hidden="true">
      <path className="rule" d={`M0 10.5H${width}M0 45H${width}M0 79.5H${width}`} vectorEffect="non-scaling-stroke" />
      {samples.length < 2 ? null : (
        <>
          <path className="inbound-area" d={`${inbound}L${width} ${height}L${start.toFixed(1)} ${height}Z`} />
          <path className="inbound" d={inbound} vectorEffect="non-scaling-stroke" />
          <path className="outbound" d={outbound} vectorEffect="non-scaling-stroke" />
        </>
      )}
    </svg>
  )
}

function Legend({ inbound, outbound }: { readonly inbound: string; readonly outbound: string }) {
  const { detail } = useWords().tunnels
  return (
    <span className="section-side">
      <span className="legend">
        <i />
        {detail.in} {inbound}
      </span>
      <span className="legend" data-line="outbound">
        <i />
        {detail.out} {outbound}
      </span>
    </span>
  )
}

/** Five minutes of rates: in as a filled line, out dotted. */
export function ThroughputGraph({ id }: { readonly id: string }) {
  const words = useWords()
  const { traffic } = useServices()
  const now = useStore(traffic, (state) => state.at)
  const samples = useTraffic(id)?.samples ?? []
  const latest = samples.at(-1)
  const scale = axisTop(Math.max(0, ...samples.flatMap((sample) => [sample.rateIn, sample.rateOut])))
  const rates = [formatRate(latest?.rateIn ?? 0), formatRate(latest?.rateOut ?? 0)] as const
  const detail = words.tunnels.detail
  return (
    <section className="panel-section">
      <h3 className="section-head">
        {detail.throughput}
        <Legend inbound={rates[0]} outbound={rates[1]} />
      </h3>
      <div className="graph" role="img" aria-label={detail.graph(...rates)}>
        <Lines samples={samples} now={now} scale={scale} />
        <span className="axis-label" style={{ top: 3 }}>
          {axisLabel(scale)}
        </span>
        <span className="axis-label" style={{ top: 38 }}>
          {axisLabel(scale / 2)}
        </span>
        <span className="axis-label" style={{ top: 68 }}>
          0
        </span>
      </div>
      <div className="axis" aria-hidden="true">
        <span>{detail.ago}</span>
        <span>{detail.now}</span>
      </div>
    </section>
  )
}
