import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { SessionDocuments } from '#core/app/ports.ts'
import { createAwsHttp, createSessionDocuments, type AwsHttp } from '#core/aws/index.ts'
import { ok } from '#domain/result.ts'
import { createRouteTo } from '#network/route.ts'
import { startSandbox, type Sandbox } from '#sandbox/start.ts'
import { wallClock } from '#test/support/wall-clock.ts'

const place = { profile: { type: 'named', name: 'orders-prod' }, region: 'ap-northeast-1' } as const
const open: AwsHttp[] = []
let sandbox: Sandbox

beforeAll(async () => {
  sandbox = await startSandbox({ databases: [] })
})
afterEach(() => {
  for (const http of open.splice(0)) http.dispose()
})
afterAll(() => sandbox.stop())

function documentsOf(roleName: string): SessionDocuments {
  const { environment } = sandbox
  const http = createAwsHttp({ environment, routeTo: createRouteTo({ environment, platform: 'linux' }) })
  open.push(http)
  const credentials = {
    credentialsOf: async () => ok(sandbox.issueCredentials('orders-prod', roleName)),
    forget: () => undefined,
  }
  return createSessionDocuments({ clock: wallClock, http, credentials })
}

describe('session documents', () => {
  it('are listed, those of AWS and those for other things left out', async () => {
    expect(await documentsOf('DatabaseTunnel').namesIn(place)).toEqual(
      ok(['Harborline-EchoPort', 'Harborline-FollowLog', 'Harborline-OperatorShell', 'Harborline-RunCommand']),
    )
  })

  it('tell what they take', async () => {
    const read = await documentsOf('DatabaseTunnel').read(place, 'Harborline-FollowLog')
    expect(read.ok && read.value).toMatchObject({
      sessionType: 'InteractiveCommands',
      parameters: [
        { name: 'service', usual: null, description: 'Service whose log is followed' },
        { name: 'lines', usual: ['10'], pattern: '^[0-9]{1,4}$' },
      ],
    })
  })

  it('that are not there, or may not be read, say so', async () => {
    expect(await documentsOf('DatabaseTunnel').read(place, 'Harborline-Nothing')).toMatchObject({
      error: { code: 'DOCUMENT_INVALID', details: { document: 'Harborline-Nothing' } },
    })
    expect(await documentsOf('TunnelWithoutRead').read(place, 'Harborline-FollowLog')).toMatchObject({
      error: { code: 'ACCESS_DENIED' },
    })
  })
})
