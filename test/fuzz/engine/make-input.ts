import { largestInput, mutate } from './mutate.ts'
import { randomOf, type Random } from './random.ts'
import type { FuzzTarget } from './target.ts'

/**
 * The input of a number. It depends on the seed, the target's name and the number alone, so that any input can be made
 * again without those before it. The `random` that comes with it is for the check.
 */
export function makeInput(
  target: FuzzTarget,
  seed: number,
  number: number,
): { readonly input: Buffer; readonly random: Random } {
  const name = `${seed}/${target.name}/${number}`
  return { input: bytesOf(target, randomOf(name)), random: randomOf(`${name}/check`) }
}

function bytesOf(target: FuzzTarget, random: Random): Buffer {
  const origin = random.chance(40) ? random.pick(target.samples) : target.generate(random)
  const made = random.chance(60) ? mutate(origin, random, target) : origin
  return made.subarray(0, largestInput)
}
