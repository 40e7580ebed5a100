import type { DoorConnection } from '#contract/connections.ts'
import { plainGuard } from '#test/support/door-guard.ts'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { grantFor } from '#test/support/grants.ts'
import { waitingPlaces } from '#relay/front-door/waiting-room.ts'
import { reachableBeside } from '#test/support/reachable-beside.ts'
import { createRelayUnderTest, type RelayUnderTest } from '#test/support/relay-in-process.ts'
import { createStraightEngine, type StraightEngine } from '#test/support/straight-engine.ts'
import { freePort, serve, serveEcho, TestClient, type TestServer } from '#test/support/tcp.ts'

const tunnelId = '2f1c7a52-0f43-4c7b-9a50-0d3a3b1f6f01'

describe('front doors over real sockets', () => {
  let engine: StraightEngine
  let relay: RelayUnderTest
  const servers: TestServer[] = []

  beforeEach(() => {
    engine = createStraightEngine()
    relay = createRelayUnderTest(engine.start)
  })

  afterEach(async () => {
    await relay.dispose()
    await Promise.all(servers.splice(0).map((server) => server.close()))
  })

  async function echo(): Promise<TestServer> {
    const server = await serveEcho()
    servers.push(server)
    return server
  }

  it('listens on both loopback addresses and says so', async () => {
    const port = await relay.openDoor(tunnelId)
    expect(relay.facts.of('door-opened')[0]?.addresses).toEqual(['127.0.0.1', '::1'])
    expect(await reachableBeside(port)).toEqual([])
  })

  it.each(['127.0.0.1', '::1'])(
    'parks a client on %s and carries everything it said once a session is there',
    async (host) => {
      const server = await echo()
      const port = await relay.openDoor(tunnelId)
      const client = await TestClient.connect(port, host)
      client.socket.write('said while waiting')
      await relay.facts.waitFor('client-waiting')
      relay.serve(tunnelId, grantFor({ port: server.port }))
      expect((await client.bytes(18)).toString()).toBe('said while waiting')
      client.socket.write(', and after')
      expect((await client.bytes(29)).toString()).toBe('said while waiting, and after')
      const ready = await relay.facts.waitFor('session-ready')
      expect(ready).toMatchObject({ agentVersion: '3.3.987.0' })
      expect(await relay.facts.waitFor('endpoint-answered')).toMatchObject({
        sessionId: grantFor({ port: 1 }).sessionId,
      })
      client.socket.destroy()
    },
  )

  it('tells of each client that waits or is carried when it is asked, and of nobody once they are gone', async () => {
    const server = await echo()
    const port = await relay.openDoor(tunnelId)
    const listed = (): readonly DoorConnection[] | undefined => {
      relay.order({ type: 'list-connections', tunnelId })
      return relay.facts.of('connections-listed').at(-1)?.connections
    }
    const client = await TestClient.connect(port)
    client.socket.write('said while waiting')
    await relay.facts.waitFor('client-waiting')
    const peerPort = client.socket.localPort
    expect(listed()).toMatchObject([{ peerPort, sessionId: null, doing: { kind: 'parked' } }])
    const grant = grantFor({ port: server.port })
    relay.serve(tunnelId, grant)
    await client.bytes(18)
    const carried = { sessionId: grant.sessionId, bytesIn: 18, bytesOut: 18, doing: { kind: 'moving' } }
    expect(listed()).toMatchObject([{ peerPort, ...carried }])
    client.socket.destroy()
    await relay.facts.waitFor('connection-closed')
    expect(listed()).toEqual([])
  })

  it('loses nothing of a client that says far more than a parked one may', async () => {
    const server = await echo()
    const port = await relay.openDoor(tunnelId)
    const client = await TestClient.connect(port)
    const said = Buffer.alloc(3_000_000, 'abcdefghijklmnopqrstuvwxyz')
    client.socket.write(said)
    await relay.facts.waitFor('client-waiting')
    relay.serve(tunnelId, grantFor({ port: server.port }))
    expect((await client.bytes(said.length)).equals(said)).toBe(true)
    client.socket.destroy()
  })

  it('closes a parked client after its time, and says why', async () => {
    const port = await relay.openDoor(tunnelId, { clientWaitMs: 60 })
    const client = await TestClient.connect(port)
    await client.closedOrEnded()
    const log = await relay.facts.waitFor('log', { match: ({ event }) => event === 'client-not-carried' })
    expect(log.fields).toMatchObject({ tunnelId, reason: 'waited-too-long' })
  })

  it('refuses the clients that wait, and takes the next one', async () => {
    const port = await relay.openDoor(tunnelId)
    const refused = await TestClient.connect(port)
    await relay.facts.waitFor('client-waiting')
    const since = relay.facts.mark
    const message = { message: 'No session', detail: '', hint: '' }
    relay.order({ type: 'refuse-clients', tunnelId, problemCode: 'SIGN_IN_CANCELLED', message, peerPorts: null })
    await refused.closedOrEnded()
    const next = await TestClient.connect(port)
    expect(await relay.facts.waitFor('client-waiting', { since })).toMatchObject({ tunnelId })
    next.socket.destroy()
  })

  it.each(['127.0.0.1', '::1'])(
    'says PORT_TAKEN when another program has the port on %s, and listens nowhere',
    async (host) => {
      const taken = await serve(() => {}, { host })
      servers.push(taken)
      relay.order({
        type: 'open-door',
        tunnelId,
        port: taken.port,
        kind: 'tcp',
        guard: plainGuard,
        clientWaitMs: 1_000,
      })
      const failed = await relay.facts.waitFor('door-failed')
      expect(failed.problem).toMatchObject({ code: 'PORT_TAKEN', details: { port: taken.port, address: host } })
      const other = host === '::1' ? '127.0.0.1' : '::1'
      await expect(TestClient.connect(taken.port, other)).rejects.toMatchObject({ code: 'ECONNREFUSED' })
    },
  )

  it('tells at once when a parked client leaves', async () => {
    const port = await relay.openDoor(tunnelId)
    const client = await TestClient.connect(port)
    await relay.facts.waitFor('clients-changed', { match: ({ waiting }) => waiting === 1 })
    client.socket.end()
    const none = await relay.facts.waitFor('clients-changed', { match: ({ waiting }) => waiting === 0, limitMs: 2_000 })
    expect(none).toMatchObject({ open: 0, waiting: 0, peerPorts: [] })
  })

  it('tells at once when a parked client resets its connection', async () => {
    const port = await relay.openDoor(tunnelId)
    const client = await TestClient.connect(port)
    await relay.facts.waitFor('clients-changed', { match: ({ waiting }) => waiting === 1 })
    client.socket.resetAndDestroy()
    const none = await relay.facts.waitFor('clients-changed', { match: ({ waiting }) => waiting === 0, limitMs: 2_000 })
    expect(none).toMatchObject({ open: 0, waiting: 0, peerPorts: [] })
  })

  it('carries the answer to a client that half-closed while it was parked', async () => {
    const server = await serve((socket) => {
      const said: Buffer[] = []
      socket.on('data', (chunk: Buffer) => said.push(chunk))
      socket.on('end', () => socket.end(`you said ${Buffer.concat(said).toString()}`))
    })
    servers.push(server)
    const port = await relay.openDoor(tunnelId)
    const client = await TestClient.connect(port)
    client.socket.end('PING')
    await relay.facts.waitFor('client-waiting')
    relay.serve(tunnelId, grantFor({ port: server.port }))
    expect((await client.end()).toString()).toBe('you said PING')
  })

  it('carries a half-close of the far end and what the client says after it', async () => {
    let heard = ''
    const everything = new Promise<void>((resolve) => {
      void serve((socket) => {
        socket.end('goodbye')
        socket.on('data', (chunk: Buffer) => (heard += chunk.toString()))
        socket.on('end', resolve)
      }).then((server) => {
        servers.push(server)
        started(server.port)
      })
    })
    let started: (port: number) => void = () => {}
    const serverPort = await new Promise<number>((resolve) => (started = resolve))
    const port = await relay.openDoor(tunnelId)
    relay.serve(tunnelId, grantFor({ port: serverPort }))
    await relay.facts.waitFor('session-ready')
    const client = await TestClient.connect(port)
    expect((await client.end()).toString()).toBe('goodbye')
    client.socket.end('last words'.repeat(100_000))
    await everything
    expect(heard.length).toBe(1_000_000)
  })

  it('closes the door: no listener, no client, port free at once', async () => {
    const server = await echo()
    const port = await relay.openDoor(tunnelId)
    relay.serve(tunnelId, grantFor({ port: server.port }))
    await relay.facts.waitFor('session-ready')
    const client = await TestClient.connect(port)
    client.socket.write('x')
    await client.bytes(1)
    relay.order({ type: 'close-door', tunnelId, deadlineMs: 1_000 })
    await relay.facts.waitFor('door-closed')
    await client.closedOrEnded()
    expect(engine.sessions[0]?.stopped).toBe(true)
    const again = await serve(() => {}, { port })
    await again.close()
  })

  it('opens a door again on its port when closed and opened in one breath', async () => {
    const port = await relay.openDoor(tunnelId)
    const client = await TestClient.connect(port)
    const since = relay.facts.mark
    relay.order({ type: 'close-door', tunnelId, deadlineMs: 1_000 })
    relay.order({ type: 'open-door', tunnelId, port, kind: 'tcp', guard: plainGuard, clientWaitMs: 1_000 })
    await relay.facts.waitFor('door-opened', { since })
    expect(relay.facts.of('door-failed')).toEqual([])
    client.socket.destroy()
  })

  it('closes a door by force when a client does not read, within the deadline', async () => {
    const server = await serve((socket) => void socket.write(Buffer.alloc(50_000_000)))
    servers.push(server)
    const port = await relay.openDoor(tunnelId)
    relay.serve(tunnelId, grantFor({ port: server.port }))
    await relay.facts.waitFor('session-ready')
    const client = await TestClient.connect(port)
    await client.bytes(1)
    client.socket.pause()
    relay.order({ type: 'close-door', tunnelId, deadlineMs: 400 })
    const startedAt = performance.now()
    await relay.facts.waitFor('door-closed')
    expect(performance.now() - startedAt).toBeLessThan(1_000)
    client.socket.destroy()
  })

  it('carries fifty clients side by side, counts them and their bytes', async () => {
    const server = await echo()
    const port = await relay.openDoor(tunnelId)
    const clients = await Promise.all(
      Array.from({ length: 50 }, (_, index) => TestClient.connect(port, index % 2 === 0 ? '127.0.0.1' : '::1')),
    )
    for (const [index, client] of clients.entries()) client.socket.write(Buffer.alloc(100_000, index))
    relay.serve(tunnelId, grantFor({ port: server.port }))
    const echoes = await Promise.all(clients.map((client) => client.bytes(100_000)))
    for (const [index, bytes] of echoes.entries()) expect(bytes.equals(Buffer.alloc(100_000, index))).toBe(true)
    const traffic = await relay.facts.waitFor('traffic', {
      match: ({ doors }) => doors[tunnelId]?.bytesIn === 5_000_000,
    })
    expect(traffic.doors[tunnelId]).toEqual({ bytesIn: 5_000_000, bytesOut: 5_000_000, open: 50, waiting: 0 })
    const counted = await relay.facts.waitFor('clients-changed', { match: ({ open }) => open === 50 })
    expect(new Set(counted.peerPorts)).toEqual(new Set(clients.map(({ socket }) => socket.localPort)))
    for (const client of clients) client.socket.destroy()
    await relay.facts.waitFor('clients-changed', { match: ({ open, waiting }) => open + waiting === 0 })
  })

  it('has a storm stand before the door, and carries everybody once there is a session', async () => {
    const server = await echo()
    const port = await relay.openDoor(tunnelId)
    const waiting = await Promise.all(Array.from({ length: waitingPlaces }, () => TestClient.connect(port)))
    await relay.facts.waitFor('clients-changed', { match: (fact) => fact.waiting === waitingPlaces })
    const standing = await Promise.all(Array.from({ length: 20 }, () => TestClient.connect(port)))
    const everybody = [...waiting, ...standing]
    for (const client of everybody) client.socket.write('x')
    relay.serve(tunnelId, grantFor({ port: server.port }))
    await Promise.all(everybody.map((client) => client.bytes(1)))
    for (const client of everybody) client.socket.destroy()
  })

  it('says that it knows no such door', async () => {
    relay.serve(tunnelId, grantFor({ port: await freePort() }))
    const failed = await relay.facts.waitFor('session-failed')
    expect(failed).toMatchObject({ problem: { code: 'TUNNEL_UNKNOWN' } })
    relay.order({ type: 'close-door', tunnelId, deadlineMs: 100 })
    await relay.facts.waitFor('door-closed')
  })
})
