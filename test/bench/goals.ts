import type { BenchEngine, Figure, FigureName, Measurement } from './figure.ts'

const units: Readonly<Record<FigureName, Figure['unit']>> = {
  upload: 'MB/s',
  'echo-p50': 'ms',
  'first-byte': 'ms',
  'app-start': 'ms',
  'renderer-bundle': 'KB',
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
  { name: 'echo-p50', engine: 'builtin', bound: 'at most', value: 1.5 },
  { name: 'first-byte', engine: 'builtin', bound: 'at most', value: 300 },
  { name: 'app-start', engine: null, bound: 'at most', value: 1_500 },
  { name: 'renderer-bundle', engine: null, bound: 'at most', value: 600 },
]

/** Holds a measurement against its goal. */
export function judge(measurement: Measurement): Figure {
  const unit = units[measurement.name]
  const goal = goals.find(({ name, engine }) => name === measurement.name && engine === measurement.engine)
  if (goal === undefined) return { ...measurement, unit, goal: null, holds: null }
  const holds = goal.bound === 'at least' ? measurement.value >= goal.value : measurement.value <= goal.value
  return { ...measurement, unit, goal: `${goal.bound} ${goal.value} ${unit}`, holds }
}
