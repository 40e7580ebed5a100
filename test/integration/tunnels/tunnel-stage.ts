import { afterEach, beforeEach, expect } from 'vitest'
import type { Sandbox, SandboxOptions } from '#sandbox/start.ts'
import { sandboxOfFile } from '#test/support/sandbox-of-file.ts'
import { openTunnelWorld, type TunnelWorld } from './tunnel-world.ts'

/** What the tests of a file stand on while they run. */
export interface TunnelStage {
  readonly sandbox: Sandbox
  /** Of each test its own, with somebody signed in. */
  readonly world: TunnelWorld
}

/**
 * Sets a stage for a file of tests; it is there from the first test on. After each test no session may be left at AWS.
 * @param openWorld for a world that is not an ordinary one
 */
export function tunnelStage(
  options: SandboxOptions = {},
  openWorld: (sandbox: Sandbox) => Promise<TunnelWorld> = openTunnelWorld,
): TunnelStage {
  const sandboxNow = sandboxOfFile(options)
  let world: TunnelWorld
  beforeEach(async () => {
    world = await openWorld(sandboxNow())
    await world.identity.signIns.start('harborline')
  })
  afterEach(async () => {
    await world.dispose()
    const { active, onGateway } = sandboxNow().state().sessions
    expect([active, onGateway]).toEqual([[], []])
  })
  return {
    get sandbox() {
      return sandboxNow()
    },
    get world() {
      return world
    },
  }
}
