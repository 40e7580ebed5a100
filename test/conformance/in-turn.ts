import { afterAll, describe, it } from 'vitest'
import { behaviours, behavioursOf } from './behaviours.ts'
import type { EngineName } from './carrier.ts'
import { play, skipWithoutPlugin } from './play.ts'
import { endProgramsLeft } from './programs-left.ts'

const limitMs = 30_000

/** The tests of an engine, except for what is known not to work. Each has a file of its own, so that they run at the same time. */
export function describeInTurn(name: EngineName): void {
  afterAll(endProgramsLeft)
  describe(name, () => {
    for (const behaviour of behavioursOf(name, behaviours)) {
      if (name === 'plugin' && behaviour.fault !== undefined) continue
      it(behaviour.name, { timeout: limitMs }, async (test) => {
        skipWithoutPlugin(name, test)
        await play(name, behaviour)
      })
    }
  })
}
