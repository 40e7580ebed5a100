import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { TunnelKind } from '#contract/tunnel.ts'
import { firstWordsOf } from '#test/support/first-words.ts'
import { grantFor } from '#test/support/grants.ts'
import { createRelayUnderTest, type RelayUnderTest } from '#test/support/relay-in-process.ts'
import { createStraightEngine, type StraightEngine } from '#test/support/straight-engine.ts'
import { serve, TestClient, type TestServer } from '#test/support/tcp.ts'

const tunnelId = '2f1c7a52-0f43-4c7b-9a50-0d3a3b1f6f02'
const [first, second] = ['ada-00000000000000001', 'ada-00000000000000002'] as const
const sslRequest = firstWordsOf('psql-ssl-request')
const startup = firstWordsOf('psql-startup')
/** CancelRequest of PostgreSQL: its length, its code, a process and a key. */
const cancelRequest = Buffer.from('0000001004d2162e0000000100000002', 'hex')
const greeting = 'greeting'

describe('a client that waits over a session that is doubted', () => {
  let relay: RelayUnderTest
  let engine: StraightEngine
  let port: number
  let mute: TestServer
  let answering: TestServer
  /** What each connection to the server that answers has said, in the order in which they came. */
  let heard: string[]
  const clients: TestClient[] = []

  beforeEach(async () => {
    engine = createStraightEngine()
    relay = createRelayUnderTest(engine.start)
    heard = []
    mute = await serve((socket) => void socket.resume())
  })
  afterEach(async () => {
    for (const client of clients.splice(0)) client.socket.destroy()
    await relay.dispose()
    await Promise.all([mute.close(), answering.close()])
  })

  /** A door whose one session leads to a server that says nothing; another one would answer, or greet. */
  async function doorOf(kind: TunnelKind): Promise<void> {
    answering = await serve((socket) => {
      const index = heard.push('') - 1
      if (kind === 'mysql') socket.write(greeting)
      socket.on('data', (bytes: Buffer) => {
        heard[index] += bytes.toString('hex')
        socket.write('S')
      })
    })
    port = await relay.openDoor(tunnelId, { kind })
    relay.serve(tunnelId, grantFor({ port: mute.port, sessionId: first }))
    await relay.facts.waitFor('session-ready')
  }

  async function come(said: Buffer | string): Promise<TestClient> {
    const client = await TestClient.connect(port)
    clients.push(client)
    if (said.length > 0) client.socket.write(said)
    return client
  }

  /** Main doubts the first session; the next client is carried by the second, and answered. */
  async function followWith(said: Buffer | string): Promise<TestClient> {
    await relay.facts.waitFor('endpoint-unanswered')
    relay.order({ type: 'doubt-session', tunnelId, sessionId: first, isDoubted: true })
    const next = await come(said)
    relay.serve(tunnelId, grantFor({ port: answering.port, sessionId: second }))
    await next.bytes(1)
    return next
  }

  it('is carried by the one that answers, with what it has said, and goes on there', async () => {
    await doorOf('postgresql')
    const waiting = await come(sslRequest)
    await followWith(sslRequest)
    expect((await waiting.bytes(1)).toString()).toBe('S')
    waiting.socket.write(startup)
    expect((await waiting.bytes(2)).toString()).toBe('SS')
    expect(heard.toSorted()).toEqual([
      sslRequest.toString('hex'),
      `${sslRequest.toString('hex')}${startup.toString('hex')}`,
    ])
    // With the last of its clients the first session is over.
    await relay.facts.waitFor('session-stopped', { match: ({ sessionId }) => sessionId === first })
    expect(relay.facts.of('log').find(({ event }) => event === 'clients-moved')?.fields).toMatchObject({ clients: 1 })
  })

  it('is greeted by MySQL, of whom it waited for nothing else', async () => {
    await doorOf('mysql')
    const waiting = await come('')
    await followWith('')
    expect((await waiting.bytes(greeting.length)).toString()).toBe(greeting)
    waiting.socket.write('login')
    await waiting.bytes(greeting.length + 1)
    expect(heard).toContain(Buffer.from('login').toString('hex'))
  })

  it.each([
    ['has said more than its opening', 'postgresql', Buffer.concat([startup, Buffer.from('Q')])],
    ['asks for another one’s query to be cancelled', 'postgresql', cancelRequest],
    ['has made a request', 'redis', Buffer.from('*1\r\n$4\r\nPING\r\n')],
  ] as const)('stays where it %s', async (_what, kind, said) => {
    await doorOf(kind)
    await come(said)
    await followWith(kind === 'redis' ? said : sslRequest)
    // Whoever comes after has behind them whatever was done for that answer.
    await (await come(kind === 'redis' ? said : sslRequest)).bytes(1)
    expect(heard).toHaveLength(2)
    expect(relay.facts.of('log').filter(({ event }) => event === 'clients-moved')).toEqual([])
  })

  /** Main doubts the first session, and has another one opened for nobody who comes. */
  async function followAlone(): Promise<void> {
    relay.order({ type: 'doubt-session', tunnelId, sessionId: first, isDoubted: true })
    relay.serve(tunnelId, grantFor({ port: answering.port, sessionId: second }))
    await relay.facts.waitFor('session-ready', { match: ({ sessionId }) => sessionId === second })
  }

  it('goes over by itself where it is the agent that is silent', async () => {
    await doorOf('postgresql')
    const waiting = await come(sslRequest)
    await relay.facts.waitFor('endpoint-unanswered')
    engine.sessions[0]?.host.agentIs?.('silent')
    await followAlone()
    expect((await waiting.bytes(1)).toString()).toBe('S')
    expect(heard).toEqual([sslRequest.toString('hex')])
    expect(relay.facts.of('log').filter(({ event }) => event === 'clients-moved')).toHaveLength(1)
  })

  it('waits where it may be the database that is silent: another session would not know better', async () => {
    await doorOf('postgresql')
    await come(sslRequest)
    await relay.facts.waitFor('endpoint-unanswered')
    await followAlone()
    // Whoever comes after has behind them whatever was done for that session.
    await (await come(startup)).bytes(1)
    expect(heard[0]).toBe(startup.toString('hex'))
  })

  it('stays where its agent is silent and it has made a request', async () => {
    await doorOf('redis')
    const ping = Buffer.from('*1\r\n$4\r\nPING\r\n')
    await come(ping)
    await vi.waitFor(() => expect(mute.sockets.size).toBe(1))
    engine.sessions[0]?.host.agentIs?.('silent')
    await followAlone()
    await (await come(ping)).bytes(1)
    expect(heard).toHaveLength(1)
  })

  it('that was answered stays with its session', async () => {
    await doorOf('postgresql')
    const answered = await come(sslRequest)
    await vi.waitFor(() => expect(mute.sockets.size).toBe(1))
    const [upstream] = [...mute.sockets]
    upstream?.write('N')
    await answered.bytes(1)
    await come(sslRequest)
    await followWith(sslRequest)
    await relay.facts.waitFor('log', { match: ({ event }) => event === 'clients-moved' })
    upstream?.write('more')
    expect((await answered.bytes(5)).toString()).toBe('Nmore')
  })
})
