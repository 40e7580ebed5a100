import { plainGuard } from '#test/support/door-guard.ts'
import { existsSync } from 'node:fs'
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import type { Log, SessionPlace, SessionService, StartRequest } from '#core/app/ports.ts'
import { createSessionService } from '#core/aws/index.ts'
import type { LocatedPlugin } from '#core/aws/plugin-locator/locate-plugin.ts'
import type { Result } from '#contract/result.ts'
import { fail, ok } from '#domain/result.ts'
import { type Sandbox, startSandbox } from '#sandbox/start.ts'
import { awsHttpIn } from '#test/support/aws-http.ts'
import { findOfficialPlugin } from '#test/support/official-plugin.ts'
import { type BuiltRelay, buildRelay, type RelayInProcess, startRelayProcess } from '#test/support/relay-process.ts'
import { freePort, TestClient } from '#test/support/tcp.ts'

const tunnelId = '5d0a3a0e-3f57-4bd8-b6c6-7f3a0f7f2b90'
const password = 'p@ss:w/rd#50%'
const policy = { kind: 'credentials', user: 'mika', password } as const
const region = 'ap-northeast-1'
const place: SessionPlace = { profile: { type: 'named', name: 'orders-staging' }, region }
const request: StartRequest = {
  targetId: 'i-09d4c6e2f08b371be',
  purpose: { for: 'forward', endpoint: { host: 'echo.harborline.internal', port: 7 }, localPort: 15_432 },
  reason: '',
  engine: 'builtin',
}
const silent: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }

let built: BuiltRelay
let folder = ''
let sandbox: Sandbox
let relay: RelayInProcess | null = null
let close: () => void = () => {}

beforeAll(async () => {
  built = await buildRelay()
  folder = await mkdtemp(join(tmpdir(), 'culvert-relay-'))
})
afterAll(async () => {
  built.remove()
  await rm(folder, { recursive: true })
})
afterEach(async () => {
  await relay?.dispose()
  relay = null
  close()
  await sandbox.stop()
})

/** Main's side of the network; the relay's own environment says nothing of it. */
async function openWorld(
  trusted: 'AWS_CA_BUNDLE' | 'SSL_CERT_FILE' | 'NODE_EXTRA_CA_CERTS',
  findPlugin: () => Promise<Result<LocatedPlugin>> = async () => fail('ENGINE_NOT_FOUND', {}),
  proxyBy: 'http' | 'socks' = 'http',
  more: Readonly<Record<string, string>> = {},
): Promise<SessionService> {
  sandbox = await startSandbox({ databases: [], network: 'corporate', proxy: policy, proxyBy })
  const { HTTPS_PROXY, [trusted]: bundle } = sandbox.environment
  const http = awsHttpIn({ HTTPS_PROXY, [trusted]: bundle, ...more })
  close = () => http.dispose()
  const keys = sandbox.issueCredentials('orders-staging', 'DatabaseTunnel')
  const credentials = { credentialsOf: async () => ok(keys), forget: () => {} }
  const clock = { now: () => Date.now(), after: () => () => {} }
  relay = await startRelayProcess({ entry: built.entry, runFile: join(folder, 'run.json') })
  return createSessionService({ clock, log: silent, http, credentials, findPlugin })
}

async function expectEcho(port: number): Promise<void> {
  const client = await TestClient.connect(port)
  client.socket.write('hello')
  expect((await client.bytes(5)).toString()).toBe('hello')
  client.socket.destroy()
}

it.each([
  ['AWS_CA_BUNDLE', 'http'],
  ['SSL_CERT_FILE', 'http'],
  ['NODE_EXTRA_CA_CERTS', 'http'],
  ['AWS_CA_BUNDLE', 'socks'],
] as const)(
  'the channel goes the way of the calls, trusting %s, through a proxy that speaks %s, and comes back that way',
  async (trusted, proxyBy) => {
    const sessions = await openWorld(trusted, undefined, proxyBy)
    const { facts, order } = relay!
    const port = await freePort()
    order({ type: 'open-door', tunnelId, port, kind: 'tcp', guard: plainGuard, clientWaitMs: 20_000 })
    await facts.waitFor('door-opened')
    const started = await sessions.start(place, request)
    if (!started.ok) throw new Error(JSON.stringify(started.error))
    const grant = started.value
    const { sessionId } = grant
    order({ type: 'start-session', grant })
    order({ type: 'serve-door', tunnelId, sessionId, before: 'drains' })
    await facts.waitFor('session-ready')
    await expectEcho(port)

    sandbox.fault({ kind: 'drop-session', sessionId })
    await facts.waitFor('pass-needed')
    const resumed = await sessions.resume(place, { sessionId, streamUrl: grant.pass.streamUrl })
    if (!resumed.ok) throw new Error(JSON.stringify(resumed.error))
    order({ type: 'renew-pass', sessionId, pass: resumed.value })
    await facts.waitFor('session-resumed')
    await expectEcho(port)

    const hosts = ['ssm', 'ssmmessages'].map((service) => ({ host: `${service}.${region}.amazonaws.com`, status: 200 }))
    expect(new Set(sandbox.state().proxy.map((one) => JSON.stringify(one)))).toEqual(
      new Set(hosts.map((one) => JSON.stringify(one))),
    )
    expect(JSON.stringify(facts.all)).not.toContain(password)
    await sessions.terminate(place, sessionId)
  },
)

/** Starts a session of AWS's plugin and sees it carry something. */
async function carryByPlugin(sessions: SessionService): Promise<string> {
  const { facts, order } = relay!
  const port = await freePort()
  const since = facts.mark
  order({ type: 'open-door', tunnelId, port, kind: 'tcp', guard: plainGuard, clientWaitMs: 20_000 })
  await facts.waitFor('door-opened', { since })
  const started = await sessions.start(place, { ...request, engine: 'plugin' })
  if (!started.ok) throw new Error(JSON.stringify(started.error))
  order({ type: 'start-session', grant: started.value })
  order({ type: 'serve-door', tunnelId, sessionId: started.value.sessionId, before: 'drains' })
  await facts.waitFor('session-ready', { since })
  await expectEcho(port)
  return started.value.sessionId
}

it('session data goes to the endpoint in one’s own network, where one is set', async () => {
  const host = `vpce-0a1b2c3d4e5f-6g7h.ssmmessages.${region}.vpce.amazonaws.com`
  const sessions = await openWorld('AWS_CA_BUNDLE', undefined, 'http', {
    AWS_ENDPOINT_URL_SSMMESSAGES: `https://${host}`,
  })
  const { facts, order } = relay!
  const port = await freePort()
  order({ type: 'open-door', tunnelId, port, kind: 'tcp', guard: plainGuard, clientWaitMs: 20_000 })
  await facts.waitFor('door-opened')
  const started = await sessions.start(place, request)
  if (!started.ok) throw new Error(JSON.stringify(started.error))
  order({ type: 'start-session', grant: started.value })
  order({ type: 'serve-door', tunnelId, sessionId: started.value.sessionId, before: 'drains' })
  await facts.waitFor('session-ready')
  await expectEcho(port)
  expect(new Set(sandbox.state().proxy.map((asked) => asked.host))).toEqual(
    new Set([`ssm.${region}.amazonaws.com`, host]),
  )
})

it('AWS’s plugin goes through a proxy that speaks SOCKS', async (test) => {
  const official = await findOfficialPlugin()
  if (official === null) return test.skip('session-manager-plugin is not installed: the official client was not tried')
  await carryByPlugin(await openWorld('AWS_CA_BUNDLE', async () => ok(official), 'socks'))
  const { host } = new URL(`https://ssmmessages.${region}.amazonaws.com`)
  expect(sandbox.state().proxy).toContainEqual({ host, status: 200 })
})

it('AWS’s plugin trusts by a file of ours, for this user alone, that goes with it or with the next relay', async (test) => {
  const official = await findOfficialPlugin()
  if (official === null) return test.skip('session-manager-plugin is not installed: the official client was not tried')
  const sessions = await openWorld('AWS_CA_BUNDLE', async () => ok(official))
  const { facts, order, crash } = relay!
  const files = join(folder, 'relay-files')
  const sessionId = await carryByPlugin(sessions)
  const [own = ''] = await readdir(files)
  const path = join(files, own, 'authorities.pem')
  expect((await stat(path)).mode & 0o777).toBe(0o600)
  expect((await stat(join(files, own))).mode & 0o777).toBe(0o700)
  const ours = await readFile(sandbox.environment['AWS_CA_BUNDLE'] ?? '', 'utf8')
  expect(await readFile(path, 'utf8')).toContain(ours.trim())
  order({ type: 'stop-session', sessionId, deadlineMs: 5_000 })
  await facts.waitFor('session-stopped')
  await expect.poll(() => readdir(files)).toEqual([])

  await carryByPlugin(sessions)
  expect(await readdir(files)).toHaveLength(1)
  const since = facts.mark
  await crash()
  expect(await readdir(files)).toHaveLength(1)
  await facts.waitFor('hello', { since })
  expect(existsSync(files)).toBe(false)
})
