import { plainGuard } from '#test/support/door-guard.ts'
import { sampleProblem } from '#test/support/sample-problems.ts'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { grantFor } from '#test/support/grants.ts'
import { createRelayUnderTest, type RelayUnderTest } from '#test/support/relay-in-process.ts'
import { createStraightEngine, type StraightEngine, type StraightSession } from '#test/support/straight-engine.ts'
import { freePort, serveEcho, TestClient, type TestServer } from '#test/support/tcp.ts'
import { direct } from '#test/support/direct-route.ts'

const tunnelId = '8b7e1d34-9a53-4a0e-8c56-6f2f6f0b4c11'

describe('sessions behind a door', () => {
  let engine: StraightEngine
  let relay: RelayUnderTest
  let server: TestServer
  let port: number

  beforeEach(async () => {
    engine = createStraightEngine()
    relay = createRelayUnderTest(engine.start)
    server = await serveEcho()
    port = await relay.openDoor(tunnelId)
  })

  afterEach(async () => {
    await relay.dispose()
    await server.close()
  })

  async function useSession(number: number, sessionId = `ada-${number}`): Promise<StraightSession> {
    relay.serve(tunnelId, grantFor({ port: server.port, sessionId }))
    await relay.facts.waitFor('session-ready', { match: (fact) => fact.sessionId === sessionId })
    const session = engine.sessions.find(({ grant }) => grant.sessionId === sessionId)
    if (session === undefined) throw new Error('the engine was not started')
    return session
  }

  async function carriedClient(): Promise<TestClient> {
    const client = await TestClient.connect(port)
    client.socket.write('ping')
    await client.bytes(4)
    return client
  }

  it('closes the clients of a lost session, keeps the port and parks who comes next', async () => {
    const session = await useSession(1)
    const client = await carriedClient()
    session.end(sampleProblem('SESSION_DROPPED'))
    await client.closedOrEnded()
    const lost = await relay.facts.waitFor('session-lost')
    expect(lost).toMatchObject({ sessionId: 'ada-1', problem: { code: 'SESSION_DROPPED' } })
    const since = relay.facts.mark
    const next = await TestClient.connect(port)
    await relay.facts.waitFor('client-waiting', { since })
    await useSession(2)
    next.socket.write('again')
    expect((await next.bytes(5)).toString()).toBe('again')
    next.socket.destroy()
  })

  it('asks for the end of a session on the service, and tells the engine of the answer, while it closes too', async () => {
    const session = await useSession(1)
    const first = session.host.terminate?.()
    expect(await relay.facts.waitFor('termination-needed')).toMatchObject({ sessionId: 'ada-1' })
    relay.order({ type: 'session-terminated', sessionId: 'ada-1' })
    await first
    let second: Promise<void> | undefined
    session.stopWith(() => (second = session.host.terminate?.()))
    const since = relay.facts.mark
    relay.order({ type: 'shut-down', deadlineMs: 20_000 })
    await relay.facts.waitFor('termination-needed', { since })
    relay.order({ type: 'session-terminated', sessionId: 'ada-1' })
    await relay.facts.waitFor('session-stopped', { since })
    await second
  })

  it('stops the session on order and keeps the door', async () => {
    const session = await useSession(1)
    const client = await carriedClient()
    relay.order({ type: 'stop-session', sessionId: 'ada-1', deadlineMs: 500 })
    expect(await relay.facts.waitFor('session-stopped')).toMatchObject({ sessionId: 'ada-1' })
    expect(session.stopped).toBe(true)
    await client.closedOrEnded()
    const next = await TestClient.connect(port)
    await relay.facts.waitFor('client-waiting')
    next.socket.destroy()
    expect(relay.facts.of('session-lost')).toEqual([])
  })

  it('answers stop-session when there is none', async () => {
    relay.order({ type: 'stop-session', sessionId: 'ada-1', deadlineMs: 500 })
    expect(await relay.facts.waitFor('session-stopped')).toMatchObject({ sessionId: 'ada-1' })
  })

  it('gives up a start that is stopped meanwhile', async () => {
    engine.holdStarts()
    relay.serve(tunnelId, grantFor({ port: server.port, sessionId: 'ada-1' }))
    relay.order({ type: 'stop-session', sessionId: 'ada-1', deadlineMs: 500 })
    const failed = await relay.facts.waitFor('session-failed')
    expect(failed).toMatchObject({ sessionId: 'ada-1', problem: { code: 'SESSION_ENDED' } })
    await relay.facts.waitFor('session-stopped', { match: ({ sessionId }) => sessionId === 'ada-1' })
    expect(engine.sessions).toEqual([])
  })

  it('keeps the clients of the old session when another takes its place, and stops it with its last client', async () => {
    const first = await useSession(1)
    const old = await carriedClient()
    const second = await useSession(2)
    const fresh = await carriedClient()
    expect([first.streams.size, second.streams.size]).toEqual([1, 1])
    old.socket.write('pong')
    expect((await old.bytes(8)).toString()).toBe('pingpong')
    expect(first.stopped).toBe(false)
    old.socket.destroy()
    await relay.facts.waitFor('session-stopped', { match: ({ sessionId }) => sessionId === 'ada-1' })
    expect([first.stopped, second.stopped]).toEqual([true, false])
    fresh.socket.destroy()
  })

  it('asks for a pass, hands it to the engine, and clients notice nothing', async () => {
    const session = await useSession(1)
    const client = await carriedClient()
    const asked = session.host.renewPass()
    expect(await relay.facts.waitFor('pass-needed')).toMatchObject({ sessionId: 'ada-1' })
    const pass = {
      tokenValue: 'another token',
      streamUrl: 'wss://example.com/v1/data-channel/ada-1',
      upgradeHeaders: {},
      network: direct,
    }
    relay.order({ type: 'renew-pass', sessionId: 'ada-1', pass })
    expect(await asked).toEqual(pass)
    session.host.resumed()
    await relay.facts.waitFor('session-resumed')
    client.socket.write('pong')
    expect((await client.bytes(8)).toString()).toBe('pingpong')
    client.socket.destroy()
  })

  it('hands credentials to the request they are for, and none to one that outlived its session', async () => {
    const session = await useSession(1)
    const [first, second] = [session.host.credentials(), session.host.credentials()]
    const requests = relay.facts.of('credentials-needed').map(({ requestId }) => requestId)
    const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' }
    relay.order({ type: 'give-credentials', sessionId: 'ada-1', requestId: requests[1] ?? '', credentials })
    expect(await second).toEqual(credentials)
    relay.order({ type: 'stop-session', sessionId: 'ada-1', deadlineMs: 100 })
    expect(await first).toBeNull()
  })

  it('tells which sessions still live when asked', async () => {
    const session = await useSession(1)
    session.answerProbe(12)
    relay.order({ type: 'check-sessions' })
    expect(await relay.facts.waitFor('session-alive')).toMatchObject({ sessionId: 'ada-1', latencyMs: 12 })
  })

  it('reports a session that does not answer as lost, and closes its clients', async () => {
    const session = await useSession(1)
    const client = await carriedClient()
    session.answerProbe(null)
    relay.order({ type: 'check-sessions' })
    expect(await relay.facts.waitFor('session-lost')).toMatchObject({ problem: { code: 'SESSION_DROPPED' } })
    await client.closedOrEnded()
    expect(session.stopped).toBe(true)
  })

  it('does not call a session dead that is being resumed', async () => {
    const session = await useSession(1)
    const asked = session.host.renewPass()
    session.answerProbe(null)
    relay.order({ type: 'check-sessions' })
    await relay.facts.waitFor('session-resuming')
    const { pass } = session.grant
    relay.order({ type: 'renew-pass', sessionId: 'ada-1', pass })
    expect(await asked).toEqual(pass)
    session.host.resumed()
    session.answerProbe(3)
    relay.order({ type: 'check-sessions' })
    expect(await relay.facts.waitFor('session-alive')).toMatchObject({ latencyMs: 3 })
    expect(relay.facts.of('session-lost')).toEqual([])
  })

  it('keeps a session that can not be asked as long as it carries someone, and replaces it when unused', async () => {
    const session = await useSession(1)
    session.answerProbe('unknown')
    const client = await carriedClient()
    relay.order({ type: 'check-sessions' })
    expect(await relay.facts.waitFor('session-alive')).toMatchObject({ latencyMs: null, proof: 'gone' })
    client.socket.destroy()
    await relay.facts.waitFor('clients-changed', { since: relay.facts.mark, match: ({ open }) => open === 0 })
    relay.order({ type: 'check-sessions' })
    expect(await relay.facts.waitFor('session-lost')).toMatchObject({ problem: { code: 'SESSION_DROPPED' } })
  })

  it('passes on that the endpoint did not take a connection, and that it answered: once, and again after a refusal', async () => {
    const session = await useSession(1)
    session.host.endpointFailed(sampleProblem('ENDPOINT_REFUSED'))
    expect(await relay.facts.waitFor('endpoint-failed')).toMatchObject({ problem: { code: 'ENDPOINT_REFUSED' } })
    const clients = [await carriedClient(), await carriedClient()]
    expect(relay.facts.of('endpoint-answered')).toHaveLength(1)
    session.host.endpointFailed(sampleProblem('ENDPOINT_REFUSED'))
    clients.push(await carriedClient())
    expect(relay.facts.of('endpoint-answered')).toHaveLength(2)
    for (const client of clients) client.socket.destroy()
  })

  it('closes a client whose stream can not be opened and takes the next', async () => {
    await useSession(1)
    await server.close()
    const client = await TestClient.connect(port)
    client.socket.write('anyone?')
    await client.closedOrEnded()
    const log = await relay.facts.waitFor('log', { match: ({ event }) => event === 'client-not-carried' })
    expect(log.fields).toMatchObject({ reason: 'stream-not-opened' })
  })

  it('closes a client of a lost session by force when it does not read its last words', async () => {
    const session = await useSession(1)
    const client = await carriedClient()
    client.socket.pause()
    client.socket.write(Buffer.alloc(20_000_000))
    await relay.facts.waitFor('traffic', { match: ({ doors }) => (doors[tunnelId]?.bytesIn ?? 0) > 1_000_000 })
    session.end(sampleProblem('SESSION_DROPPED'))
    const since = relay.facts.mark
    const gone = await relay.facts.waitFor('clients-changed', {
      since,
      match: ({ open }) => open === 0,
      limitMs: 5_000,
    })
    expect(gone).toMatchObject({ open: 0, waiting: 0 })
    client.socket.destroy()
  })

  it('opens nothing any more once it is disposed', async () => {
    const another = '8b7e1d34-9a53-4a0e-8c56-6f2f6f0b4c12'
    const free = await freePort()
    relay.order({
      type: 'open-door',
      tunnelId: another,
      port: free,
      kind: 'tcp',
      guard: plainGuard,
      clientWaitMs: 1_000,
    })
    await relay.dispose()
    relay.order({ type: 'open-door', tunnelId, port, kind: 'tcp', guard: plainGuard, clientWaitMs: 1_000 })
    await expect(TestClient.connect(free)).rejects.toMatchObject({ code: 'ECONNREFUSED' })
    await expect(TestClient.connect(port)).rejects.toMatchObject({ code: 'ECONNREFUSED' })
  })

  it('stops everything on shut-down', async () => {
    const session = await useSession(1)
    const client = await carriedClient()
    relay.order({ type: 'shut-down', deadlineMs: 1_000 })
    await client.closedOrEnded()
    await relay.facts.waitFor('session-stopped')
    expect(session.stopped).toBe(true)
    await expect(TestClient.connect(port)).rejects.toMatchObject({ code: 'ECONNREFUSED' })
  })
})
