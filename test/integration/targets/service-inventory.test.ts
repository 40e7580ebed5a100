import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { ServiceInventory } from '#core/app/ports.ts'
import { createAwsHttp, createServiceInventory, type AwsHttp } from '#core/aws/index.ts'
import { ok } from '#domain/result.ts'
import { createRouteTo } from '#network/route.ts'
import { taskTarget } from '#sandbox/world/containers.ts'
import { startSandbox, type Sandbox } from '#sandbox/start.ts'
import { wallClock } from '#test/support/wall-clock.ts'

const place = { profile: { type: 'named', name: 'any' }, region: 'ap-northeast-1' } as const
const open: AwsHttp[] = []
let sandbox: Sandbox

beforeAll(async () => {
  sandbox = await startSandbox({ databases: [], crowd: { tasks: 1 } })
})
afterEach(() => {
  for (const http of open.splice(0)) http.dispose()
  sandbox.reset()
})
afterAll(() => sandbox.stop())

function servicesOf(account: string, roleName = 'DatabaseTunnel'): ServiceInventory {
  const { environment } = sandbox
  const http = createAwsHttp({ environment, routeTo: createRouteTo({ environment, platform: 'linux' }) })
  open.push(http)
  const credentials = {
    credentialsOf: async () => ok(sandbox.issueCredentials(account, roleName)),
    forget: () => undefined,
  }
  return createServiceInventory({ clock: wallClock, http, credentials })
}

describe('services', () => {
  it('are listed with their tasks, and with what keeps each container closed', async () => {
    expect(await servicesOf('orders-prod').servicesAt(place)).toEqual(
      ok([
        { cluster: 'ledger', name: 'migrate', tasks: 1, containers: [{ name: 'app', state: 'exec-off' }] },
        { cluster: 'ledger', name: 'worker', tasks: 2, containers: [{ name: 'app', state: 'open' }] },
      ]),
    )
    expect(await servicesOf('orders-staging').servicesAt(place)).toMatchObject({
      value: [{ name: 'worker', containers: [{ state: 'exec-agent' }] }],
    })
  })

  it('are listed though no task of them runs', async () => {
    for (const task of sandbox.world.tasks)
      sandbox.fault({ kind: 'node', target: taskTarget(task), connection: 'stopped' })
    expect(await servicesOf('orders-prod').servicesAt(place)).toMatchObject({
      value: [
        { name: 'migrate', tasks: 0, containers: [] },
        { name: 'worker', tasks: 0, containers: [] },
      ],
    })
  })

  it('that may not be listed say so', async () => {
    expect(await servicesOf('orders-prod', 'TunnelWithoutRead').servicesAt(place)).toMatchObject({
      error: { code: 'ACCESS_DENIED', details: { denial: { action: 'ecs:ListClusters' } } },
    })
  })
})
