import type { Material } from './mutate.ts'
import type { Random } from './random.ts'

/** Something that reads what others wrote. */
export interface FuzzTarget extends Material {
  readonly name: string
  /** Valid inputs, which mutations start from. */
  readonly samples: readonly Buffer[]
  /** How many inputs of a usual reader take as long as one of this; 1 unless it is given. */
  readonly cost?: number
  /** Builds an input along the format, right or wrong in places. */
  readonly generate: (random: Random) => Buffer
  /**
   * Reads the input and throws when the reader throws what it should not, or breaks one of its promises. `random` is for
   * all that the input does not say: where a stream is cut, in which order things happen.
   */
  readonly check: (input: Buffer, random: Random) => void | Promise<void>
}

/** A promise that the reader broke. */
export class BrokenPromise extends Error {
  override readonly name = 'BrokenPromise'
}

/** Throws a {@link BrokenPromise} that names the promise, unless it is kept. */
export function promise(kept: boolean, what: string): asserts kept {
  if (!kept) throw new BrokenPromise(what)
}

/** Throws unless both have the same JSON. */
export function promiseSame(left: unknown, right: unknown, what: string): void {
  const [one, other] = [JSON.stringify(left), JSON.stringify(right)]
  if (one !== other) throw new BrokenPromise(`${what}: ${String(one).slice(0, 200)} / ${String(other).slice(0, 200)}`)
}
