import type { BenchEngine, Figure, FigureName, Measurement } from './figure.ts'

const units: Readonly<Record<FigureName, Figure['unit']>> = {
  upload: 'MB/s',
  'upload-unpaced': 'MB/s',
  download: 'MB/s',
  'download-unpaced': 'MB/s',
  'echo-p50': 'ms',
  'echo-p50-unpaced': 'ms',
  'echo-p99': 'ms',
  'echo-p99-unpaced': 'ms',
  'new-connection': 'ms',
  'new-connection-unpaced': 'ms',
  'echo-beside-bulk': 'ms',
  'echo-beside-bulk-unpaced': 'ms',
  'concurrent-100': 'count',
  'concurrent-100-unpaced': 'count',
  'cpu-s-per-gb': 's',
  'cpu-s-per-gb-unpaced': 's',
  'rss-per-session': 'MB',
  'rss-per-session-unpaced': 'MB',
  'first-byte': 'ms',
  'app-start': 'ms',
  'renderer-bundle': 'KB',
  'renderer-lazy': 'KB',
  recovery: 'MB/s',
  'list-start': 'ms',
  'list-filter': 'ms',
  'list-memory': 'MB',
  'shell-throughput': 'MB/s',
  'shell-port-echo': 'ms',
  'shell-flood': 'MB',
  'shell-drawn': 'MB/s',
  'shell-frame-gap': 'ms',
  'shell-growth': 'MB',
  'shell-interrupt': 'ms',
  'shell-interrupt-loopback': 'ms',
  'shell-key-echo': 'ms',
  'shell-panes': 'MB',
  'parallel-download': 'MB/s',
  'echo-beside-dump': 'ms',
  'echo-beside-dump-p99': 'ms',
  'echo-beside-dump-older': 'ms',
  'rotation-failures': 'count',
  'recovery-after-drop': 'ms',
  'recovery-after-wake': 'ms',
  'upload-rtt': 'MB/s',
  'echo-rtt': 'ms',
  'left-after-connects': 'count',
  'left-after-rotations': 'count',
  'idle-cpu-20': '%',
  'rss-per-armed-tunnel': 'MB',
}

/** What we promise of our own parts, on two cores. The plugin and a direct connection are there to compare with. */
interface Goal {
  readonly name: FigureName
  readonly engine: BenchEngine
  readonly bound: 'at least' | 'at most'
  readonly value: number
}

const goals: readonly Goal[] = [
  { name: 'upload', engine: 'builtin', bound: 'at least', value: 10 },
  { name: 'cpu-s-per-gb', engine: 'builtin', bound: 'at most', value: 10 },
  { name: 'echo-p50', engine: 'builtin', bound: 'at most', value: 1.5 },
  { name: 'echo-beside-bulk', engine: 'builtin', bound: 'at most', value: 5 },
  { name: 'concurrent-100', engine: 'builtin', bound: 'at most', value: 0 },
  { name: 'rss-per-session', engine: 'builtin', bound: 'at most', value: 2 },
  { name: 'recovery', engine: 'builtin', bound: 'at least', value: 4 },
  { name: 'first-byte', engine: 'builtin', bound: 'at most', value: 300 },
  { name: 'app-start', engine: null, bound: 'at most', value: 1_500 },
  // By the same rule 262 before there were shells, 277 with them; they may cost 10.
  { name: 'renderer-bundle', engine: null, bound: 'at most', value: 271 },
  { name: 'list-filter', engine: null, bound: 'at most', value: 40 },
  { name: 'list-memory', engine: null, bound: 'at most', value: 200 },
  { name: 'shell-throughput', engine: 'builtin', bound: 'at least', value: 20 },
  { name: 'shell-port-echo', engine: 'builtin/plugin', bound: 'at most', value: 0.5 },
  { name: 'shell-flood', engine: 'builtin', bound: 'at least', value: 200 },
  { name: 'shell-drawn', engine: 'builtin', bound: 'at least', value: 10 },
  { name: 'shell-frame-gap', engine: 'builtin', bound: 'at most', value: 100 },
  { name: 'shell-growth', engine: 'builtin', bound: 'at most', value: 64 },
  { name: 'shell-interrupt', engine: 'builtin', bound: 'at most', value: 150 },
  { name: 'shell-key-echo', engine: 'builtin', bound: 'at most', value: 12 },
  { name: 'shell-panes', engine: 'builtin', bound: 'at most', value: 400 },
  { name: 'echo-beside-dump', engine: 'builtin', bound: 'at most', value: 10 },
  { name: 'echo-beside-dump-p99', engine: 'builtin', bound: 'at most', value: 60 },
  { name: 'rotation-failures', engine: 'builtin', bound: 'at most', value: 0 },
  { name: 'recovery-after-drop', engine: 'builtin', bound: 'at most', value: 1_000 },
  { name: 'recovery-after-wake', engine: 'builtin', bound: 'at most', value: 3_000 },
  { name: 'left-after-connects', engine: 'builtin', bound: 'at most', value: 0 },
  { name: 'left-after-rotations', engine: 'builtin', bound: 'at most', value: 0 },
  { name: 'idle-cpu-20', engine: null, bound: 'at most', value: 0.5 },
  { name: 'rss-per-armed-tunnel', engine: null, bound: 'at most', value: 2 },
  { name: 'upload', engine: 'builtin/plugin', bound: 'at least', value: 25 },
  { name: 'echo-p50', engine: 'builtin/plugin', bound: 'at most', value: 1 },
  { name: 'new-connection', engine: 'builtin/plugin', bound: 'at most', value: 1 },
]

/** How much longer than a short list a long one may take to be there. */
const longStart = { shortest: 30, factor: 1.2 }

/** A long list is there about as soon as a short one, however quick the machine. */
function startGoal({ name, n }: Measurement, others: readonly Measurement[]): Goal | undefined {
  if (name !== 'list-start' || n === undefined || n <= longStart.shortest) return undefined
  const short = others.find((other) => other.name === name && other.n === longStart.shortest)
  if (short === undefined) return undefined
  return { name, engine: null, bound: 'at most', value: Math.round(short.value * longStart.factor) }
}

/** How much of a session's own rate each of several has to bring. */
const parallel = { k: 4, times: 3.6 }

/** So many transfers carry so many times as much as one. */
function parallelGoal({ name, k, engine }: Measurement, others: readonly Measurement[]): Goal | undefined {
  if (name !== 'parallel-download' || k !== parallel.k || engine !== 'builtin') return undefined
  const one = others.find((other) => other.name === name && other.engine === engine && other.k === 1)
  if (one === undefined) return undefined
  return { name, engine, bound: 'at least', value: Number((one.value * parallel.times).toFixed(2)) }
}

/** MB/s that the builtin engine sends over so long a way (round trip, ms). */
const farUploads: Readonly<Record<number, number>> = { 80: 8, 200: 4 }
/** What the engine may add to a round trip (ms). The goal is the way's nominal one; what a plain echo took stands beside the value. */
const addedToRoundTrip = 5

function farGoal({ name, rtt, engine }: Measurement): Goal | undefined {
  if (rtt === undefined || engine !== 'builtin') return undefined
  if (name === 'echo-rtt') return { name, engine, bound: 'at most', value: rtt + addedToRoundTrip }
  const value = farUploads[rtt]
  return name === 'upload-rtt' && value !== undefined ? { name, engine, bound: 'at least', value } : undefined
}

/** Holds a measurement against its goal; `others` are those that some goals are measured by. */
export function judge(measurement: Measurement, others: readonly Measurement[] = []): Figure {
  const unit = measurement.engine === 'builtin/plugin' ? '×' : units[measurement.name]
  const goal =
    startGoal(measurement, others) ??
    parallelGoal(measurement, others) ??
    farGoal(measurement) ??
    goals.find(({ name, engine }) => name === measurement.name && engine === measurement.engine)
  if (goal === undefined) return { ...measurement, unit, goal: null, holds: null }
  const holds = goal.bound === 'at least' ? measurement.value >= goal.value : measurement.value <= goal.value
  return { ...measurement, unit, goal: `${goal.bound} ${goal.value} ${unit}`, holds }
}
