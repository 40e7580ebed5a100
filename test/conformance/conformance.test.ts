import { beforeAll, describe, it } from 'vitest'
import { behaviours, behavioursOf } from './behaviours.ts'
import { buildProgram, engines, play, skipWithoutPlugin } from './play.ts'

const limitMs = 15_000

beforeAll(buildProgram)

describe.each(engines)('%s', (name) => {
  for (const behaviour of behavioursOf(name, behaviours)) {
    if (name === 'plugin' && behaviour.fault !== undefined) continue
    it(behaviour.name, { timeout: limitMs }, async (test) => {
      skipWithoutPlugin(name, test)
      await play(name, behaviour)
    })
  }
})
