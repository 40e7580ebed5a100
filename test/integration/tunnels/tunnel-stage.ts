import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest'
import { startSandbox, type Sandbox, type SandboxOptions } from '#sandbox/start.ts'
import { openTunnelWorld, type TunnelWorld } from './tunnel-world.ts'

/** What the tests of a file stand on while they run. */
export interface TunnelStage {
  /** One for all of them, as it was at its start before each. */
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
  let sandbox: Sandbox
  let world: TunnelWorld
  beforeAll(async () => {
    sandbox = await startSandbox({ databases: [], ...options })
  })
  afterAll(() => sandbox.stop())
  beforeEach(async () => {
    sandbox.reset()
    world = await openWorld(sandbox)
    await world.identity.signIns.start('harborline')
  })
  afterEach(async () => {
    await world.dispose()
    expect(sandbox.state().sessions.active).toEqual([])
    expect(sandbox.state().sessions.onGateway).toEqual([])
  })
  return {
    get sandbox() {
      return sandbox
    },
    get world() {
      return world
    },
  }
}
