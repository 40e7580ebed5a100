import { afterAll, describe, expect, it } from 'vitest'
import type { Behaviour, EngineName } from './carrier.ts'
import { expectFault, isThere, play, skipWithoutPlugin, titleOf } from './play.ts'
import { endProgramsLeft } from './programs-left.ts'

/** A behaviour of an engine, or its lack. */
export interface Case {
  readonly name: EngineName
  readonly behaviour: Behaviour
}

/** The tests of cases that wait more than they work: all wait at the same time, from `begin` on. */
export function describeSideBySide(cases: readonly Case[], limitMs: number): { begin(): void } {
  const outcomes = new Map<Case, Promise<PromiseSettledResult<void>>>()
  for (const name of new Set(cases.map((one) => one.name))) {
    describe(name, () => {
      for (const one of cases.filter((other) => other.name === name)) {
        it(nameOf(one), { timeout: limitMs }, async (test) => {
          skipWithoutPlugin(name, test)
          const outcome = await outcomes.get(one)
          if (outcome?.status === 'rejected') throw outcome.reason
          expect(outcome?.status).toBe('fulfilled')
        })
      }
    })
  }
  // Some that have begun may not be among the chosen tests.
  afterAll(endProgramsLeft)
  return {
    begin() {
      for (const one of cases) if (isThere(one.name)) outcomes.set(one, settled(start(one)))
    },
  }
}

function faultOf({ name, behaviour }: Case): Behaviour['fault'] {
  return name === 'plugin' ? behaviour.fault : undefined
}

function nameOf(one: Case): string {
  const fault = faultOf(one)
  return fault === undefined ? one.behaviour.name : titleOf(one.behaviour, fault)
}

function start(one: Case): Promise<void> {
  const fault = faultOf(one)
  return fault === undefined ? play(one.name, one.behaviour) : expectFault(one.behaviour, fault)
}

async function settled(promise: Promise<void>): Promise<PromiseSettledResult<void>> {
  const [outcome] = await Promise.allSettled([promise])
  return outcome
}
