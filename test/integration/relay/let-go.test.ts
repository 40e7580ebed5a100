import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ClientMessage } from '#contract/client-message.ts'
import type { TunnelKind } from '#contract/tunnel.ts'
import { errPacket } from '#domain/client-answer/mysql.ts'
import { errorResponse } from '#domain/client-answer/postgresql.ts'
import { problemOf } from '#domain/problem/problem.ts'
import { firstWordsOf } from '#test/support/first-words.ts'
import { grantFor } from '#test/support/grants.ts'
import { createRelayUnderTest, type RelayUnderTest } from '#test/support/relay-in-process.ts'
import { createStraightEngine, type StraightEngine } from '#test/support/straight-engine.ts'
import { serve, TestClient, type TestServer } from '#test/support/tcp.ts'

const tunnelId = '2f1c7a52-0f43-4c7b-9a50-0d3a3b1f6f02'
const message: ClientMessage = {
  message: 'Culvert: orders-db failed at the session: access denied',
  detail: 'Nothing reached the database.',
  hint: 'Open Culvert.',
}
const line = `${message.message}. Open Culvert.`
const sslRequest = firstWordsOf('psql-ssl-request')
const gssRequest = Buffer.from('0000000804d21630', 'hex')
const cancelRequest = Buffer.from('0000001004d2162e0000000100000002', 'hex')
const startup = startupMessage('user\0app\0database\0orders\0\0')
const clientHello = firstWordsOf('openssl-tls-postgresql')

function startupMessage(parameters: string): Buffer {
  const body = Buffer.concat([Buffer.from('00030000', 'hex'), Buffer.from(parameters, 'latin1')])
  const length = Buffer.alloc(4)
  length.writeUInt32BE(body.length + 4)
  return Buffer.concat([length, body])
}

describe('a client that is let go', () => {
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

  /** A client that has said something at a door without a session, once it waits. */
  async function waitingClient(kind: TunnelKind, said: Buffer | string): Promise<TestClient> {
    const port = await relay.openDoor(tunnelId, { kind })
    const client = await TestClient.connect(port)
    if (said.length > 0) client.socket.write(said)
    await relay.facts.waitFor('client-waiting')
    return client
  }

  function refuse(peerPorts: number[] | null = null): void {
    relay.order({ type: 'refuse-clients', tunnelId, problemCode: 'ACCESS_DENIED', message, peerPorts })
  }

  const letGo = (): Promise<unknown> => relay.facts.waitFor('clients-let-go')

  it.each([
    ['SSLRequest', [sslRequest], 'N'],
    ['GSSENCRequest and SSLRequest', [gssRequest, sslRequest], 'NN'],
    ['its StartupMessage', [], ''],
  ] as const)('is told by PostgreSQL after %s', async (_what, requests, refusals) => {
    const client = await waitingClient('postgresql', requests[0] ?? startup)
    refuse()
    let heard = 0
    for (const next of requests.length === 0 ? [] : [...requests.slice(1), startup]) {
      await client.bytes((heard += 1))
      client.socket.write(next)
    }
    const error = Buffer.from(errorResponse(message))
    expect(await client.end()).toEqual(Buffer.concat([Buffer.from(refusals), error]))
    client.socket.destroy()
    expect(await letGo()).toMatchObject({ tunnelId, told: 1, untold: 0 })
  })

  /** A client that heard that nothing is encrypted here: main said that no session comes, or its time was over. */
  const toldWays: readonly (readonly [string, () => Promise<TestClient>])[] = [
    [
      'when no session comes',
      async () => {
        const client = await waitingClient('postgresql', sslRequest)
        refuse()
        return client
      },
    ],
    [
      'when its time is over',
      async () => {
        const client = await TestClient.connect(
          await relay.openDoor(tunnelId, { kind: 'postgresql', clientWaitMs: 50 }),
        )
        client.socket.write(sslRequest)
        const { requestId } = await relay.facts.waitFor('client-words-needed')
        relay.order({ type: 'give-client-words', tunnelId, requestId, message })
        return client
      },
    ],
  ]
  it.each(toldWays)(
    'is never joined with a server once it heard that nothing is encrypted here, %s',
    async (_, tell) => {
      const server = await serve((socket) => socket.once('data', () => socket.end('S')))
      servers.push(server)
      const client = await tell()
      expect((await client.bytes(1)).toString()).toBe('N')
      relay.serve(tunnelId, grantFor({ port: server.port }))
      await relay.facts.waitFor('session-ready')
      client.socket.write(startup)
      const heard = await client.end()
      expect(heard.subarray(1)).toEqual(Buffer.from(errorResponse(message)))
      expect(engine.sessions[0]?.streams.size).toBe(0)
      expect(server.sockets.size).toBe(0)
      client.socket.destroy()
      await letGo()
    },
  )

  it('was told nothing before: one that is let through hears the server alone', async () => {
    const server = await serve((socket) =>
      socket.once('data', (chunk: Buffer) => socket.end(Buffer.concat([chunk, Buffer.from('S')]))),
    )
    servers.push(server)
    const client = await waitingClient('postgresql', sslRequest)
    relay.serve(tunnelId, grantFor({ port: server.port }))
    expect(await client.end()).toEqual(Buffer.concat([sslRequest, Buffer.from('S')]))
    client.socket.destroy()
  })

  it.each([
    ['MySQL, in the place of the greeting', 'mysql', '', Buffer.from(errPacket(message)).toString('latin1')],
    ['Redis, for each command', 'redis', '*1\r\n$4\r\nPING\r\nINFO\r\n', `-ERR ${line}\r\n-ERR ${line}\r\n`],
    [
      'HTTP, after the head of its request',
      'opensearch',
      'GET /_cat HTTP/1.1\r\nHost: localhost\r\n\r\n',
      `\r\n\r\n${line}\n`,
    ],
  ] as const)('is told by %s', async (_what, kind, said, answer) => {
    const client = await waitingClient(kind, said)
    refuse()
    expect((await client.end()).toString('latin1')).toMatch(
      new RegExp(`${answer.replace(/[^\w ]/g, (mark) => `\\x${mark.charCodeAt(0).toString(16).padStart(2, '0')}`)}$`),
    )
    client.socket.destroy()
    expect(await letGo()).toMatchObject({ told: 1, untold: 0 })
  })

  it.each([
    ['direct TLS at PostgreSQL', 'postgresql', clientHello],
    ['TLS at Redis', 'redis', clientHello],
    ['a CancelRequest', 'postgresql', cancelRequest],
    ['a protocol that nobody knows', 'tcp', 'hello'],
  ] as const)('is closed without a byte for %s', async (_what, kind, said) => {
    const client = await waitingClient(kind, said)
    refuse()
    await client.closedOrEnded()
    expect(client.received).toHaveLength(0)
    expect(await letGo()).toMatchObject({ told: 0, untold: 1 })
  })

  it('is told by Redis before the end of a command that is longer than is kept', async () => {
    const value = 64 * 1024 * 1024
    const client = await waitingClient('redis', `*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$${value}\r\n`)
    const ended = client.end()
    client.socket.write(Buffer.alloc(value, 'x'))
    refuse()
    expect((await ended).toString()).toBe(`-ERR ${line}\r\n`)
    client.socket.destroy()
    expect(await letGo()).toMatchObject({ tunnelId, told: 1, untold: 0 })
  })

  it('is one of those that are named by their ports; the others wait on', async () => {
    const port = await relay.openDoor(tunnelId, { kind: 'mysql' })
    const clients = await Promise.all([TestClient.connect(port), TestClient.connect(port)])
    await relay.facts.waitFor('clients-wait', { match: ({ waiters }) => waiters.length === 2 })
    refuse([clients[0].socket.localPort ?? 0])
    expect(await clients[0].end()).toEqual(Buffer.from(errPacket(message)))
    expect(clients[1].received).toHaveLength(0)
    await relay.facts.waitFor('clients-changed', { match: ({ waiting }) => waiting === 1 })
    for (const client of clients) client.socket.destroy()
  })

  it('is asked about when its time is over, and closed without a word when there are none', async () => {
    const port = await relay.openDoor(tunnelId, { kind: 'mysql', clientWaitMs: 50 })
    const told = await TestClient.connect(port)
    const { requestId, problem } = await relay.facts.waitFor('client-words-needed')
    expect(problem).toBeNull()
    relay.order({ type: 'give-client-words', tunnelId, requestId, message })
    expect(await told.end()).toEqual(Buffer.from(errPacket(message)))
    const since = relay.facts.mark
    const untold = await TestClient.connect(port)
    const next = await relay.facts.waitFor('client-words-needed', { since })
    relay.order({ type: 'give-client-words', tunnelId, requestId: next.requestId, message: null })
    await untold.closedOrEnded()
    expect(untold.received).toHaveLength(0)
    told.socket.destroy()
  })
})

describe('a client whose far end was never there', () => {
  let engine: StraightEngine
  let relay: RelayUnderTest
  let server: TestServer
  /** How the far end ends a connection, once it heard something. */
  let onData: (end: () => void) => void

  beforeEach(async () => {
    engine = createStraightEngine()
    relay = createRelayUnderTest(engine.start)
    server = await serve((socket) => socket.once('data', () => onData(() => socket.destroy())))
  })
  afterEach(async () => {
    await relay.dispose()
    await server.close()
  })

  const refusal = problemOf('ENDPOINT_REFUSED', { host: 'db.internal', port: 5_432 })

  async function askedClient(): Promise<TestClient> {
    const port = await relay.openDoor(tunnelId, { kind: 'postgresql' })
    relay.serve(tunnelId, grantFor({ port: server.port }))
    await relay.facts.waitFor('session-ready')
    const client = await TestClient.connect(port)
    client.socket.write(sslRequest)
    return client
  }

  it.each([
    [
      'before the connection ends, as the builtin engine hears it',
      (end: () => void) => {
        engine.sessions[0]?.host.endpointFailed(refusal)
        end()
      },
    ],
    [
      'after it, as it may come from the plugin',
      (end: () => void) => {
        end()
        setTimeout(() => engine.sessions[0]?.host.endpointFailed(refusal), 30)
      },
    ],
  ])('is told when the refusal comes %s', async (_when, act) => {
    onData = act
    const client = await askedClient()
    const { requestId, problem } = await relay.facts.waitFor('client-words-needed')
    expect(problem).toEqual(refusal)
    relay.order({ type: 'give-client-words', tunnelId, requestId, message })
    expect((await client.bytes(1)).toString()).toBe('N')
    client.socket.write(startup)
    expect((await client.end()).subarray(1)).toEqual(Buffer.from(errorResponse(message)))
    client.socket.destroy()
    await relay.facts.waitFor('clients-changed', { match: ({ open }) => open === 0 })
  })

  it('is closed without a byte when a server closed it by itself', async () => {
    onData = (end) => end()
    const client = await askedClient()
    await client.closedOrEnded()
    expect(client.received).toHaveLength(0)
    expect(relay.facts.of('client-words-needed')).toEqual([])
  })

  it('is another one than a client that has been answered', async () => {
    onData = () => {}
    const answering = await serve((socket) =>
      socket.once('data', () =>
        socket.write('S', () => {
          engine.sessions[0]?.host.endpointFailed(refusal)
          socket.destroy()
        }),
      ),
    )
    const port = await relay.openDoor(tunnelId, { kind: 'postgresql' })
    relay.serve(tunnelId, grantFor({ port: answering.port }))
    await relay.facts.waitFor('session-ready')
    const client = await TestClient.connect(port)
    client.socket.write(sslRequest)
    await client.closedOrEnded()
    expect(client.received.toString()).toBe('S')
    expect(relay.facts.of('client-words-needed')).toEqual([])
    await answering.close()
  })
})
