import { endAtMost } from '#domain/ending/ending.ts'
import { randomBytes } from 'node:crypto'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { startSandbox, type Sandbox } from '#sandbox/start.ts'
import { freePort, serve, TestClient, type TestServer } from '#test/support/tcp.ts'
import { withFields } from '#test/support/tunnel-fields.ts'
import { echoFields, openTunnelWorld, type TunnelWorld } from './tunnel-world.ts'

/** More than goes out before the first acknowledgement comes, which takes both ways: the rest waits in the relay. */
const upload = randomBytes(130_000)
const oneWayDelayMs = 150

let sandbox: Sandbox
let world: TunnelWorld
let database: TestServer
/** What arrived at the far end, and what the service was asked for, as it came. */
let arrived: Buffer[]
let order: string[]
let ended: Promise<void>

beforeAll(async () => {
  sandbox = await startSandbox({ databases: [], behaviour: { delayMs: oneWayDelayMs } })
})
afterAll(() => sandbox.stop())
beforeEach(async () => {
  sandbox.reset()
  arrived = []
  order = []
  let seenEnd = (): void => {}
  ended = new Promise((resolve) => (seenEnd = resolve))
  database = await serve((socket) => {
    socket.on('data', (chunk: Buffer) => arrived.push(chunk))
    socket.on('end', () => {
      order.push('last byte')
      socket.end()
    })
    socket.on('close', () => seenEnd())
  })
  const leadsTo = { kind: 'tcp', host: '127.0.0.1', port: database.port } as const
  sandbox.fault({ kind: 'endpoint', ...echoFields.endpoint, leadsTo })
  world = await openTunnelWorld(sandbox)
  await world.identity.signIns.start('harborline')
})
afterEach(async () => {
  await world.dispose()
  await database.close()
  expect(sandbox.state().sessions.active).toEqual([])
  expect(sandbox.state().sessions.onGateway).toEqual([])
})

type Stop = (id: string) => Promise<unknown>

async function change(id: string, changes: { readonly localPort?: number; readonly roleName?: string }): Promise<void> {
  const tunnel = await world.seen(id, () => true)
  const { localPort = tunnel.preference.localPort, roleName = echoFields.profile.roleName } = changes
  await world.supervisor.change(
    id,
    withFields(tunnel, { localPort, profile: { ...echoFields.profile, roleName } }),
    endAtMost(1),
  )
}

describe('bytes that are on their way when a tunnel stops', () => {
  const stops: readonly (readonly [string, Stop])[] = [
    ['the switch goes off', (id) => world.supervisor.disarm(id, endAtMost(1))],
    ['the user disconnects', (id) => world.supervisor.disconnect(id, endAtMost(1))],
    ['the program ends', () => world.end(6_000)],
    ['the tunnel is removed', (id) => world.supervisor.remove(id, endAtMost(1))],
    ['its profile changes', (id) => change(id, { roleName: 'DatabaseAdmin' })],
    ['its port changes', async (id) => change(id, { localPort: await freePort() })],
  ]

  it.each(stops)('arrive before the session is terminated, once: %s', async (_why, stop) => {
    const { id, port } = await world.armTunnel()
    const client = await TestClient.connect(port)
    client.socket.end(upload)
    await expect.poll(() => arrived.length, { timeout: 15_000, interval: 5 }).toBeGreaterThan(0)
    const { sessionId } = sandbox.state().sessions.active[0]!
    sandbox.onCall(({ action, details }) => {
      if (action === 'TerminateSession' && details['sessionId'] === sessionId) order.push(action)
    })
    expect(Buffer.concat(arrived).length).toBeLessThan(upload.length)
    await stop(id)
    await ended
    await expect.poll(() => order, { timeout: 15_000, interval: 10 }).toContain('TerminateSession')
    await world.end(6_000)
    expect(Buffer.concat(arrived).equals(upload)).toBe(true)
    expect(order).toEqual(['last byte', 'TerminateSession'])
  })
})
