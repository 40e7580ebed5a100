import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { grantFor } from '#test/support/grants.ts'
import { reachableBeside } from '#test/support/reachable-beside.ts'
import { createRelayUnderTest, type RelayUnderTest } from '#test/support/relay-in-process.ts'
import { createStraightEngine } from '#test/support/straight-engine.ts'
import { serveEcho, TestClient, type TestServer } from '#test/support/tcp.ts'

const tunnelId = '2f1c7a52-0f43-4c7b-9a50-0d3a3b1f6f01'

// A Mac has 127.0.0.1 alone.
describe.skipIf(process.platform === 'darwin')('a door with a loopback address of its own', () => {
  let relay: RelayUnderTest
  const servers: TestServer[] = []

  beforeEach(() => {
    relay = createRelayUnderTest(createStraightEngine().start)
  })

  afterEach(async () => {
    await relay.dispose()
    await Promise.all(servers.splice(0).map((server) => server.close()))
  })

  it('listens there alone', async () => {
    const port = await relay.openDoor(tunnelId, { address: '127.0.0.3' })
    expect(relay.facts.of('door-opened')[0]?.addresses).toEqual(['127.0.0.3'])
    const client = await TestClient.connect(port, '127.0.0.3')
    client.socket.destroy()
    await expect(TestClient.connect(port, '127.0.0.1')).rejects.toMatchObject({ code: 'ECONNREFUSED' })
    await expect(TestClient.connect(port, '::1')).rejects.toMatchObject({ code: 'ECONNREFUSED' })
    expect(await reachableBeside(port)).toEqual([])
  })

  it('may have the port of another tunnel, and each carries its own clients', async () => {
    const server = await serveEcho()
    servers.push(server)
    const port = await relay.openDoor(tunnelId)
    const second = '5f0c1c5e-0d3e-4b8e-9a55-0c1f5c0d9a99'
    await relay.openDoor(second, { port, address: '127.0.0.3' })
    const client = await TestClient.connect(port, '127.0.0.3')
    client.socket.write('for the second')
    expect(await relay.facts.waitFor('client-waiting')).toMatchObject({ tunnelId: second })
    relay.serve(second, grantFor({ port: server.port }))
    expect((await client.bytes(14)).toString()).toBe('for the second')
    expect(relay.facts.of('client-waiting').map((fact) => fact.tunnelId)).toEqual([second])
    client.socket.destroy()
  })

  it('moves to another address when it is ordered there', async () => {
    const port = await relay.openDoor(tunnelId)
    await relay.openDoor(tunnelId, { port, address: '127.0.0.3' })
    await expect(TestClient.connect(port, '127.0.0.1')).rejects.toMatchObject({ code: 'ECONNREFUSED' })
    const client = await TestClient.connect(port, '127.0.0.3')
    client.socket.destroy()
  })
})
