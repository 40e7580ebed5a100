/** What goes between the supervisor and the worker that reads hostile inputs. */
export interface WorkerStart {
  /** Two numbers: the input being read, and how many were begun; the supervisor sees by them that the worker goes on. */
  readonly progress: SharedArrayBuffer
}

/** One stretch of work on one target. */
export interface Assignment {
  readonly target: string
  readonly seed: number
  readonly firstInput: number
  /** Ends after this time, or after so many inputs. */
  readonly forMs: number
  readonly inputs: number
  readonly until: 'end' | 'first-crash'
}

export type FailureKind =
  /** Threw what it should not have thrown, or from where nobody could catch it. */
  | 'threw'
  | 'broke-promise'
  /** Came back, and took too long three times out of three. */
  | 'slow'
  | 'hung'
  /** The memory ran out, or more and more is kept. */
  | 'memory'

export interface Failure {
  readonly kind: FailureKind
  readonly input: number
  readonly message: string
}

/** What came of an {@link Assignment}, or of a part of it. */
export interface Tally {
  readonly inputs: number
  readonly bytes: number
  readonly longestInputMs: number
  /** Above the heap and buffers at the start of the assignment. */
  readonly peakGrowthBytes: number
  readonly crashes: number
  /** The first of each sort, a few at most. */
  readonly failures: readonly Failure[]
}

const mostFailures = 10

export const nothingYet: Tally = {
  inputs: 0,
  bytes: 0,
  longestInputMs: 0,
  peakGrowthBytes: 0,
  crashes: 0,
  failures: [],
}

/** Both tallies as one. */
export function addTallies(one: Tally, other: Tally): Tally {
  return {
    inputs: one.inputs + other.inputs,
    bytes: one.bytes + other.bytes,
    longestInputMs: Math.max(one.longestInputMs, other.longestInputMs),
    peakGrowthBytes: Math.max(one.peakGrowthBytes, other.peakGrowthBytes),
    crashes: one.crashes + other.crashes,
    failures: other.failures.length === 0 ? one.failures : distinct([...one.failures, ...other.failures]),
  }
}

/** A tally with one more failure. */
export function withFailure(tally: Tally, failure: Failure): Tally {
  return addTallies(tally, { ...nothingYet, crashes: 1, failures: [failure] })
}

function distinct(failures: readonly Failure[]): readonly Failure[] {
  const bySort = new Map<string, Failure>()
  for (const failure of failures) {
    const sort = `${failure.kind} ${failure.message.replace(/\d+/g, '').slice(0, 80)}`
    if (!bySort.has(sort)) bySort.set(sort, failure)
  }
  return [...bySort.values()].slice(0, mostFailures)
}
