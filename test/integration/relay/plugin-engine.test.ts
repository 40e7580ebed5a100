import { pluginEngineAt } from '#test/support/official-plugin.ts'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Problem } from '#contract/problem.ts'
import type { Result } from '#contract/result.ts'
import type { TemporaryCredentials } from '#contract/relay.ts'
import type { Clock } from '#domain/clock/clock.ts'
import { monotonicClock } from '#relay/clock.ts'
import type { EngineHost, EngineSession } from '#relay/engine/engine.ts'
import { createPluginEngine } from '#relay/engine/plugin/plugin-engine.ts'
import { ChildKeeper } from '#relay/process/child-keeper.ts'
import { createFakePlugin, type FakePlugin, type FakePluginMode } from '#test/support/fake-plugin.ts'
import { grantFor } from '#test/support/grants.ts'
import { ManualClock } from '#test/support/manual-clock.ts'
import { serveEcho, type TestServer } from '#test/support/tcp.ts'

const ownEnvironment = {
  PATH: process.env['PATH'] ?? '',
  HTTPS_PROXY: 'http://proxy.example:3128',
  AWS_CA_BUNDLE: '/etc/ssl/corporate.pem',
  AWS_PROFILE: 'someone-elses',
  AWS_ACCESS_KEY_ID: 'AKIDINHERITED',
  DATABASE_PASSWORD: 'not for the plugin',
}

/** A busy machine starts programs slowly. */
const patient = { timeout: 15_000 }

describe('the plugin engine over a stand-in for the plugin', () => {
  let echo: TestServer
  let children: ChildKeeper
  let plugin: FakePlugin | null = null
  const problems: Problem[] = []
  const logged: string[] = []
  let credentials: TemporaryCredentials | null

  beforeEach(async () => {
    echo = await serveEcho()
    children = new ChildKeeper(monotonicClock, null)
    problems.length = 0
    logged.length = 0
    credentials = {
      accessKeyId: 'AKIDFRESH',
      secretAccessKey: 'secret',
      sessionToken: 'session',
      expiresAt: 4_000_000_000_000,
    }
  })

  afterEach(async () => {
    await children.dispose(0)
    plugin?.remove()
    await echo.close()
  })

  const host: EngineHost = {
    renewPass: () => Promise.resolve(null),
    credentials: () => Promise.resolve(credentials),
    endpointFailed: (problem) => problems.push(problem),
    resumed: () => {},
    log: (_level, event) => logged.push(event),
  }

  function start(mode: FakePluginMode, signal = new AbortController().signal): Promise<Result<EngineSession>> {
    plugin = createFakePlugin(mode, echo.port)
    return startAt(plugin.path, signal)
  }

  async function startAt(
    path: string,
    signal = new AbortController().signal,
    clock: Clock = monotonicClock,
  ): Promise<Result<EngineSession>> {
    const engine = await pluginEngineAt(path, 'http://127.0.0.1:9')
    return createPluginEngine({ children, clock, environment: ownEnvironment }).forward(
      grantFor({ port: 5432, engine }),
      host,
      signal,
    )
  }

  async function ready(mode: FakePluginMode): Promise<EngineSession> {
    const started = await start(mode)
    if (!started.ok) throw new Error(JSON.stringify(started.error))
    return started.value
  }

  it('carries streams and half-closes', async () => {
    const session = await ready('healthy')
    const stream = await session.openStream()
    const chunks: Buffer[] = []
    stream.on('data', (chunk: Buffer) => chunks.push(chunk))
    const ended = new Promise((resolve) => stream.once('end', resolve))
    stream.end('through the plugin')
    await ended
    expect(Buffer.concat(chunks).toString()).toBe('through the plugin')
    await session.stop(2_000)
    expect(await session.probe(10)).toBeNull()
  })

  it('invokes it as aws-cli does, with no secret in its arguments and none of ours in its environment', async () => {
    const session = await ready('healthy')
    const { args, environment } = plugin!.report()
    expect(args).toEqual([
      'AWS_SSM_START_SESSION_RESPONSE',
      'eu-west-1',
      'StartSession',
      '',
      '{"Target":"i-0123456789abcdef0"}',
      'http://127.0.0.1:9',
    ])
    expect(JSON.parse(environment['AWS_SSM_START_SESSION_RESPONSE'] ?? '')).toEqual({
      SessionId: session.sessionId,
      TokenValue: 'token-of-a-test',
      StreamUrl: `ws://127.0.0.1:9/v1/data-channel/${session.sessionId}`,
    })
    expect(environment).toMatchObject({
      HTTPS_PROXY: 'http://proxy.example:3128',
      AWS_CA_BUNDLE: '/etc/ssl/corporate.pem',
      AWS_EC2_METADATA_DISABLED: 'true',
    })
    for (const name of ['AWS_PROFILE', 'AWS_ACCESS_KEY_ID', 'DATABASE_PASSWORD'])
      expect(environment).not.toHaveProperty(name)
    await session.stop(2_000)
  })

  it('serves fresh credentials to it, to nobody else, and only while it runs', async () => {
    const session = await ready('asks-for-credentials')
    const { credentials: answer, refusedStatus, configFile, environment } = plugin!.report()
    expect(answer).toMatchObject({
      status: 200,
      body: { AccessKeyId: 'AKIDFRESH', SecretAccessKey: 'secret', Token: 'session' },
    })
    const validMs = Date.parse(answer?.body['Expiration'] ?? '') - Date.now()
    expect(validMs).toBeGreaterThan(10 * 60_000)
    expect(validMs).toBeLessThanOrEqual(15 * 60_000)
    expect(refusedStatus).toBe(401)
    expect(configFile).toBe('')
    const url = environment['AWS_CONTAINER_CREDENTIALS_FULL_URI'] ?? ''
    const authorization = environment['AWS_CONTAINER_AUTHORIZATION_TOKEN'] ?? ''
    credentials = null
    expect((await fetch(url, { headers: { authorization } })).status).toBe(503)
    await session.stop(2_000)
    await expect
      .poll(
        () =>
          fetch(url).then(
            () => 'answered',
            () => 'gone',
          ),
        patient,
      )
      .toBe('gone')
  })

  it('interrupts it on stop, and kills it when it does not care, within the deadline', async () => {
    const polite = await ready('healthy')
    await polite.stop(2_000)
    plugin?.remove()
    const stubborn = await ready('ignores-signals')
    const startedAt = performance.now()
    await stubborn.stop(600)
    expect(performance.now() - startedAt).toBeLessThan(900)
    expect(await stubborn.probe(10)).toBeNull()
    await expect(stubborn.openStream()).rejects.toThrow('not running')
  })

  it('passes on that the endpoint was not reached, and lives on', async () => {
    const session = await ready('destination-fails')
    const stream = await session.openStream()
    await new Promise((resolve) => stream.once('end', resolve).resume())
    await expect.poll(() => problems.map(({ code }) => code), patient).toEqual(['ENDPOINT_REFUSED'])
    expect(await session.probe(10)).toBe('unknown')
    await session.stop(2_000)
  })

  it('tells why a running session ended, with its streams closed', async () => {
    const session = await ready('times-out-later')
    const stream = await session.openStream()
    expect(await session.ended).toMatchObject({ code: 'SESSION_EXPIRED' })
    expect(stream.destroyed).toBe(true)
  })

  it.each<[FakePluginMode, string, Record<string, unknown>]>([
    ['exits-at-once', 'ENGINE_FAILED', { reason: 'ended', ending: 'exit 0' }],
    ['port-taken', 'ENGINE_FAILED', { reason: 'listen' }],
    ['says-cannot-start-and-hangs', 'DATA_CHANNEL_UNREACHABLE', {}],
    ['ended-by-agent', 'ENDPOINT_FORBIDDEN', {}],
    ['garbage', 'ENGINE_FAILED', { said: 'something [redacted] else' }],
    ['names-two-ports', 'AGENT_DISTRUSTED', { reason: 'second-port' }],
  ])('fails with a name when it %s', async (mode, code, details) => {
    const started = await start(mode)
    expect(started).toMatchObject({ ok: false, error: { code, details } })
  })

  it('fails with a name when there is no such file, or no program in it', async () => {
    expect(await startAt('/nowhere/session-manager-plugin')).toMatchObject({
      ok: false,
      error: { code: 'ENGINE_NOT_FOUND', details: { path: '/nowhere/session-manager-plugin' } },
    })
    expect(await startAt('session-manager-plugin')).toMatchObject({
      ok: false,
      error: { details: { reason: 'not-absolute' } },
    })
    expect(await startAt(import.meta.filename)).toMatchObject({ ok: false, error: { code: 'ENGINE_UNUSABLE' } })
  })

  it.each<[FakePluginMode, () => boolean, string, Record<string, unknown>]>([
    ['silent', () => reportOf(plugin) !== null, 'ENGINE_FAILED', { reason: 'silent' }],
    ['hangs-while-connecting', () => logged.includes('plugin-starting'), 'HANDSHAKE_TIMED_OUT', { engine: 'plugin' }],
  ])('gives up after five seconds on one that is %s', async (mode, hasCome, code, details) => {
    const clock = new ManualClock()
    plugin = createFakePlugin(mode, echo.port)
    const starting = startAt(plugin.path, undefined, clock)
    await expect.poll(hasCome, patient).toBe(true)
    clock.pass(5_000)
    const path = code === 'ENGINE_FAILED' ? { path: plugin.path } : {}
    expect(await starting).toMatchObject({ ok: false, error: { code, details: { ...details, ...path } } })
    expect(children.count).toBe(0)
  })

  it('ends a session whose plugin takes no connections any more', async () => {
    const session = await ready('closes-its-port')
    await expect
      .poll(() => session.openStream().catch((error: Error) => error.message), patient)
      .toMatch(/not (running|take)/)
    expect(await session.ended).toMatchObject({ code: 'ENGINE_FAILED', details: { reason: 'port-closed' } })
    await expect.poll(() => children.count, patient).toBe(0)
  })

  /** A client that sends `text`, stays for `ms`, and leaves. */
  async function visit(session: EngineSession, clock: ManualClock, text: string, ms: number): Promise<void> {
    const stream = await session.openStream()
    const closed = new Promise((resolve) => stream.once('close', resolve))
    if (text !== '') await new Promise((resolve) => stream.write(text, resolve))
    clock.pass(ms)
    stream.destroy()
    await closed
  }

  async function readyBy(clock: ManualClock, mode: FakePluginMode): Promise<EngineSession> {
    plugin = createFakePlugin(mode, echo.port)
    const started = await startAt(plugin.path, undefined, clock)
    if (!started.ok) throw new Error(JSON.stringify(started.error))
    return started.value
  }

  it('keeps no session for the next client that was deaf to one that asked and waited', async () => {
    const clock = new ManualClock()
    const session = await readyBy(clock, 'deaf')
    await visit(session, clock, '', 60_000)
    await visit(session, clock, 'SELECT', 4_999)
    expect(await session.probe(10)).toBe('unknown')
    await visit(session, clock, 'SELECT', 5_000)
    expect(await session.ended).toMatchObject({
      code: 'ENGINE_FAILED',
      details: { reason: 'no-bytes', path: plugin?.path },
    })
    await expect.poll(() => children.count, patient).toBe(0)
  })

  it('takes a slow answer for one when the session has answered before', async () => {
    const clock = new ManualClock()
    const session = await readyBy(clock, 'deaf-later')
    const first = await session.openStream()
    const answer = new Promise((resolve) => first.once('data', resolve))
    first.write('hello')
    await answer
    const closed = new Promise((resolve) => first.once('close', resolve))
    first.destroy()
    await closed
    await visit(session, clock, 'SELECT', 60_000)
    expect(await session.probe(10)).toBe('unknown')
    await session.stop(2_000)
  })

  it('leaves nothing running when the start is given up', async () => {
    const abort = new AbortController()
    const starting = start('silent', abort.signal)
    await expect.poll(() => reportOf(plugin), patient).not.toBeNull()
    abort.abort()
    expect(await starting).toMatchObject({ ok: false, error: { code: 'SESSION_ENDED' } })
    expect(children.count).toBe(0)
  })
})

function reportOf(plugin: FakePlugin | null): unknown {
  try {
    return plugin?.report() ?? null
  } catch {
    return null
  }
}
