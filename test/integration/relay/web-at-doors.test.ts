import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { Agent, createServer, request, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { TunnelKind } from '#contract/tunnel.ts'
import { plainGuard } from '#test/support/door-guard.ts'
import { firstWordsOf } from '#test/support/first-words.ts'
import { grantFor } from '#test/support/grants.ts'
import { programOnPath, runClient } from '#test/support/real-clients.ts'
import { createRelayUnderTest, type RelayUnderTest } from '#test/support/relay-in-process.ts'
import { createStraightEngine } from '#test/support/straight-engine.ts'
import { serve, serveEcho, TestClient, type TestServer } from '#test/support/tcp.ts'

const tunnelId = '2f1c7a52-0f43-4c7b-9a50-0d3a3b1f6f01'
const page = 'http://evil.example:47013'

describe('web pages at a door', () => {
  let relay: RelayUnderTest
  const servers: (() => Promise<unknown>)[] = []

  beforeEach(() => {
    relay = createRelayUnderTest(createStraightEngine().start)
  })

  afterEach(async () => {
    await relay.dispose()
    await Promise.all(servers.splice(0).map((close) => close()))
  })

  function keep(server: TestServer): TestServer {
    servers.push(() => server.close())
    return server
  }

  async function openWith(kind: TunnelKind, port: number): Promise<number> {
    const door = await relay.openDoor(tunnelId, { kind })
    relay.serve(tunnelId, grantFor({ port }))
    await relay.facts.waitFor('session-ready')
    return door
  }

  async function serveHttp(): Promise<{ readonly port: number; readonly seen: string[] }> {
    const seen: string[] = []
    const server: Server = createServer((asked, answer) => {
      seen.push(`${asked.method} ${asked.url}`)
      asked.resume().once('end', () => answer.end('found'))
    })
    // The door is to close a kept connection, not this server's patience.
    server.keepAliveTimeout = 120_000
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    servers.push(() => new Promise((resolve) => server.close(resolve).closeAllConnections()))
    return { port: (server.address() as AddressInfo).port, seen }
  }

  it.each(['chromium-post-cross-site', 'chromium-tls-localhost'] as const)(
    'start nothing at a database, and are told: %s; a check of the port leaves no trace, a client does',
    async (words) => {
      const port = await relay.openDoor(tunnelId, { kind: 'postgresql' })
      const check = await TestClient.connect(port)
      check.socket.end()
      const browser = await TestClient.connect(port)
      browser.socket.write(firstWordsOf(words))
      await browser.closedOrEnded()
      expect(browser.received.length).toBe(0)
      const told = await relay.facts.waitFor('clients-refused')
      const said = words === 'chromium-tls-localhost' ? { protocol: 'tls' } : { protocol: 'http', origin: page }
      expect(told).toMatchObject({ tunnelId, client: { reason: 'web', ...said }, clients: 1 })
      expect([...relay.facts.of('client-waiting'), ...relay.facts.of('clients-changed')]).toEqual([])
      const psql = await TestClient.connect(port)
      psql.socket.write(firstWordsOf('psql-ssl-request'))
      await relay.facts.waitFor('client-waiting')
      psql.socket.destroy()
    },
  )

  it('start nothing where the server may greet, though such a client may wait without a word', async () => {
    const port = await relay.openDoor(tunnelId, { kind: 'mysql' })
    const browser = await TestClient.connect(port)
    browser.socket.write(firstWordsOf('chromium-get-cross-site'))
    await browser.closedOrEnded()
    expect(relay.facts.of('client-waiting')).toEqual([])
    const client = await TestClient.connect(port)
    await relay.facts.waitFor('client-waiting')
    client.socket.write(firstWordsOf('chromium-post-cross-site'))
    await client.closedOrEnded()
    await relay.facts.waitFor('clients-changed', { match: ({ waiting }) => waiting === 0 })
  })

  it.each(['mysql', 'tcp'] as const)('reach nothing through a living session: %s', async (kind) => {
    const heard: Buffer[] = []
    const server = keep(await serve((socket) => socket.on('data', (chunk: Buffer) => heard.push(chunk))))
    const port = await openWith(kind, server.port)
    const browser = await TestClient.connect(port)
    browser.socket.write(firstWordsOf('chromium-post-cross-site'))
    await browser.closedOrEnded()
    await relay.facts.waitFor('clients-refused')
    expect(Buffer.concat(heard).length).toBe(0)
  })

  it.each(['mysql', 'tcp'] as const)('are no matter once the server has greeted: %s', async (kind) => {
    const server = keep(
      await serve((socket) => {
        socket.write('hello')
        socket.pipe(socket)
      }),
    )
    const port = await openWith(kind, server.port)
    const client = await TestClient.connect(port)
    expect((await client.bytes(5)).toString()).toBe('hello')
    const said = Buffer.alloc(3_000_000, 'GET / HTTP/1.1\r\n\r\n')
    client.socket.write(said)
    expect((await client.bytes(5 + said.length)).subarray(5).equals(said)).toBe(true)
    client.socket.destroy()
  })

  it('reach an endpoint of HTTP only as its own pages or with leave, and hear why not', async () => {
    const { port: serverPort, seen } = await serveHttp()
    const port = await openWith('opensearch', serverPort)
    const curl = programOnPath('curl')
    if (curl !== null) expect(await runClient(curl, ['-s', `http://127.0.0.1:${port}/_cat`])).toBe('found')
    const ask = (headers: Record<string, string>): Promise<string> => askOnce(port, headers)
    expect(await ask({})).toBe('200 found')
    expect(await ask({ host: 'evil.example' })).toContain(
      '403 Culvert: nothing was passed on. This request is for evil.ex',
    )
    expect(await ask({ origin: page, 'sec-fetch-site': 'cross-site' })).toContain(
      `403 Culvert: nothing was passed on. This request comes from ${page}`,
    )
    const before = seen.length
    const endpoint = { host: 'search.internal', port: 443 }
    relay.order({
      type: 'guard-door',
      tunnelId,
      guard: { endpoint, allowedOrigins: [page], localNames: [], programs: 'any-user' },
    })
    expect(await ask({ origin: page, 'sec-fetch-site': 'cross-site' })).toBe('200 found')
    expect(await ask({ host: 'search.internal' })).toBe('200 found')
    expect(seen.length - before).toBe(2)
  })

  it('reach nothing over a connection that another page keeps open', async () => {
    const { port: serverPort, seen } = await serveHttp()
    const port = await openWith('opensearch', serverPort)
    const agent = new Agent({ keepAlive: true, maxSockets: 1 })
    expect(await askOnce(port, { connection: 'keep-alive' }, agent)).toBe('200 found')
    await expect(askOnce(port, { origin: page, connection: 'keep-alive' }, agent)).rejects.toThrow(/hang up|ECONNRESET/)
    expect(seen).toEqual(['POST /_bulk'])
    await relay.facts.waitFor('clients-refused', { match: ({ client }) => client.reason === 'web' })
    await relay.facts.waitFor('clients-changed', { match: ({ open }) => open === 0 })
    agent.destroy()
  })

  it('are not the only ones: programs of other users stay out where a person wants that', async (context) => {
    if (process.platform !== 'linux') return context.skip('Linux alone tells whose a socket is')
    if (process.getuid?.() !== 0) return context.skip('only root can start a program of another user')
    const server = keep(await serveEcho())
    const port = await openWith('tcp', server.port)
    relay.order({ type: 'guard-door', tunnelId, guard: { ...plainGuard, programs: 'same-user' } })
    const own = await TestClient.connect(port, '::1')
    own.socket.write('own\n')
    expect((await own.bytes(4)).toString()).toBe('own\n')
    own.socket.destroy()
    const program = `require('node:net').connect(${port}, '127.0.0.1').on('close', () => process.exit(7)).write('other\\n')`
    const other = spawn(process.execPath, ['-e', program], { uid: 65_534, cwd: '/', stdio: 'ignore' })
    expect((await once(other, 'exit'))[0]).toBe(7)
    await relay.facts.waitFor('clients-refused', { match: ({ client }) => client.reason === 'other-user' })
  })

  it('are told once a second, however often they try', async () => {
    const server = keep(await serveEcho())
    const port = await openWith('redis', server.port)
    for (let attempt = 0; attempt < 20; attempt += 1) {
      const browser = await TestClient.connect(port)
      browser.socket.write(firstWordsOf('chromium-get-cross-site'))
      await browser.closedOrEnded()
    }
    await relay.facts.waitFor('clients-refused', { match: ({ clients }) => clients > 1 })
    const told = relay.facts.of('clients-refused')
    expect(told.length).toBeLessThan(10)
    relay.order({ type: 'close-door', tunnelId, deadlineMs: 500 })
    await relay.facts.waitFor('door-closed')
    expect(relay.facts.of('clients-refused').reduce((sum, { clients }) => sum + clients, 0)).toBe(20)
  })
})

/** Posts a body with these headers; status and body of the answer. */
function askOnce(port: number, headers: Record<string, string>, agent = new Agent()): Promise<string> {
  return new Promise((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port, method: 'POST', path: '/_bulk', headers, agent })
    asked.once('error', reject)
    asked.once('response', (answer) => {
      let body = ''
      answer.setEncoding('utf8').on('data', (text: string) => (body += text))
      answer.once('end', () => resolve(`${answer.statusCode} ${body}`))
    })
    asked.end('{}')
  })
}
