import { randomBytes } from 'node:crypto'
import { TestClient, type TestServer } from '../../support/tcp.ts'
import { Conversation, sha256 } from '../conversation.ts'
import { bothEngines, builtinAlone, type FaultRow } from '../fault-row.ts'
import type { FaultStage } from '../fault-stage.ts'
import { leadTo } from '../far-ends.ts'

/** The name leads nowhere for a while; whoever comes meanwhile is told, and whoever comes later is carried. */
function unreachable(
  row: Pick<FaultRow, 'name' | 'what' | 'engines'>,
  kind: 'refused' | 'unknown-host' | 'forbidden',
): FaultRow {
  return {
    ...{ ...row, group: 'far end' },
    promised: { states: ['failed'], hops: ['endpoint'], recoveryMs: 1_500, connection: 'cut' },
    async play(stage) {
      const echo = await stage.serveEcho()
      leadTo(stage, { kind: 'tcp', host: '127.0.0.1', port: echo.port })
      await stage.arm()
      await (await stage.talk()).end()
      leadTo(stage, { kind })
      const refused = await Conversation.open(stage.port).catch(() => null)
      await stage.until(() => stage.seen().state === 'failed', 'the failure')
      const seen = stage.seen()
      leadTo(stage, { kind: 'tcp', host: '127.0.0.1', port: echo.port })
      const recoveryMs = await stage.nextClient()
      return { ...seen, recoveryMs, lostBytes: 0, connection: refused === null ? 'cut' : 'kept' }
    },
  }
}

/** Every connection of the database ends at once, and another one answers to its name. */
function replaced(name: string, what: string, end: (server: TestServer) => void): FaultRow {
  return {
    ...{ name, what, group: 'far end', engines: bothEngines },
    promised: { states: ['ready', 'open'], hops: [null], recoveryMs: 1_500, connection: 'cut' },
    async play(stage) {
      const first = await stage.serveEcho()
      leadTo(stage, { kind: 'tcp', host: '127.0.0.1', port: first.port })
      await stage.arm()
      const conversation = await stage.talk()
      end(first)
      await first.close()
      await stage.until(() => conversation.isCut, 'the end of the connection')
      const seen = stage.seen()
      const second = await stage.serveEcho()
      leadTo(stage, { kind: 'tcp', host: '127.0.0.1', port: second.port })
      const recoveryMs = await stage.nextClient()
      return { ...seen, recoveryMs, ...(await conversation.end()) }
    },
  }
}

const greeting = 'who is there?'

/** Resolves once somebody has greeted; rejects when nobody does. */
async function greeted(port: number): Promise<TestClient> {
  const client = await TestClient.connect(port)
  await client.bytes(greeting.length)
  return client
}

/** As a managed database fails over: its name leads to another machine, and the agent has looked it up for its session already. */
async function playMovedName(stage: FaultStage) {
  stage.sandbox.fault({ kind: 'agent', behaviour: { nameLookup: 'once' } })
  const serveGreeting = (): Promise<TestServer> => stage.serve((socket) => socket.write(greeting))
  const first = await serveGreeting()
  leadTo(stage, { kind: 'tcp', host: '127.0.0.1', port: first.port })
  await stage.arm({ kind: 'mysql' })
  const clients = [await greeted(stage.port), await greeted(stage.port)]
  await stage.pause(2_500)
  for (const socket of first.sockets) socket.end()
  await first.close()
  await Promise.all(clients.map((client) => client.closedOrEnded()))
  const second = await serveGreeting()
  leadTo(stage, { kind: 'tcp', host: '127.0.0.1', port: second.port })
  await stage.until(() => stage.seen().state !== 'ready', 'another state than ready', 2_000)
  const seen = stage.seen()
  const startedAt = performance.now()
  const next = await greeted(stage.port)
  for (const client of [...clients, next]) client.socket.destroy()
  return { ...seen, recoveryMs: performance.now() - startedAt, lostBytes: 0, connection: 'cut' } as const
}

const silentSeconds = 40
const blockedBytes = 4_000_000
const blockedMs = 30_000

/** A server that answers a question after so long, as `pg_sleep` does. */
async function playSilentQuery(stage: FaultStage) {
  const server = await stage.serve((socket) => {
    socket.once('data', (asked) => setTimeout(() => socket.write(asked), silentSeconds * 1_000).unref())
  })
  await stage.arm()
  // It has been answered before, as a database that was logged in to.
  const first = await stage.serveEcho()
  leadTo(stage, { kind: 'tcp', host: '127.0.0.1', port: first.port })
  const other = await stage.connect()
  leadTo(stage, { kind: 'tcp', host: '127.0.0.1', port: server.port })
  const client = await TestClient.connect(stage.port)
  const asked = randomBytes(64)
  client.socket.write(asked)
  await stage.pause((silentSeconds - 3) * 1_000)
  const seen = stage.seen()
  const answered = await client.bytes(asked.length).then(sha256, () => null)
  await other.end()
  await first.close()
  client.socket.destroy()
  const isRight = answered === sha256(asked)
  return {
    ...seen,
    recoveryMs: 0,
    lostBytes: isRight ? 0 : asked.length,
    connection: isRight ? 'kept' : 'cut',
  } as const
}

/** A server that takes nothing for a while, as a COPY that waits for a lock, and answers when it has all. */
async function playBlockedCopy(stage: FaultStage) {
  const whole = randomBytes(blockedBytes)
  const server = await stage.serve((socket) => {
    const came: Buffer[] = []
    let bytes = 0
    socket.write('copy?')
    socket.pause()
    setTimeout(() => socket.resume(), blockedMs).unref()
    socket.on('data', (chunk: Buffer) => {
      came.push(chunk)
      bytes += chunk.length
      if (bytes === blockedBytes) socket.end(sha256(Buffer.concat(came)))
    })
  })
  leadTo(stage, { kind: 'tcp', host: '127.0.0.1', port: server.port })
  await stage.arm()
  const client = await TestClient.connect(stage.port)
  client.socket.write(whole.subarray(0, 1))
  await client.bytes('copy?'.length)
  client.socket.write(whole.subarray(1))
  await stage.pause(blockedMs)
  const seen = stage.seen()
  const startedAt = performance.now()
  const said = await client.end().then(String, () => null)
  const isRight = said === `copy?${sha256(whole)}`
  client.socket.destroy()
  const connection = said === null ? 'cut' : 'kept'
  return {
    ...seen,
    recoveryMs: performance.now() - startedAt,
    lostBytes: isRight ? 0 : blockedBytes,
    connection,
  } as const
}

export const farEndRows: readonly FaultRow[] = [
  unreachable(
    { name: 'endpoint-refuses', what: 'The database’s port refuses, and is back later', engines: bothEngines },
    'refused',
  ),
  unreachable(
    {
      name: 'endpoint-unknown',
      what: 'The database’s name cannot be resolved, and can be later',
      engines: builtinAlone,
    },
    'unknown-host',
  ),
  unreachable(
    {
      name: 'endpoint-forbidden',
      what: 'The agent may not connect to the database’s address, and may later',
      engines: builtinAlone,
    },
    'forbidden',
  ),
  {
    name: 'endpoint-silent',
    what: 'The database’s address swallows every packet, and is back later',
    ...{ group: 'far end', engines: builtinAlone },
    promised: { states: ['failed', 'unanswered'], hops: ['endpoint'], recoveryMs: 5_000, connection: 'cut' },
    async play(stage) {
      const echo = await stage.serveEcho()
      leadTo(stage, { kind: 'silent' })
      await stage.arm()
      const waiting = Conversation.open(stage.port).catch(() => null)
      await stage.until(() => ['failed', 'unanswered'].includes(stage.seen().state), 'the silence', 30_000)
      const seen = stage.seen()
      leadTo(stage, { kind: 'tcp', host: '127.0.0.1', port: echo.port })
      const recoveryMs = await stage.nextClient().catch(() => null)
      const connection = (await waiting) === null ? 'cut' : 'kept'
      return { ...seen, recoveryMs, lostBytes: 0, connection }
    },
  },
  {
    name: 'endpoint-wakes',
    what: 'The database takes twelve seconds to accept a connection, as one that wakes',
    ...{ group: 'far end', engines: builtinAlone },
    promised: { states: ['unanswered'], hops: ['endpoint'], recoveryMs: 15_000, connection: 'kept' },
    async play(stage) {
      stage.sandbox.fault({ kind: 'agent', behaviour: { dialDelayMs: 12_000 } })
      await stage.arm()
      const startedAt = performance.now()
      const opening = stage.talk()
      await stage.until(() => stage.seen().state === 'unanswered', 'that it is told', 15_000)
      const seen = stage.seen()
      const conversation = await opening
      return { ...seen, recoveryMs: performance.now() - startedAt, ...(await conversation.end()) }
    },
  },
  replaced('endpoint-restarts', 'The database restarts: every connection is reset at once', ({ sockets }) => {
    for (const socket of sockets) socket.resetAndDestroy()
  }),
  replaced(
    'endpoint-fails-over',
    'The database fails over: every connection is closed, and its name leads elsewhere',
    ({ sockets }) => {
      for (const socket of sockets) socket.end()
    },
  ),
  {
    name: 'endpoint-moves',
    what: 'The database fails over, and its agent would look for it where it was: the next client is carried by a session that looks anew',
    ...{ group: 'far end', engines: bothEngines },
    promised: { states: ['open'], hops: [null], recoveryMs: 5_000, connection: 'cut' },
    play: playMovedName,
  },
  {
    name: 'query-silent-40s',
    what: 'A query says nothing for 40 s, and then answers',
    ...{ group: 'far end', engines: bothEngines },
    promised: { states: ['ready'], hops: [null], recoveryMs: 0, connection: 'kept' },
    play: playSilentQuery,
  },
  {
    name: 'copy-blocked-30s',
    what: 'The database takes nothing of an upload for 30 s',
    ...{ group: 'far end', engines: bothEngines },
    // What it moves is bulk: the next connections are for another session, over which nothing was answered yet.
    promised: { states: ['ready', 'open'], hops: [null], recoveryMs: 20_000, connection: 'kept' },
    // It cannot be asked whether it lives: that nothing comes back of it is shown.
    promisedOfPlugin: {
      states: ['unanswered'],
      hops: ['session', 'endpoint'],
      recoveryMs: 20_000,
      connection: 'kept',
    },
    play: playBlockedCopy,
  },
]
