import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { once } from 'node:events'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { monotonicClock } from '#relay/clock.ts'
import { spliceUnwatched } from '#relay/front-door/splice.ts'
import type { EngineSession } from '#relay/engine/engine.ts'
import { EngineWorld } from './engine-world.ts'
import { until } from './transfers.ts'

const clients = 100
const never = 3_600_000

let world: EngineWorld
let door: Server | null = null
let carried = 0
let peak = 0
let atEndpoint = 0

beforeEach(async () => {
  world = await EngineWorld.start()
  carried = 0
  peak = 0
  atEndpoint = 0
  // As a database does: answers, and closes when it is told goodbye.
  await world.serve((socket) => {
    atEndpoint += 1
    socket.on('close', () => (atEndpoint -= 1))
    socket.on('data', (said) => (said.toString().endsWith('X') ? socket.end() : socket.write('ok')))
    socket.on('end', () => socket.end())
  })
})

afterEach(async () => {
  await new Promise((resolve) => (door === null ? resolve(null) : door.close(resolve)))
  door = null
  await world.end()
})

/** A door before the session, and its port. */
async function open(halfCloseGraceMs: number): Promise<number> {
  const { session } = await world.open({ settings: { halfCloseGraceMs } })
  const server = createServer({ allowHalfOpen: true }, (client) => void carry(session, client))
  door = server
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return (server.address() as AddressInfo).port
}

async function carry(session: EngineSession, client: Socket): Promise<void> {
  client.on('error', () => {})
  const upstream = await session.openStream()
  carried += 1
  peak = Math.max(peak, carried)
  upstream.once('close', () => (carried -= 1))
  spliceUnwatched(client, upstream, monotonicClock)
}

/** Connects, asks, hears the answer, and leaves; resolves when its own socket is closed. */
async function visit(port: number, leave: (socket: Socket) => unknown): Promise<void> {
  const socket = connect(port, '127.0.0.1')
  socket.write('ask')
  await once(socket, 'data')
  socket.resume()
  const closed = once(socket, 'close')
  leave(socket)
  await closed
}

describe('a hundred short clients, one after the other', () => {
  it('do not pile up when they say goodbye, as database clients do', async () => {
    const port = await open(never)
    for (let count = 0; count < clients; count += 1) await visit(port, (socket) => socket.end('X'))
    await until(() => carried === 0 && atEndpoint === 0)
    expect(peak).toBeLessThan(10)
  })

  it('do not pile up when they are reset', async () => {
    const port = await open(never)
    for (let count = 0; count < clients; count += 1) await visit(port, (socket) => socket.resetAndDestroy())
    await until(() => carried === 0 && atEndpoint === 0)
    expect(peak).toBeLessThan(clients)
  })

  it('are gone at the endpoint after the grace when they leave without a word', async () => {
    const port = await open(100)
    for (let count = 0; count < clients; count += 1) await visit(port, (socket) => socket.destroy())
    await until(() => carried === 0 && atEndpoint === 0)
    expect(peak).toBeGreaterThan(0)
  })
})
