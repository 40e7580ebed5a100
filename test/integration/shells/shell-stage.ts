import { afterEach, beforeEach, expect } from 'vitest'
import type { Sandbox } from '#sandbox/start.ts'
import { findOfficialPlugin } from '#test/support/official-plugin.ts'
import { ShellWorld } from './shell-world.ts'

const plugin = await findOfficialPlugin()

/** What the tests of a suite stand on while they run. */
export interface ShellStage {
  readonly sandbox: Sandbox
  /** Of each test its own. */
  readonly world: ShellWorld
}

/**
 * Sets a stage for a suite over one engine, in a sandbox that is there before each test. No program and no session may be left after
 * one. Where AWS's plugin is not installed, tests over it are skipped.
 */
export function shellStage(engine: 'builtin' | 'plugin', sandboxNow: () => Sandbox): ShellStage {
  let world: ShellWorld | null = null
  beforeEach(async (context) => {
    world = null
    if (engine === 'plugin' && plugin === null) context.skip('session-manager-plugin is not installed on this machine')
    world = await ShellWorld.open(sandboxNow(), engine === 'plugin' ? plugin : null)
  })
  afterEach(async () => {
    if (world === null) return
    await world.close()
    const { active, onGateway } = sandboxNow().state().sessions
    expect([world.programs, active, onGateway]).toEqual([0, [], []])
  })
  return {
    get sandbox() {
      return sandboxNow()
    },
    get world() {
      if (world === null) throw new Error('no test runs')
      return world
    },
  }
}
