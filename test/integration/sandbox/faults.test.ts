import { GetConnectionStatusCommand, SSMClient, StartSessionCommand } from '@aws-sdk/client-ssm'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type Sandbox, startSandbox } from '#sandbox/start.ts'
import { clientOf } from './support.ts'

const bastion = 'i-0ab3f29c81d7e4402'
let sandbox: Sandbox

beforeAll(async () => {
  sandbox = await startSandbox({ databases: [] })
})
afterEach(() => sandbox.reset())
afterAll(() => sandbox.stop())

const ssmOf = (): SSMClient =>
  new SSMClient({ ...clientOf(sandbox), credentials: sandbox.issueCredentials('orders-prod', 'DatabaseTunnel') })
const ask = (client = ssmOf()) => client.send(new GetConnectionStatusCommand({ Target: bastion }))
const start = (host = 'echo.harborline.internal', portNumber = '7') =>
  ssmOf().send(
    new StartSessionCommand({
      Target: bastion,
      DocumentName: 'AWS-StartPortForwardingSessionToRemoteHost',
      Parameters: { host: [host], portNumber: [portNumber] },
    }),
  )

const control = (path: string, body?: unknown, headers: Readonly<Record<string, string>> = {}): Promise<Response> =>
  fetch(`${sandbox.controlUrl}/_sandbox/${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    headers,
  })

describe('the control API', () => {
  it('takes one fault or several, and says which are nonsense', async () => {
    const faults = [
      { kind: 'throttle', action: 'StartSession', times: 3 },
      { kind: 'node', target: bastion, connection: 'lost' },
    ]
    const answer = await control('faults', faults)
    expect([answer.status, await answer.json()]).toEqual([200, { affected: [0, 1] }])
    expect(sandbox.state().faults).toEqual([{ kind: 'throttle', action: 'StartSession', times: 3 }])
    expect((await control('faults', { kind: 'node', target: 'i-nowhere', connection: 'lost' })).status).toBe(400)
    expect((await control('faults', { kind: 'thunder' })).status).toBe(400)
    expect((await control('nothing', {})).status).toBe(404)
    expect((await control('reset', {})).status).toBe(200)
    expect(sandbox.state().faults).toEqual([])
    await expect(ask()).resolves.toMatchObject({ Status: 'connected' })
  })

  it('tells what happened, and nothing secret', async () => {
    await sandbox.seedSignIn()
    const credentials = sandbox.issueCredentials('orders-prod', 'DatabaseTunnel')
    await ask(new SSMClient({ ...clientOf(sandbox), credentials }))
    const session = await start()
    const text = await (await control('state')).text()
    for (const secret of [
      credentials.accessKeyId,
      credentials.secretAccessKey,
      credentials.sessionToken,
      session.TokenValue,
    ]) {
      expect(text).not.toContain(secret)
    }
    const state: unknown = JSON.parse(text)
    expect(state).toMatchObject({
      sessions: { active: [{ sessionId: session.SessionId, targetId: bastion }], onGateway: [session.SessionId] },
      calls: [
        { action: 'GetConnectionStatus', status: 200, error: null, details: { target: bastion } },
        { action: 'StartSession', status: 200, userAgent: expect.stringContaining('aws-sdk-js') },
      ],
    })
    sandbox.fault({ kind: 'end-session' })
  })

  it('turns web pages away, and names that lead here by DNS', async () => {
    expect((await control('state', undefined, { origin: 'http://evil.example' })).status).toBe(403)
    const port = new URL(sandbox.controlUrl).port
    expect((await fetch(`http://localhost:${port}/_sandbox/state`)).status).toBe(200)
  })
})

describe('faults of calls', () => {
  it('are used up one call at a time', async () => {
    sandbox.fault({ kind: 'error', action: 'GetConnectionStatus', code: 'InternalServerError', status: 500, times: 2 })
    await expect(ask()).rejects.toMatchObject({ name: 'InternalServerError' })
    await expect(ask()).rejects.toMatchObject({ name: 'InternalServerError' })
    await expect(ask()).resolves.toMatchObject({ Status: 'connected' })
  })

  it('cut the connection', async () => {
    sandbox.fault({ kind: 'hang-up', action: '*' })
    await expect(ask()).rejects.toMatchObject({ code: 'ECONNRESET' })
    expect(sandbox.state().calls.at(-1)).toMatchObject({ action: 'GetConnectionStatus', status: 0 })
  })

  it('make a call slow', async () => {
    sandbox.fault({ kind: 'delay', action: 'StartSession', milliseconds: 300 })
    const before = performance.now()
    await start()
    expect(performance.now() - before).toBeGreaterThanOrEqual(295)
    sandbox.fault({ kind: 'end-session' })
  })
})

describe('faults of sessions', () => {
  it('end one as the service would, and are told by the book', async () => {
    const { SessionId = '' } = await start()
    expect(sandbox.fault({ kind: 'end-session', sessionId: SessionId, output: 'maintenance' })).toEqual([1])
    expect(sandbox.state().sessions.active).toEqual([])
    expect(sandbox.state().sessions.ended[0]).toMatchObject({
      sessionId: SessionId,
      end: { status: 'Terminated', output: 'maintenance' },
    })
    expect(sandbox.fault({ kind: 'drop-session', sessionId: SessionId })).toEqual([0])
  })
})
