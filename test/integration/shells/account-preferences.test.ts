import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type Sandbox, startSandbox } from '#sandbox/start.ts'
import { ShellWorld } from './shell-world.ts'

let sandbox: Sandbox
let world: ShellWorld

beforeAll(async () => {
  sandbox = await startSandbox({ databases: [], behaviour: { firstOutputMs: 0 } })
})
afterEach(async () => {
  await world.close()
  sandbox.fault({ kind: 'session-preferences', preferences: {} })
})
afterAll(() => sandbox.stop())

/** What a shell's window is told of the account, once it is open. */
async function toldOf(): Promise<unknown> {
  world = await ShellWorld.open(sandbox, null)
  await world.open()
  await expect.poll(() => world.shells.views()[0]?.preferences).not.toBeNull()
  return world.shells.views()[0]?.preferences
}

describe('what an account wants of shells', () => {
  it.each([
    [
      { idleSessionTimeout: '7', maxSessionDuration: '90' },
      { idleMinutes: 7, longestMinutes: 90, runAs: 'ssm-user' },
    ],
    [
      { runAsEnabled: true, runAsDefaultUser: 'ec2-user' },
      { idleMinutes: 20, longestMinutes: null, runAs: 'ec2-user' },
    ],
  ])('is read from its document: %j', async (preferences, told) => {
    sandbox.fault({ kind: 'session-preferences', preferences })
    expect(await toldOf()).toEqual(told)
  })

  it('is not known to a role that may not read the document, and the shell opens all the same', async () => {
    sandbox.fault({ kind: 'error', action: 'GetDocument', code: 'AccessDeniedException', times: 9 })
    world = await ShellWorld.open(sandbox, null)
    await world.open()
    expect(world.shells.views()).toMatchObject([{ preferences: null, status: { kind: 'open' } }])
  })
})
