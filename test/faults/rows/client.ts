import { randomBytes } from 'node:crypto'
import { connect } from 'node:net'
import { TestClient } from '../../support/tcp.ts'
import { Conversation, sha256 } from '../conversation.ts'
import { leadTo } from '../far-ends.ts'
import { bothEngines, builtinAlone, type FaultRow } from '../fault-row.ts'
import type { FaultStage } from '../fault-stage.ts'
import type { Played } from '../played.ts'

const many = 500
const storm = 200
const bulk = randomBytes(3_000_000)
const unnoticed = { states: ['ready'], hops: [null], connection: 'kept' } as const

/** So many clients come, one after the other, say this and go. Resolves when the last is gone. */
async function comeAndGo(port: number, count: number, go: (socket: ReturnType<typeof connect>) => void): Promise<void> {
  for (let done = 0; done < count; done += 1) {
    await new Promise<void>((resolve) => {
      const socket = connect({ port, host: '127.0.0.1' }, () => go(socket))
      socket.on('error', () => {}).once('close', () => resolve())
    })
  }
}

function startedSessions({ sandbox }: FaultStage): number {
  return sandbox.state().calls.filter(({ action }) => action === 'StartSession').length
}

async function playManyAtOnce(stage: FaultStage): Promise<Played> {
  await stage.arm()
  const startedAt = performance.now()
  const opened = await Promise.all(Array.from({ length: many }, () => Conversation.open(stage.port).catch(() => null)))
  const all = opened.filter((one) => one !== null)
  const recoveryMs = performance.now() - startedAt
  const seen = stage.seen()
  const ended = await Promise.all(all.map((one) => one.end()))
  const lostBytes = ended.reduce((sum, one) => sum + one.lostBytes, 0)
  const isWhole = all.length === many && ended.every(({ connection }) => connection === 'kept')
  const amiss = all.length === many ? {} : { amiss: `${many - all.length} of ${many} were turned away` }
  return { ...seen, recoveryMs, lostBytes, connection: isWhole ? 'kept' : 'cut', ...amiss }
}

/** One client reads nothing of what a server sends, and everything later; another goes on beside it. */
async function playStalledReader(stage: FaultStage): Promise<Played> {
  await stage.arm()
  const conversation = await stage.talk()
  const source = await stage.serve((socket) => socket.end(bulk))
  leadTo(stage, { kind: 'tcp', host: '127.0.0.1', port: source.port })
  const stalled = await TestClient.connect(stage.port)
  stalled.socket.pause()
  stalled.socket.write('?')
  await stage.pause(10_000)
  const seen = stage.seen()
  const recoveryMs = await conversation.exchange()
  stalled.socket.resume()
  const isRight = sha256(await stalled.end().catch(() => Buffer.alloc(0))) === sha256(bulk)
  stalled.socket.destroy()
  const ended = await conversation.end()
  return { ...seen, recoveryMs, ...ended, ...(isRight ? {} : { amiss: 'the stalled reader’s bytes are wrong' }) }
}

/** The client ends its side after its question; the answer comes after that. */
async function playHalfClose(stage: FaultStage): Promise<Played> {
  await stage.arm()
  const startedAt = performance.now()
  const client = await TestClient.connect(stage.port)
  const asked = bulk.subarray(0, 400_000)
  client.socket.end(asked)
  const answer = await client.end().catch(() => Buffer.alloc(0))
  const recoveryMs = performance.now() - startedAt
  const seen = stage.seen()
  client.socket.destroy()
  // What a connection that was cut did not get to say is not lost: the client knows that it ended.
  const lostBytes = asked.subarray(0, answer.length).equals(answer) ? 0 : answer.length
  return { ...seen, recoveryMs, lostBytes, connection: answer.length === asked.length ? 'kept' : 'cut' }
}

export const clientRows: readonly FaultRow[] = [
  {
    name: 'clients-500-at-once',
    what: '500 clients come at once to a port without a session',
    ...{ group: 'client', engines: builtinAlone, promised: { ...unnoticed, recoveryMs: 30_000 } },
    play: playManyAtOnce,
  },
  {
    name: 'clients-reset',
    what: '200 clients come, say something and are reset, beside one that talks',
    ...{ group: 'client', engines: bothEngines, promised: { ...unnoticed, recoveryMs: 2_000 } },
    async play(stage) {
      await stage.arm()
      const conversation = await stage.talk()
      await comeAndGo(stage.port, storm, (socket) => {
        socket.write('x')
        socket.resetAndDestroy()
      })
      return await stage.outcome(conversation)
    },
  },
  {
    name: 'clients-reset-downloads',
    what: '30 clients are reset in the middle of a download, beside one that talks',
    ...{ group: 'client', engines: bothEngines, promised: { ...unnoticed, recoveryMs: 3_000 } },
    async play(stage) {
      await stage.arm()
      const conversation = await stage.talk()
      const source = await stage.serve((socket) => socket.end(bulk))
      leadTo(stage, { kind: 'tcp', host: '127.0.0.1', port: source.port })
      await comeAndGo(stage.port, 30, (socket) => {
        socket.write('?')
        socket.once('data', () => socket.resetAndDestroy())
      })
      leadTo(stage, null)
      return await stage.outcome(conversation)
    },
  },
  {
    name: 'connect-and-close',
    what: '200 clients connect and close without a byte, as health checks do; no session is started for them',
    ...{ group: 'client', engines: builtinAlone },
    promised: { states: ['armed'], hops: [null], recoveryMs: 5_000, connection: 'kept' },
    async play(stage) {
      await stage.arm()
      await comeAndGo(stage.port, storm, (socket) => socket.destroy())
      await stage.pause(1_000)
      const seen = stage.seen()
      const started = startedSessions(stage)
      const startedAt = performance.now()
      const conversation = await stage.talk()
      const recoveryMs = performance.now() - startedAt
      const amiss = started === 0 ? {} : { amiss: `${started} sessions were started for nobody` }
      return { ...seen, recoveryMs, ...(await conversation.end()), ...amiss }
    },
  },
  {
    name: 'clients-leave-waiting',
    what: '100 clients wait for a session that is slow to start, and leave; one stays',
    ...{ group: 'client', engines: builtinAlone },
    promised: { states: ['connecting'], hops: [null, 'session'], recoveryMs: 10_000, connection: 'kept' },
    async play(stage) {
      stage.sandbox.fault({ kind: 'delay', action: 'StartSession', milliseconds: 4_000 })
      await stage.arm()
      const startedAt = performance.now()
      const opening = stage.talk()
      await comeAndGo(stage.port, 100, (socket) => socket.write('x', () => setTimeout(() => socket.destroy(), 10)))
      const seen = stage.seen()
      const conversation = await opening
      return { ...seen, recoveryMs: performance.now() - startedAt, ...(await conversation.end()) }
    },
  },
  {
    name: 'stalled-reader',
    what: 'A client reads nothing of a download for ten seconds, beside one that talks',
    ...{ group: 'client', engines: bothEngines },
    // What it moves is bulk: the next connections are for another session, over which nothing was answered yet.
    promised: { ...unnoticed, states: ['ready', 'open'], recoveryMs: 1_000 },
    play: playStalledReader,
  },
  {
    name: 'half-close',
    what: 'A client ends its side after its question, and waits for the answer',
    ...{ group: 'client', engines: bothEngines, promised: { ...unnoticed, recoveryMs: 10_000 } },
    // AWS's program ends both sides when one of them ends.
    promisedOfPlugin: { ...unnoticed, recoveryMs: 10_000, connection: 'cut' },
    play: playHalfClose,
  },
  {
    name: 'web-page-asks',
    what: '100 requests of a web page come to the port, beside a connection that talks; each is refused',
    ...{ group: 'client', engines: builtinAlone, promised: { ...unnoticed, recoveryMs: 1_000 } },
    async play(stage) {
      await stage.arm()
      const conversation = await stage.talk()
      const host = 'evil.example'
      await comeAndGo(stage.port, 100, (socket) => {
        socket.resume()
        socket.write(`GET / HTTP/1.1\r\nHost: ${host}\r\nOrigin: http://${host}\r\n\r\n`)
      })
      return await stage.outcome(conversation)
    },
  },
]
