import { describe, it } from 'vitest'
import { behaviours, behavioursOf } from './behaviours.ts'
import { expectFault, skipWithoutPlugin, titleOf } from './play.ts'
import { patience } from './waiting.ts'

patience.ms = 3_500
const limitMs = 15_000

// In a file of its own because it takes its time: most faults are that nothing happens.
describe('plugin', () => {
  for (const behaviour of behavioursOf('plugin', behaviours)) {
    const { fault } = behaviour
    if (fault === undefined) continue
    it(titleOf(behaviour, fault), { timeout: limitMs }, async (test) => {
      skipWithoutPlugin('plugin', test)
      await expectFault(behaviour, fault)
    })
  }
})
