import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { TargetPlace, TargetView } from '#contract/targets.ts'
import { createTargetInventory } from '#core/aws/targets/target-inventory.ts'
import type { TargetInventory } from '#core/app/ports.ts'
import { createAwsHttp } from '#core/aws/index.ts'
import { ok } from '#domain/result.ts'
import { createRouteTo } from '#network/route.ts'
import { startSandbox, type Sandbox } from '#sandbox/start.ts'
import { wallClock } from '#test/support/wall-clock.ts'

let sandbox: Sandbox

beforeAll(async () => {
  sandbox = await startSandbox({ databases: [], crowd: { nodes: 120 } })
})
afterEach(() => sandbox.reset())
afterAll(() => sandbox.stop())

/** The inventory with one account's credentials. */
function inventoryOf(accountName: string, roleName: string): TargetInventory & { dispose(): void } {
  const { environment } = sandbox
  const http = createAwsHttp({ environment, routeTo: createRouteTo({ environment, platform: 'linux' }) })
  const credentials = {
    credentialsOf: async () => ok(sandbox.issueCredentials(accountName, roleName)),
    forget: () => undefined,
  }
  const { read } = createTargetInventory({ clock: wallClock, http, credentials })
  return { read, dispose: () => http.dispose() }
}

async function read(accountName: string, roleName: string, region = 'ap-northeast-1') {
  const inventory = inventoryOf(accountName, roleName)
  const place: TargetPlace = { profile: { type: 'named', name: accountName }, region }
  return inventory.read(place, new AbortController().signal).finally(() => inventory.dispose())
}

const told = (targets: readonly TargetView[]) =>
  targets.map(({ name, form, state }) => [name, form, state.kind === 'closed' ? state.why : state.kind])

describe('the inventory of targets', () => {
  it('finds machines of EC2 and of Systems Manager, and says of each why it can be opened or not', async () => {
    const { targets, problems } = await read('orders-prod', 'DatabaseTunnel')
    expect(problems).toEqual([])
    expect(told(targets)).toEqual([
      ['bastion-a', 'instance', 'online'],
      ['bastion-c', 'instance', 'offline'],
      ['orders-api', 'instance', 'not-registered'],
      ['worker', 'container', 'online'],
      ['migrate', 'container', 'exec-off'],
    ])
    expect(targets[0]).toMatchObject({
      target: { on: 'node', id: 'i-0ab3f29c81d7e4402' },
      platform: 'Amazon Linux 2023',
      agentVersion: '3.3.987.0',
      address: '10.40.10.12',
      tags: [
        { key: 'Role', value: 'bastion' },
        { key: 'Environment', value: 'production' },
      ],
    })
    expect(targets[3]).toMatchObject({ platform: 'Fargate 1.4.0, ARM64', service: 'worker', system: 'linux' })
  })

  it('knows Windows, machines on premises and other regions', async () => {
    const { targets } = await read('orders-prod', 'ReadOnly', 'eu-west-1')
    expect(targets.map(({ name, system, platform }) => [name, system, platform])).toEqual([
      ['bastion-eu', 'linux', 'Amazon Linux 2023'],
      ['report-win-1', 'windows', 'Windows Server 2022'],
      ['report-win-2', 'windows', null],
    ])
    const dev = await read('platform-dev', 'ReadOnly', 'us-east-1')
    expect(told(dev.targets)).toEqual([
      ['bastion-us', 'instance', 'online'],
      ['rack-12', 'hybrid', 'offline'],
    ])
  })

  it('reads all pages', async () => {
    const { targets } = await read('platform-dev', 'ReadOnly')
    expect(targets.filter(({ name }) => name.startsWith('worker-'))).toHaveLength(120)
    const asked = sandbox.state().calls.filter(({ action }) => action === 'DescribeInstanceInformation')
    expect(asked).toHaveLength(3)
  })

  it('shows what may be read, and names what may not', async () => {
    sandbox.fault({ kind: 'error', action: 'ListClusters', code: 'AccessDeniedException', message: 'no', status: 400 })
    const partly = await read('orders-prod', 'ReadOnly')
    expect(partly.targets).toHaveLength(3)
    expect(partly.problems).toMatchObject([{ code: 'ACCESS_DENIED', details: { aws: { operation: 'ListClusters' } } }])
    const none = await read('orders-prod', 'TunnelWithoutRead')
    expect(none.targets).toEqual([])
    expect(none.problems.map(({ code }) => code)).toEqual(['ACCESS_DENIED', 'ACCESS_DENIED', 'ACCESS_DENIED'])
  })

  it('is given up in the middle of a call', async () => {
    sandbox.fault({ kind: 'delay', action: '*', milliseconds: 60_000, times: 10 })
    const inventory = inventoryOf('orders-prod', 'ReadOnly')
    const control = new AbortController()
    const reading = inventory.read({ profile: { type: 'named', name: 'x' }, region: 'ap-northeast-1' }, control.signal)
    control.abort()
    expect((await reading).targets).toEqual([])
    inventory.dispose()
  })
})
