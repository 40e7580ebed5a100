import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createRouteTo } from '#network/route.ts'
import { monotonicClock } from '#relay/clock.ts'
import { createPluginEngine } from '#relay/engine/plugin/plugin-engine.ts'
import { ChildKeeper } from '#relay/process/child-keeper.ts'
import { type Sandbox, startSandbox } from '#sandbox/start.ts'
import { findOfficialPlugin } from '#test/support/official-plugin.ts'
import { startBehindProxy } from '../sandbox/corporate-client.ts'
import { region } from '../sandbox/support.ts'
import { reading } from './stream-world.ts'

const bastion = 'i-0ab3f29c81d7e4402'
const plugin = await findOfficialPlugin()

describe('an encrypted shell over the plugin, behind a company’s proxy', () => {
  let sandbox: Sandbox
  let children: ChildKeeper

  beforeEach(async (context) => {
    if (plugin === null) context.skip('session-manager-plugin is not installed on this machine')
    sandbox = await startSandbox({ databases: [], network: 'corporate' })
    children = new ChildKeeper(monotonicClock, null)
  })

  afterEach(async () => {
    await children?.dispose(0)
    await sandbox?.stop()
  })

  it('gets its key with the credentials that the app gives, and keeps the agent’s message out of the output', async () => {
    sandbox.fault({ kind: 'session-key' }, { kind: 'agent', behaviour: { firstOutputMs: 0 } })
    const keys = sandbox.issueCredentials('orders-prod', 'DatabaseTunnel')
    const { sessionId, ...opened } = await startBehindProxy(sandbox, keys, { Target: bastion })
    const route = await createRouteTo({ environment: sandbox.environment, platform: process.platform })(
      opened.streamUrl,
    )
    if (!route.ok) throw new Error(route.error.code)
    const environment = { ...sandbox.environment, PATH: process.env['PATH'] ?? '' }
    const grant = {
      sessionId,
      targetId: bastion,
      region,
      purpose: { for: 'shell' as const, program: 'shell' as const },
      pass: { tokenValue: opened.tokenValue, streamUrl: opened.streamUrl, upgradeHeaders: {}, network: route.value },
      engine: { name: 'plugin' as const, ...plugin!, ssmEndpoint: '' },
    }
    const host = {
      renewPass: () => Promise.resolve(null),
      credentials: () => Promise.resolve(keys),
      endpointFailed: () => undefined,
      resumed: () => undefined,
      log: () => undefined,
    }
    const engine = createPluginEngine({ children, clock: monotonicClock, environment })
    const started = await engine.shell(grant, host, new AbortController().signal)
    if (!started.ok) throw new Error(JSON.stringify(started.error))
    const session = started.value
    const printed = reading(session.output)
    await printed.until(/\$ $/)
    expect(session.customerMessage).toBe('This session is encrypted using AWS KMS.')
    expect(printed.text()).not.toContain('KMS')
    session.write(Buffer.from('echo "sum=$((40 + 2))"\r'))
    await printed.until(/sum=42/)
    session.write(Buffer.from('exit\r'))
    expect(await session.ended).toMatchObject({ code: 'SESSION_ENDED' })
    expect(sandbox.state().calls.filter(({ service }) => service === 'kms')).toMatchObject([
      { action: 'GenerateDataKey', status: 200, caller: expect.stringContaining('/mika.sato') },
      { action: 'Decrypt', status: 200 },
    ])
  })
})
