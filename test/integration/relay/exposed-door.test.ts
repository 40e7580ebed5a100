import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { plainGuard } from '#test/support/door-guard.ts'
import { grantFor } from '#test/support/grants.ts'
import { reachableBeside } from '#test/support/reachable-beside.ts'
import { createRelayUnderTest, type RelayUnderTest } from '#test/support/relay-in-process.ts'
import { createStraightEngine } from '#test/support/straight-engine.ts'
import { serveEcho, TestClient, type TestServer } from '#test/support/tcp.ts'

const tunnelId = '2f1c7a52-0f43-4c7b-9a50-0d3a3b1f6f01'
/** Of this computer for the time of the test: one for the door, one that plays another computer. */
const [own, other] = ['10.231.77.7', '10.231.77.8']
const isPossible = process.platform === 'linux' && process.getuid?.() === 0
const ip = async (change: 'add' | 'del', address: string): Promise<void> => {
  await promisify(execFile)('ip', ['address', change, `${address}/32`, 'dev', 'lo']).catch(() => undefined)
}

describe.skipIf(!isPossible)('a door that is open to a network', () => {
  let relay: RelayUnderTest
  const servers: TestServer[] = []

  beforeAll(() => Promise.all([own, other].map((address) => ip('add', address))))
  afterAll(() => Promise.all([own, other].map((address) => ip('del', address))))

  beforeEach(() => {
    relay = createRelayUnderTest(createStraightEngine().start)
  })

  afterEach(async () => {
    await relay.dispose()
    await Promise.all(servers.splice(0).map((server) => server.close()))
  })

  async function expose(address: string | null): Promise<string | null> {
    const since = relay.facts.mark
    relay.order({ type: 'expose-door', tunnelId, address })
    return (await relay.facts.waitFor('door-exposed', { since })).address
  }

  /** As a program of the other computer does. */
  const fromElsewhere = (port: number, from = other): Promise<TestClient> => TestClient.connect(port, own, from)

  async function carrying(port: number): Promise<void> {
    const server = await serveEcho()
    servers.push(server)
    const first = await TestClient.connect(port)
    await relay.facts.waitFor('client-waiting')
    relay.serve(tunnelId, grantFor({ port: server.port }))
    first.socket.write('x')
    await first.bytes(1)
    first.socket.destroy()
  }

  it('listens at that address and on loopback, and nowhere else', async () => {
    const port = await relay.openDoor(tunnelId)
    expect(await reachableBeside(port)).toEqual([])
    expect(await expose(own)).toBe(own)
    for (const host of [own, '127.0.0.1', '::1']) (await TestClient.connect(port, host)).socket.destroy()
    await expect(TestClient.connect(port, other)).rejects.toMatchObject({ code: 'ECONNREFUSED' })
  })

  it('carries who comes from there, and tells from where', async () => {
    const port = await relay.openDoor(tunnelId)
    await expose(own)
    await carrying(port)
    const since = relay.facts.mark
    const client = await fromElsewhere(port)
    client.socket.write('hello')
    expect((await client.bytes(5)).toString()).toBe('hello')
    const changed = await relay.facts.waitFor('clients-changed', {
      since,
      match: ({ elsewhere }) => elsewhere !== undefined,
    })
    expect(changed).toMatchObject({ elsewhere: [{ address: other, connections: 1 }], peerPorts: [] })
    relay.order({ type: 'list-connections', tunnelId })
    const { connections } = await relay.facts.waitFor('connections-listed', { since })
    expect(connections).toMatchObject([{ from: other }])
    client.socket.destroy()
    expect(await relay.facts.waitFor('connection-closed', { since, match: ({ from }) => from === other })).toBeDefined()
  })

  it('takes a program of this computer that comes by that address for one', async () => {
    const port = await relay.openDoor(tunnelId)
    await expose(own)
    await carrying(port)
    const since = relay.facts.mark
    const client = await fromElsewhere(port, own)
    client.socket.write('x')
    await client.bytes(1)
    const { peerPorts } = await relay.facts.waitFor('clients-changed', { since, match: ({ open }) => open > 0 })
    expect(peerPorts).toEqual([client.socket.localPort])
    client.socket.destroy()
  })

  it('is closed at once when that is taken back, with who came from there, and keeps who is of this computer', async () => {
    const port = await relay.openDoor(tunnelId)
    await expose(own)
    await carrying(port)
    const [far, near] = [await fromElsewhere(port), await TestClient.connect(port)]
    for (const client of [far, near]) {
      client.socket.write('x')
      await client.bytes(1)
    }
    expect(await expose(null)).toBeNull()
    await expect.poll(() => far.socket.readableEnded).toBe(true)
    far.socket.destroy()
    await expect(TestClient.connect(port, own)).rejects.toMatchObject({ code: 'ECONNREFUSED' })
    near.socket.write('still here')
    expect((await near.bytes(11)).toString()).toBe('xstill here')
    near.socket.destroy()
  })

  it('says why it does not listen there, and goes on where it did', async () => {
    const port = await relay.openDoor(tunnelId)
    const since = relay.facts.mark
    expect(await expose('10.231.77.99')).toBeNull()
    const { problem } = await relay.facts.waitFor('door-exposed', { since })
    expect(problem).toMatchObject({ code: 'LOCAL_ADDRESS_MISSING', details: { port, address: '10.231.77.99' } })
    ;(await TestClient.connect(port)).socket.destroy()
  })

  it('answers over HTTP to that address while it is open there, and to no other name', async () => {
    const guard = { ...plainGuard, endpoint: { host: 'search.internal', port: 9_200 } }
    const port = await relay.openDoor(tunnelId, { kind: 'opensearch', guard })
    await expose(own)
    const server = await serveEcho()
    servers.push(server)
    relay.serve(tunnelId, grantFor({ port: server.port }))
    await relay.facts.waitFor('session-ready')
    const ask = async (host: string): Promise<string> => {
      const client = await fromElsewhere(port)
      client.socket.write(`GET / HTTP/1.1\r\nHost: ${host}:${port}\r\n\r\n`)
      const said = (await client.bytes(12)).toString()
      client.socket.destroy()
      return said
    }
    expect(await ask(own), 'the echo of the far end').toBe('GET / HTTP/1')
    expect(await ask('rebound.example')).toBe('HTTP/1.1 403')
    expect(await ask(other)).toBe('HTTP/1.1 403')
  })

  it('lets nobody in from there where only the own programs may come', async () => {
    const port = await relay.openDoor(tunnelId, { guard: { ...plainGuard, programs: 'same-user' } })
    await expose(own)
    const client = await fromElsewhere(port)
    await expect.poll(() => client.socket.readableEnded).toBe(true)
    client.socket.destroy()
    const { client: refused } = await relay.facts.waitFor('clients-refused')
    expect(refused).toEqual({ reason: 'other-user' })
  })

  it('is closed there with its door', async () => {
    const port = await relay.openDoor(tunnelId)
    await expose(own)
    relay.order({ type: 'close-door', tunnelId, deadlineMs: 1_000 })
    await relay.facts.waitFor('door-closed')
    await expect(TestClient.connect(port, own)).rejects.toMatchObject({ code: 'ECONNREFUSED' })
  })
})
