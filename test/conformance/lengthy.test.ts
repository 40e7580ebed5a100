import { beforeAll, describe, it } from 'vitest'
import { behavioursOf, lengthyBehaviours } from './behaviours.ts'
import type { Behaviour, EngineName } from './carrier.ts'
import { buildProgram, engines, expectFault, isThere, play, skipWithoutPlugin, titleOf } from './play.ts'

const limitMs = 60_000

const cases = engines.flatMap((name) =>
  behavioursOf(name, lengthyBehaviours).map((behaviour) => ({ name, behaviour, fault: faultOf(name, behaviour) })),
)
type Case = (typeof cases)[number]
const outcomes = new Map<Case, Promise<PromiseSettledResult<void>>>()

// All wait at the same time.
beforeAll(async () => {
  await buildProgram()
  for (const one of cases) if (isThere(one.name)) outcomes.set(one, settled(begin(one)))
})

describe.each(engines)('%s', (name) => {
  for (const one of cases) {
    if (one.name !== name) continue
    const title = one.fault === undefined ? one.behaviour.name : titleOf(one.behaviour, one.fault)
    it(title, { timeout: limitMs }, async (test) => {
      skipWithoutPlugin(name, test)
      const outcome = await outcomes.get(one)
      if (outcome?.status !== 'fulfilled') throw outcome?.reason
    })
  }
})

function faultOf(name: EngineName, { fault }: Behaviour): Behaviour['fault'] {
  return name === 'plugin' ? fault : undefined
}

function begin({ name, behaviour, fault }: Case): Promise<void> {
  return fault === undefined ? play(name, behaviour) : expectFault(behaviour, fault)
}

async function settled(promise: Promise<void>): Promise<PromiseSettledResult<void>> {
  const [outcome] = await Promise.allSettled([promise])
  return outcome
}
