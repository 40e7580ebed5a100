import { plainGuard } from '#test/support/door-guard.ts'
import { hopOf } from '#domain/problem/traits.ts'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import type { SessionGrant } from '#contract/relay.ts'
import { startTimeOf } from '#relay/process/start-time.ts'
import { createGatewayWorld, type GatewayWorld } from '#test/support/gateway-world.ts'
import { findOfficialPlugin } from '#test/support/official-plugin.ts'
import { buildRelay, startRelayProcess, type BuiltRelay, type RelayInProcess } from '#test/support/relay-process.ts'
import { freePort, serveEcho, TestClient, type TestServer } from '#test/support/tcp.ts'

const tunnelId = 'c0a80101-5b1c-4c57-9d3a-2f1f0c2b7a01'
const plugin = await findOfficialPlugin()

// Everything above the engine must behave the same, whichever engine carries the bytes.
describe.each(['builtin', 'plugin'] as const)('a relay process over the %s engine and the gateway', (name) => {
  let built: BuiltRelay
  let folder: string
  let world: GatewayWorld
  let echo: TestServer
  let relay: RelayInProcess

  beforeAll(async () => {
    built = await buildRelay()
    folder = mkdtempSync(join(tmpdir(), 'culvert-test-'))
  })
  afterAll(() => {
    built.remove()
    rmSync(folder, { recursive: true })
  })

  beforeEach(async (context) => {
    if (name === 'plugin' && plugin === null) context.skip('session-manager-plugin is not installed on this machine')
    echo = await serveEcho()
    world = await createGatewayWorld(() => echo.port)
    relay = await startRelayProcess({ entry: built.entry, runFile: join(folder, 'relay.json') })
    relay.onFact((fact) => {
      if (fact.type === 'pass-needed') {
        const { sessionId } = fact
        relay.order({ type: 'renew-pass', sessionId, pass: world.pass(sessionId) })
      }
      if (fact.type === 'credentials-needed') {
        const credentials = { accessKeyId: 'AKIDASKEDFOR', secretAccessKey: 'secret', sessionToken: 'session' }
        relay.order({ type: 'give-credentials', sessionId: fact.sessionId, requestId: fact.requestId, credentials })
      }
    })
    return async () => {
      await relay.dispose()
      await world.close()
      await echo.close()
    }
  })

  function engine(): SessionGrant['engine'] {
    if (name === 'builtin' || plugin === null) return { name: 'builtin' }
    return { name: 'plugin', ...plugin, ssmEndpoint: world.ssmEndpoint }
  }

  async function openDoor(): Promise<number> {
    const port = await freePort()
    relay.order({ type: 'open-door', tunnelId, port, kind: 'tcp', guard: plainGuard, clientWaitMs: 20_000 })
    await relay.facts.waitFor('door-opened')
    return port
  }

  function serve(grant: SessionGrant): void {
    relay.order({ type: 'start-session', grant })
    relay.order({ type: 'serve-door', tunnelId, sessionId: grant.sessionId, before: 'drains' })
  }

  async function useSession(host?: string): Promise<SessionGrant> {
    const grant = world.grant(engine(), host)
    serve(grant)
    await relay.facts.waitFor('session-ready')
    return grant
  }

  /** The builtin engine tells; the plugin resumes by itself, with credentials that it asks the relay for. */
  async function resumed(sessionId: string): Promise<void> {
    if (name === 'builtin') return void (await relay.facts.waitFor('session-resumed'))
    await vi.waitUntil(() => world.resumedBy.includes('AKIDASKEDFOR'), { timeout: 20_000 })
    // What the plugin sends before its new channel is open, it loses.
    const times = (): number => world.opened.filter((opened) => opened === sessionId).length
    await vi.waitUntil(() => times() > 1, { timeout: 20_000 })
  }

  it('carries what a parked client said, on both address families', async () => {
    const port = await openDoor()
    const clients = [await TestClient.connect(port), await TestClient.connect(port, '::1')]
    for (const client of clients) client.socket.write('said while waiting')
    await relay.facts.waitFor('client-waiting')
    const { sessionId } = await useSession()
    for (const client of clients) expect((await client.bytes(18)).toString()).toBe('said while waiting')
    expect(await relay.facts.waitFor('endpoint-answered')).toMatchObject({ sessionId })
    for (const client of clients) client.socket.destroy()
  })

  it('carries twenty clients side by side without mixing them up', async () => {
    const port = await openDoor()
    await useSession()
    const clients = await Promise.all(Array.from({ length: 20 }, () => TestClient.connect(port)))
    const said = clients.map((_, index) => Buffer.alloc(10_000 + index, `client ${index}, `))
    for (const [index, client] of clients.entries()) client.socket.write(said[index]!)
    for (const [index, client] of clients.entries()) {
      expect((await client.bytes(said[index]!.length)).equals(said[index]!)).toBe(true)
      client.socket.destroy()
    }
  })

  it('tells that a connection waits for its first answer, and that its client gave up', async () => {
    const port = await openDoor()
    const { sessionId } = await useSession('silent.local')
    const client = await TestClient.connect(port)
    client.socket.write('is anybody there?')
    const waiting = await relay.facts.waitFor('endpoint-unanswered')
    expect(waiting).toMatchObject({ sessionId, answered: 0 })
    // A timer may come a millisecond before its time.
    expect(waiting.waitedMs).toBeGreaterThan(990)
    client.socket.end()
    const left = await relay.facts.waitFor('endpoint-given-up')
    expect(left.waitedMs).toBeGreaterThanOrEqual(waiting.waitedMs)
    await relay.facts.waitFor('endpoint-caught-up')
    // Who has left is no client, though its connection may take a while to close.
    await vi.waitUntil(() => relay.facts.of('clients-changed').at(-1)?.open === 0, { timeout: 5_000 })
    expect(relay.facts.of('endpoint-answered')).toEqual([])
  })

  it('goes on after the service dropped the channel; clients keep their sockets', async () => {
    const port = await openDoor()
    const { sessionId } = await useSession()
    const client = await TestClient.connect(port)
    client.socket.write('before')
    await client.bytes(6)
    world.gateway.drop(sessionId, 1000)
    await resumed(sessionId)
    client.socket.write(' and after')
    expect((await client.bytes(16)).toString()).toBe('before and after')
    client.socket.destroy()
  })

  it('reports the session lost that can not be resumed, and closes its clients', async () => {
    const port = await openDoor()
    const { sessionId } = await useSession()
    const client = await TestClient.connect(port)
    client.socket.write('ping')
    await client.bytes(4)
    world.refuseResume()
    world.gateway.drop(sessionId, 1000)
    expect(await relay.facts.waitFor('session-lost')).toMatchObject({ sessionId, problem: { code: 'SESSION_EXPIRED' } })
    await client.closedOrEnded()
  })

  it('reports the session lost that the service ended, closes its clients and keeps the port', async () => {
    const port = await openDoor()
    const { sessionId } = await useSession()
    const client = await TestClient.connect(port)
    client.socket.write('ping')
    await client.bytes(4)
    world.gateway.terminate(sessionId)
    expect(await relay.facts.waitFor('session-lost')).toMatchObject({ sessionId, problem: { code: 'SESSION_ENDED' } })
    await client.closedOrEnded()
    const next = await TestClient.connect(port)
    await relay.facts.waitFor('client-waiting')
    next.socket.destroy()
  })

  it('says that the endpoint refused, closes that client and lives on', async () => {
    const port = await openDoor()
    await useSession('refused.local')
    const client = await TestClient.connect(port)
    client.socket.write('anyone?')
    await client.closedOrEnded()
    expect(hopOf((await relay.facts.waitFor('endpoint-failed')).problem)).toBe('endpoint')
    expect(relay.facts.of('session-lost')).toEqual([])
  })

  it('ends the session on the service when the door closes, and leaves no child', async () => {
    const port = await openDoor()
    const { sessionId } = await useSession()
    const client = await TestClient.connect(port)
    client.socket.write('ping')
    await client.bytes(4)
    const ended = new Promise((resolve) => world.gateway.onEnded(resolve))
    relay.order({ type: 'close-door', tunnelId, deadlineMs: 3_000 })
    await relay.facts.waitFor('door-closed')
    expect(await ended).toMatchObject({ sessionId })
    await client.closedOrEnded()
    expect(await startTimeOf(relay.pid())).not.toBeNull()
    await expect(TestClient.connect(port)).rejects.toMatchObject({ code: 'ECONNREFUSED' })
  })

  it('fails within the time limit, with a name, when the channel can not be opened', async () => {
    await openDoor()
    const grant = world.grant(engine())
    const streamUrl = `ws://127.0.0.1:${await freePort()}/v1/data-channel/${grant.sessionId}`
    serve({ ...grant, pass: { ...grant.pass, streamUrl } })
    const failed = await relay.facts.waitFor('session-failed', { limitMs: 25_000 })
    expect(['DATA_CHANNEL_UNREACHABLE', 'HANDSHAKE_TIMED_OUT']).toContain(failed.problem.code)
  })
})
