import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { findTarget } from '../targets/index.ts'
import { Crew } from './crew.ts'
import { makeInput } from './make-input.ts'
import type { Failure } from './protocol.ts'

/** What to fuzz, and for how long. */
export interface FuzzOptions {
  /** The built worker program. */
  readonly program: URL
  readonly targets: readonly string[]
  readonly seed: number
  /** For all targets together. */
  readonly seconds: number
  /** Read this input alone, of each target. */
  readonly input?: number
  /** Of each target, fewer of those that cost more; as many as the time allows unless it is given. */
  readonly mostInputs?: number
  /** Whether to go on after a crash, as is usual. */
  readonly until?: 'end' | 'first-crash'
  /** Inputs that broke something are kept here. */
  readonly folder: string
  readonly report: (line: string) => void
  /** Shorter where an input that hangs is planted. */
  readonly hangMs?: number
}

/** What came of one target. */
export interface TargetResult {
  readonly name: string
  readonly inputs: number
  readonly bytes: number
  readonly crashes: number
  readonly longestInputMs: number
  readonly peakGrowthBytes: number
  readonly failures: readonly (Failure & { readonly replay: string; readonly file: string })[]
}

export interface FuzzResult {
  readonly ok: boolean
  readonly seed: number
  readonly seconds: number
  /** Of all targets together, as are the crashes. */
  readonly inputs: number
  readonly crashes: number
  readonly targets: readonly TargetResult[]
}

/** Gives every target its share of the time, one after the other. `ok`: all were read, nothing broke. */
export async function runFuzz(options: FuzzOptions): Promise<FuzzResult> {
  const startedAt = performance.now()
  const crew =
    options.hangMs === undefined ? new Crew(options.program) : new Crew(options.program, { hangMs: options.hangMs })
  const targets: TargetResult[] = []
  try {
    for (const name of options.targets) {
      const result = await fuzzTarget(name, crew, options)
      targets.push(result)
      options.report(sentence(result))
    }
  } finally {
    await crew.dispose()
  }
  const ok = targets.length > 0 && targets.every(({ inputs, crashes }) => inputs > 0 && crashes === 0)
  const seconds = Math.round(performance.now() - startedAt) / 1_000
  const sum = (of: 'inputs' | 'crashes'): number => targets.reduce((total, target) => total + target[of], 0)
  return { ok, seed: options.seed, seconds, inputs: sum('inputs'), crashes: sum('crashes'), targets }
}

async function fuzzTarget(name: string, crew: Crew, options: FuzzOptions): Promise<TargetResult> {
  const { seed, input, mostInputs, seconds, targets } = options
  const { failures, ...tally } = await crew.work({
    target: name,
    seed,
    firstInput: input ?? 0,
    forMs: (seconds * 1_000) / targets.length,
    inputs: input === undefined ? inputsOf(name, mostInputs) : 1,
    until: options.until ?? 'end',
  })
  const rounded = { longestInputMs: Math.round(tally.longestInputMs * 100) / 100 }
  return { name, ...tally, ...rounded, failures: failures.map((failure) => keep(failure, name, options)) }
}

/** How many inputs a target reads at most. */
export function inputsOf(name: string, mostInputs = Number.MAX_SAFE_INTEGER): number {
  return Math.ceil(mostInputs / (findTarget(name).cost ?? 1))
}

/** Writes the input beside a note of how it came about. */
function keep(failure: Failure, name: string, { seed, folder, report }: FuzzOptions): TargetResult['failures'][number] {
  const { input } = makeInput(findTarget(name), seed, failure.input)
  const replay = `npm run fuzz -- --target ${name} --seed ${seed} --input ${failure.input}`
  mkdirSync(folder, { recursive: true })
  const file = join(folder, `${name}-${seed}-${failure.input}`)
  writeFileSync(`${file}.bin`, input)
  const note = { ...failure, target: name, seed, replay, bytes: input.length, hex: input.toString('hex') }
  writeFileSync(`${file}.json`, `${JSON.stringify(note, null, 2)}\n`)
  report(`${name}: ${failure.kind}: ${failure.message}\n  ${replay}\n  ${input.length} B: ${hexOf(input)}`)
  return { ...failure, replay, file: `${file}.bin` }
}

function hexOf(input: Buffer): string {
  return input.length <= 128 ? input.toString('hex') : `${input.toString('hex', 0, 128)}…`
}

function sentence({ name, inputs, crashes, longestInputMs, peakGrowthBytes }: TargetResult): string {
  const growth = (peakGrowthBytes / 1_048_576).toFixed(0)
  return `${name}: ${inputs} inputs, ${crashes} crashes, longest ${longestInputMs} ms, up to ${growth} MiB more in use`
}
