import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { findOfficialPlugin } from '#test/support/official-plugin.ts'
import { builtinUnderTest } from './builtin-under-test.ts'
import type { Behaviour, EngineName, EngineUnderTest, KnownFault } from './carrier.ts'
import { commandLine } from './command-line.ts'
import { endings } from './endings.ts'
import { programUnderTest } from './program-under-test.ts'
import { SessionWorld } from './session-world.ts'
import { shells } from './shells.ts'
import { transfers } from './transfers.ts'

const root = join(import.meta.dirname, '../..')
const ownProgram = join(root, 'dist/culvert-session/bin/session-manager-plugin')
const plugin = await findOfficialPlugin()
const behaviours: readonly Behaviour[] = [...transfers, ...endings, ...commandLine, ...shells]
const limitMs = 15_000

interface Build {
  buildAll(wishes: { readonly only: readonly string[] }): Promise<readonly string[]>
}

beforeAll(async () => {
  const { buildAll } = (await import(new URL('../../script/build.mjs', import.meta.url).href)) as Build
  await buildAll({ only: ['culvert-session'] })
})

function engineUnderTest(name: EngineName): EngineUnderTest {
  if (name === 'builtin') return builtinUnderTest()
  return programUnderTest(name, name === 'plugin' ? (plugin?.path ?? '') : ownProgram)
}

async function play(name: EngineName, behaviour: Behaviour): Promise<void> {
  const engine = engineUnderTest(name)
  const world = await SessionWorld.start()
  try {
    await behaviour.run(engine, world)
  } finally {
    await engine.dispose()
    await world.close()
  }
}

/** A fault that is gone is news: the list and whoever reads it should know. So is one that looks different. */
async function expectFault(name: EngineName, behaviour: Behaviour, fault: KnownFault): Promise<void> {
  const seen = await play(name, behaviour).then(
    () => null,
    (error: Error) => error.message,
  )
  if (seen === null) throw new Error(`Plugin ${plugin?.version ?? '?'} does not have the fault ${fault.name} any more`)
  expect(seen).toMatch(fault.sign)
}

// One list for all: whatever carries a session has to do the same.
describe.each(['builtin', 'culvert-session', 'plugin'] as const)('%s', (name) => {
  const applying = behaviours.filter(({ of }) => of === undefined || of.includes(name))
  for (const behaviour of applying) {
    const fault = name === 'plugin' ? behaviour.fault : undefined
    const title = fault === undefined ? behaviour.name : `[known fault ${fault.name}] does not: ${behaviour.name}`
    it(title, { timeout: limitMs }, async (test) => {
      if (name === 'plugin' && plugin === null) {
        return test.skip('session-manager-plugin is not installed: AWS’s own engine was not tried')
      }
      await (fault === undefined ? play(name, behaviour) : expectFault(name, behaviour, fault))
    })
  }
})
