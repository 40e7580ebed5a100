import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { SessionDirectory } from '#core/app/aws-sessions/ports.ts'
import type { SessionService } from '#core/app/ports.ts'
import { createSessionDirectory, createSessionService, type AwsHttp } from '#core/aws/index.ts'
import { fail, ok } from '#domain/result.ts'
import { startSandbox, type Sandbox } from '#sandbox/start.ts'
import { awsHttpIn } from '#test/support/aws-http.ts'
import { wallClock } from '#test/support/wall-clock.ts'
import { silentLog } from '../identity/identity-setup.ts'

const place = { profile: { type: 'named', name: 'orders-prod' }, region: 'ap-northeast-1' } as const
const open: AwsHttp[] = []
let sandbox: Sandbox

beforeAll(async () => {
  sandbox = await startSandbox({ databases: [] })
})
beforeEach(() => sandbox.reset())
afterEach(() => {
  for (const http of open.splice(0)) http.dispose()
})
afterAll(() => sandbox.stop())

/** What somebody in this role may do. */
function as(roleName: string, pageSize = 200): SessionDirectory & SessionService {
  const http = awsHttpIn(sandbox.environment)
  open.push(http)
  const issued = sandbox.issueCredentials('orders-prod', roleName)
  const credentials = { credentialsOf: async () => ok(issued), forget: () => undefined }
  const aws = { clock: wallClock, log: silentLog, http, credentials }
  return {
    ...createSessionDirectory({ ...aws, pageSize }),
    ...createSessionService({ ...aws, findPlugin: async () => fail('ENGINE_NOT_FOUND', {}) }),
  }
}

async function start(service: SessionService, reason: string): Promise<string> {
  const target = await service.resolveTarget(place, { by: 'tag', tags: [{ key: 'Role', value: 'bastion' }] })
  if (!target.ok) throw new Error(target.error.code)
  const started = await service.start(place, {
    targetId: target.value.id,
    purpose: { for: 'forward', endpoint: { host: 'echo.harborline.internal', port: 7 }, localPort: 7 },
    reason,
    engine: 'builtin',
  })
  if (!started.ok) throw new Error(started.error.code)
  return started.value.sessionId
}

describe('sessions at AWS', () => {
  it('are those that are open under the caller’s own name, with what the service tells of them', async () => {
    const [mine, others] = [as('DatabaseTunnel'), as('PortForwardOnly')]
    const ended = await start(mine, 'ended')
    const own = await start(mine, 'Culvert: orders-db')
    await start(others, 'by another role')
    expect(await mine.terminate(place, ended)).toEqual(ok(undefined))
    const found = await mine.openAt(place)
    expect(found).toMatchObject({
      value: [
        { sessionId: own, kind: 'forward', reason: 'Culvert: orders-db', targetId: expect.stringMatching(/^i-/) },
      ],
    })
    const startedAt = found.ok ? found.value[0]?.startedAt : null
    expect(Math.abs((startedAt ?? 0) - Date.now())).toBeLessThan(60_000)
  })

  it('come whole, though the service gives them in pages', async () => {
    const mine = as('DatabaseTunnel', 2)
    const ids: string[] = []
    for (let count = 0; count < 5; count += 1) ids.push(await start(mine, `number ${count}`))
    const found = await mine.openAt(place)
    const foundIds = found.ok ? found.value.map(({ sessionId }) => sessionId) : []
    expect(foundIds).toEqual(expect.arrayContaining(ids))
    expect(new Set(foundIds).size).toBe(foundIds.length)
  })

  it('that may not be listed say which action was refused', async () => {
    expect(await as('TunnelWithoutRead').openAt(place)).toMatchObject({
      error: { code: 'ACCESS_DENIED', details: { denial: { action: 'ssm:DescribeSessions' } } },
    })
  })
})
