import { makeInput } from './make-input.ts'
import { collectGarbage, usedMemory } from './memory.ts'
import { addTallies, type Assignment, type Failure, nothingYet, type Tally, withFailure } from './protocol.ts'
import { BrokenPromise, type FuzzTarget } from './target.ts'

/** Longer for one input of at most 64 KiB is too long. */
export const slowMs = 250
/** A busy machine makes anything slow once; only what is slow each time is the reader's doing. */
const timings = 3
/** Inputs between two looks at the memory. */
const lookEvery = 512
/** What may be kept, after a collection, above the start: caches of the runtime and compiled code. */
const keptLimit = 48 * 1_048_576

/** Reads one input after the other until the time is up; `reading` is called with its number before each, as often as it is read. */
export async function readInputs(
  target: FuzzTarget,
  assignment: Assignment,
  reading: (input: number) => void,
): Promise<Tally> {
  collectGarbage()
  const memoryAtStart = usedMemory()
  const end = performance.now() + assignment.forMs
  let tally = nothingYet
  while (tally.inputs < assignment.inputs && (tally.inputs === 0 || performance.now() < end)) {
    const number = assignment.firstInput + tally.inputs
    tally = addTallies(tally, await readOne(target, assignment.seed, number, reading))
    if (tally.crashes > 0 && assignment.until === 'first-crash') break
    if (tally.inputs % lookEvery === 1) tally = withGrowth(tally, usedMemory() - memoryAtStart)
  }
  collectGarbage()
  const kept = usedMemory() - memoryAtStart
  if (kept <= keptLimit) return tally
  return withFailure(tally, {
    kind: 'memory',
    input: assignment.firstInput,
    message: `keeps ${kept} B after the inputs`,
  })
}

async function readOne(
  target: FuzzTarget,
  seed: number,
  number: number,
  reading: (input: number) => void,
): Promise<Tally> {
  let longestInputMs = Infinity
  let bytes = 0
  const failures: Failure[] = []
  for (let timing = 0; timing < timings && longestInputMs > slowMs && failures.length === 0; timing += 1) {
    const { input, random } = makeInput(target, seed, number)
    bytes = input.length
    reading(number)
    const elapsed = startWatch()
    try {
      await target.check(input, random)
    } catch (error) {
      failures.push(failureOf(error, number))
    }
    longestInputMs = Math.min(longestInputMs, elapsed())
  }
  if (longestInputMs > slowMs && failures.length === 0) {
    failures.push({ kind: 'slow', input: number, message: `takes ${Math.round(longestInputMs)} ms` })
  }
  return { inputs: 1, bytes, longestInputMs, peakGrowthBytes: 0, crashes: failures.length, failures }
}

/** Milliseconds of the clock, or of the processor where those are fewer: another program's work is not the reader's. */
function startWatch(): () => number {
  const startedAt = performance.now()
  const busyAtStart = process.cpuUsage()
  return () => {
    const { user, system } = process.cpuUsage(busyAtStart)
    return Math.min(performance.now() - startedAt, (user + system) / 1_000)
  }
}

function withGrowth(tally: Tally, growth: number): Tally {
  return { ...tally, peakGrowthBytes: Math.max(tally.peakGrowthBytes, growth) }
}

function failureOf(error: unknown, input: number): Failure {
  if (error instanceof BrokenPromise) return { kind: 'broke-promise', input, message: error.message }
  const message = error instanceof Error ? (error.stack ?? error.message) : String(error)
  return { kind: 'threw', input, message: message.split('\n').slice(0, 4).join('\n') }
}
