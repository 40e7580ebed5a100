import { join } from 'node:path'
import { expect, type TestContext } from 'vitest'
import { findOfficialPlugin } from '#test/support/official-plugin.ts'
import { builtinUnderTest } from './builtin-under-test.ts'
import type { Behaviour, EngineName, EngineUnderTest, KnownFault } from './carrier.ts'
import { programUnderTest } from './program-under-test.ts'
import { SessionWorld } from './session-world.ts'

export const engines = ['builtin', 'culvert-session', 'plugin'] as const

const root = join(import.meta.dirname, '../..')
const ownProgram = join(root, 'dist/culvert-session/bin/session-manager-plugin')
const plugin = await findOfficialPlugin()

interface Build {
  buildAll(wishes: { readonly only: readonly string[] }): Promise<readonly string[]>
}

/** Makes the program that is to be tested. */
export async function buildProgram(): Promise<void> {
  const { buildAll } = (await import(new URL('../../script/build.mjs', import.meta.url).href)) as Build
  await buildAll({ only: ['culvert-session'] })
}

export function isThere(name: EngineName): boolean {
  return name !== 'plugin' || plugin !== null
}

/** Says loudly what can not be tried here. */
export function skipWithoutPlugin(name: EngineName, test: TestContext): void {
  if (isThere(name)) return
  test.skip('session-manager-plugin is not installed: AWS’s own engine was not tried')
}

/** Has an engine behave, in a world of its own. */
export async function play(name: EngineName, behaviour: Behaviour): Promise<void> {
  const engine = engineUnderTest(name)
  const world = await SessionWorld.start()
  try {
    await behaviour.run(engine, world)
  } finally {
    await engine.dispose()
    await world.close()
  }
}

export function titleOf(behaviour: Behaviour, fault: KnownFault): string {
  return `[known fault ${fault.name}] does not: ${behaviour.name}`
}

/** A fault that is gone is news: the list and whoever reads it should know. So is one that looks different. */
export async function expectFault(behaviour: Behaviour, fault: KnownFault): Promise<void> {
  const seen = await play('plugin', behaviour).then(
    () => null,
    (error: Error) => error.message,
  )
  if (seen === null) throw new Error(`Plugin ${plugin?.version ?? '?'} does not have the fault ${fault.name} any more`)
  expect(seen).toMatch(fault.sign)
}

function engineUnderTest(name: EngineName): EngineUnderTest {
  if (name === 'builtin') return builtinUnderTest()
  return programUnderTest(name, name === 'plugin' ? (plugin?.path ?? '') : ownProgram)
}
