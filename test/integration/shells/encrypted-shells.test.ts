import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ShellRequest } from '#contract/shells.ts'
import { startSandbox, type Sandbox } from '#sandbox/start.ts'
import { findOfficialPlugin } from '#test/support/official-plugin.ts'
import { ShellWorld } from './shell-world.ts'

const plugin = await findOfficialPlugin()
const staging: Partial<ShellRequest> = {
  profile: { type: 'named', name: 'ci-tunnel' },
  target: { on: 'node', id: 'i-09d4c6e2f08b371be' },
}

// The plugin asks KMS by itself, at the genuine host name: only a proxy can answer for that.
describe.each(['builtin', 'plugin'] as const)('a shell that the account encrypts, over the %s engine', (name) => {
  let sandbox: Sandbox
  let world: ShellWorld

  beforeEach(async (context) => {
    if (name === 'plugin' && plugin === null) context.skip('session-manager-plugin is not installed on this machine')
    sandbox = await startSandbox({ databases: [], network: 'corporate', behaviour: { firstOutputMs: 0 } })
    world = await ShellWorld.open(sandbox, name === 'plugin' ? plugin : null)
    sandbox.fault({ kind: 'session-key' })
  })
  afterEach(async () => {
    await world?.close()
    await sandbox?.stop()
  })

  it('is opened with a data key that is made with the profile’s credentials, and says so', async () => {
    const { id, page } = await world.open(staging)
    page.type('echo "sum=$((40 + 2))"\r')
    await page.shows(/sum=42\r\n/)
    expect(world.shells.views()).toMatchObject([
      { id, status: { message: 'This session is encrypted using AWS KMS.' } },
    ])
    expect(page.text()).not.toContain('KMS')
    const calls = sandbox.state().calls.filter(({ service }) => service === 'kms')
    expect(calls).toMatchObject([
      { action: 'GenerateDataKey', status: 200, caller: expect.stringContaining('user/ci-tunnel') },
      { action: 'Decrypt', status: 200 },
    ])
  })

  it('is refused with the permission that is missing', async () => {
    const message =
      'User: arn:aws:iam::730155204418:user/ci-tunnel is not authorized to perform: kms:GenerateDataKey on resource: arn:aws:kms:ap-northeast-1:730155204418:key/1 because no identity-based policy allows the kms:GenerateDataKey action'
    sandbox.fault({ kind: 'error', action: 'GenerateDataKey', code: 'AccessDeniedException', message, times: 10 })
    const { problem } = await world.is(world.start(staging), 'failed')
    const denial = { action: 'kms:GenerateDataKey', how: 'implicit', policyType: 'identity-based' }
    expect(problem).toMatchObject({ code: 'ACCESS_DENIED', details: { denial, aws: { operation: 'GenerateDataKey' } } })
  })

  it('is refused when its key is disabled', async () => {
    sandbox.fault({ kind: 'kms-key', state: 'disabled' })
    const { problem } = await world.is(world.start(staging), 'failed')
    expect(problem).toMatchObject({ code: 'SESSION_KEY_UNUSABLE' })
  })
})
