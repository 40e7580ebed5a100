import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ClientMessage } from '#contract/client-message.ts'
import type { TunnelKind } from '#contract/tunnel.ts'
import { errPacket } from '#domain/client-answer/mysql.ts'
import { errorResponse } from '#domain/client-answer/postgresql.ts'
import { problemOf } from '#domain/problem/problem.ts'
import { firstWordsOf } from '#test/support/first-words.ts'
import { grantFor } from '#test/support/grants.ts'
import { createRelayUnderTest, type RelayUnderTest } from '#test/support/relay-in-process.ts'
import { createStraightEngine } from '#test/support/straight-engine.ts'
import { serve, TestClient, type TestServer } from '#test/support/tcp.ts'

const tunnelId = '2f1c7a52-0f43-4c7b-9a50-0d3a3b1f6f02'
const message: ClientMessage = {
  message: 'Culvert: orders-db failed at the database: the database does not answer',
  detail: 'Nothing reached the database.',
  hint: 'Open Culvert.',
}
const problem = problemOf('ENDPOINT_TIMED_OUT', { afterMs: 25_000 })
const sslRequest = firstWordsOf('psql-ssl-request')
const startup = firstWordsOf('psql-startup')
const ping = '*1\r\n$4\r\nPING\r\n'

describe('a client whose far end is silent', () => {
  let relay: RelayUnderTest
  let server: TestServer
  let sessionId: string
  let port: number
  const clients: TestClient[] = []

  beforeEach(() => {
    relay = createRelayUnderTest(createStraightEngine().start)
  })
  afterEach(async () => {
    for (const client of clients.splice(0)) client.socket.destroy()
    await relay.dispose()
    await server.close()
  })

  /** A door with a session to a server that hears and says nothing. */
  async function silentDoor(kind: TunnelKind): Promise<void> {
    server = await serve((socket) => void socket.resume())
    port = await relay.openDoor(tunnelId, { kind })
    const grant = grantFor({ port: server.port })
    ;({ sessionId } = grant)
    relay.serve(tunnelId, grant)
    await relay.facts.waitFor('session-ready')
  }

  /** One that has asked, and waits. */
  async function askingClient(said: Buffer | string): Promise<TestClient> {
    const client = await TestClient.connect(port)
    clients.push(client)
    if (said.length > 0) client.socket.write(said)
    return client
  }

  /** What main orders when its verdict falls; the words are given to whoever is let go. */
  async function declareSilent(afterMs = 0): Promise<void> {
    await relay.facts.waitFor('endpoint-unanswered')
    relay.order({ type: 'far-end-silent', tunnelId, sessionId, problem, afterMs })
  }

  async function giveWords(since = 0): Promise<void> {
    const needed = await relay.facts.waitFor('client-words-needed', { since })
    expect(needed.problem).toEqual(problem)
    relay.order({ type: 'give-client-words', tunnelId, requestId: needed.requestId, message })
  }

  it('is told by PostgreSQL, and nothing more of it reaches the server', async () => {
    await silentDoor('postgresql')
    const client = await askingClient(sslRequest)
    await declareSilent()
    await giveWords()
    expect((await client.bytes(1)).toString()).toBe('N')
    client.socket.write(startup)
    expect((await client.end()).subarray(1)).toEqual(Buffer.from(errorResponse(message)))
    client.socket.destroy()
    expect(await relay.facts.waitFor('clients-let-go')).toMatchObject({ told: 1, untold: 0 })
    await relay.facts.waitFor('clients-changed', { match: ({ open }) => open === 0 })
    const [closed] = relay.facts.of('log').filter(({ event }) => event === 'client-closed')
    expect(closed?.fields).toMatchObject({ by: 'door', cause: 'endpoint-silent', fromFarEnd: 0 })
  })

  it('is told by MySQL in the place of the greeting, also one that comes later', async () => {
    await silentDoor('mysql')
    const first = await askingClient('')
    await declareSilent()
    await giveWords()
    expect(await first.end()).toEqual(Buffer.from(errPacket(message)))
    const since = relay.facts.mark
    const later = await askingClient('')
    await giveWords(since)
    expect(await later.end()).toEqual(Buffer.from(errPacket(message)))
  })

  it('is let be while its own time is not over, and when it was answered', async () => {
    await silentDoor('postgresql')
    const client = await askingClient(sslRequest)
    await declareSilent(60_000)
    const [upstream] = [...server.sockets]
    upstream?.write('S')
    expect((await client.bytes(1)).toString()).toBe('S')
    // The verdict comes once more, too late: that client has been answered.
    relay.order({ type: 'far-end-silent', tunnelId, sessionId, problem, afterMs: 0 })
    upstream?.write('more')
    expect((await client.bytes(5)).toString()).toBe('Smore')
    expect(relay.facts.of('client-words-needed')).toEqual([])
  })

  it('is let be at Redis, where a request may take long', async () => {
    await silentDoor('redis')
    const client = await askingClient(ping)
    await declareSilent()
    // By the time another client has come through, the first would have been let go.
    await askingClient(ping)
    await relay.facts.waitFor('clients-changed', { match: ({ open }) => open === 2 })
    const [upstream] = [...server.sockets]
    upstream?.write('+PONG\r\n')
    expect((await client.bytes(7)).toString()).toBe('+PONG\r\n')
    expect(relay.facts.of('client-words-needed')).toEqual([])
  })
})
