import { createServer, type AddressInfo, type Server } from 'node:net'
import { afterEach, expect, it } from 'vitest'
import type { ProxyAddress } from '#contract/network.ts'
import { createFirstListening } from '#network/first-listening.ts'
import { freePort } from '#test/support/tcp.ts'

const servers: Server[] = []
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => new Promise((resolve) => server.close(resolve))))
})

const at = (port: number): ProxyAddress => ({ scheme: 'http', host: '127.0.0.1', port, credentials: null })

async function listening(): Promise<ProxyAddress> {
  const server = createServer((socket) => socket.destroy())
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return at((server.address() as AddressInfo).port)
}

it('is the first that takes a connection, else the last', async () => {
  const first = createFirstListening()
  const [away, there] = [at(await freePort()), await listening()]
  expect(await first([away, there, null])).toEqual(there)
  expect(await first([there, away])).toEqual(there)
  expect(await first([away, null])).toBeNull()
  expect(await first([away])).toEqual(away)
  expect(await first([null, there])).toBeNull()
})

it('is not asked for again at once, and is after a while', async () => {
  let now = 0
  const first = createFirstListening(() => now)
  const port = await freePort()
  expect(await first([at(port), null])).toBeNull()
  const server = createServer((socket) => socket.destroy())
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  expect(await first([at(port), null])).toBeNull()
  now = 15_001
  expect(await first([at(port), null])).toEqual(at(port))
})
