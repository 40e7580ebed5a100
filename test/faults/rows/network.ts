import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import type { Fault } from '#sandbox/start.ts'
import { bothEngines, builtinAlone, type FaultRow } from '../fault-row.ts'
import type { Played, Promised } from '../played.ts'
import type { FaultStage } from '../fault-stage.ts'

const inNamespace = { group: 'network', needs: 'network-namespace' } as const
const kept = { connection: 'kept', recoveryMs: 1_000, states: ['unknown', 'ready'], hops: ['session', null] } as const
/** While it lasts nothing is green. */
const keptAndSeen = { connection: 'kept', recoveryMs: 3_000, states: ['unknown'], hops: ['session'] } as const
/** Nothing needs to be noticed: every byte comes, only later. */
const unnoticed = { connection: 'kept', states: ['ready'], hops: [null] } as const
/** The plugin may be deaf afterwards; that is seen, and whoever comes is carried by another session. */
export const deafAndSeen: Promised = {
  connection: 'deaf',
  states: ['unknown', 'unanswered', 'reconnecting', 'connecting'],
  hops: ['session', 'target', 'endpoint'],
  recoveryMs: 40_000,
}

/** The channel is gone from one moment to the next; the peer is back at once. */
function cut(name: string, what: string, fault: Fault): FaultRow {
  return {
    ...{ name, what, promised: kept, promisedOfPlugin: deafAndSeen },
    group: 'network',
    engines: bothEngines,
    async play(stage) {
      await stage.arm()
      const conversation = await stage.talk()
      stage.sandbox.fault(fault)
      return await stage.outcome(conversation)
    },
  }
}

/** Something is wrong with the packets for a while, and nobody says so. */
interface Unkind extends Pick<FaultRow, 'name' | 'what' | 'promised'> {
  readonly seconds: number
  begin(stage: FaultStage): void
}

function unkind({ name, what, promised, seconds, begin }: Unkind): FaultRow {
  return {
    ...{ ...inNamespace, name, what, promised, engines: builtinAlone },
    async play(stage) {
      await stage.arm()
      const conversation = await stage.talk()
      begin(stage)
      await stage.pause(seconds * 1_000)
      const seen = stage.seen()
      stage.network.end()
      const recoveryMs = await conversation.nextByte()
      return { ...seen, recoveryMs, ...(await conversation.end()) }
    },
  }
}

/** The lid opens, and the network comes later. */
function late(seconds: number): FaultRow {
  return {
    name: `wake-network-late-${seconds}s`,
    what: `The computer wakes, and its network is back ${seconds} s later`,
    ...{ ...inNamespace, engines: builtinAlone, promised: keptAndSeen },
    play: (stage) => playAway(stage, { seconds, told: 'sleep' }),
  }
}

interface Away {
  readonly seconds: number
  readonly told: 'sleep' | 'offline'
}

async function playAway(stage: FaultStage, { seconds, told }: Away): Promise<Played> {
  const { supervisor } = stage.world
  await stage.arm()
  const conversation = await stage.talk()
  if (told === 'sleep') supervisor.slept()
  stage.network.away()
  if (told === 'sleep') supervisor.woke()
  else supervisor.setOnline(false)
  await stage.pause(seconds * 1_000)
  const seen = stage.seen()
  stage.network.end()
  if (told === 'offline') supervisor.setOnline(true)
  const recoveryMs = await conversation.nextByte()
  return { ...seen, recoveryMs, ...(await conversation.end()) }
}

/**
 * Long enough for a middlebox to forget a connection of which it sees nothing: for a minute after its last use a session's agent is asked
 * for signs of life, which it sees; from then on only pings are left.
 */
const idleMs = 95_000
/** A channel that was forgotten is found to be so, and another is opened, in no less, ms. */
const soonestFoundMs = 1_000
/** A server on this computer answers sooner, ms. */
const answerMs = 2_000

/** A connection to the data channels' service that says nothing; resolves once it stands. */
async function silentConnection({ sandbox }: FaultStage): Promise<Socket> {
  const socket = connect({ host: '127.0.0.1', port: Number(new URL(sandbox.gatewayUrl).port) })
  socket.on('error', () => {})
  await once(socket, 'connect')
  return socket
}

/** Whether a connection still leads there: its server answers a request, with whatever. */
async function isForgotten(socket: Socket): Promise<boolean> {
  socket.write('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n')
  const answer = await Promise.race([once(socket, 'data'), pause(answerMs, null)]).catch(() => null)
  socket.destroy()
  return answer === null
}

async function playMiddlebox(stage: FaultStage): Promise<Played> {
  stage.network.forgetsIdle()
  const silent = await silentConnection(stage)
  await stage.arm()
  const conversation = await stage.connect()
  await stage.pause(idleMs)
  const played = await stage.outcome(conversation)
  return (await isForgotten(silent)) ? played : { ...played, amiss: 'the middlebox forgets nobody' }
}

/** The way is long, or packets are lost on it, from the beginning. */
function poorWay(name: string, what: string, poor: { delayMs?: number; lossPercent?: number }): FaultRow {
  return {
    ...{ ...inNamespace, name, what, engines: bothEngines, promised: { ...unnoticed, recoveryMs: 3_000 } },
    async play(stage) {
      const { delayMs = 0, lossPercent } = poor
      stage.sandbox.fault({ kind: 'agent', behaviour: { delayMs } })
      if (lossPercent !== undefined) stage.network.loses(lossPercent)
      await stage.arm()
      const conversation = await stage.talk()
      await stage.pause(10_000)
      return await stage.outcome(conversation, stage.seen())
    },
  }
}

export const networkRows: readonly FaultRow[] = [
  cut('channel-cut', 'The connection to the service breaks while bytes flow', { kind: 'drop-session' }),
  unkind({
    name: 'channel-reset',
    what: 'A firewall answers whatever is sent to the service with a reset, for half a second',
    promised: { ...kept, recoveryMs: 2_000 },
    seconds: 0.5,
    begin: ({ network }) => network.resets(),
  }),
  unkind({
    name: 'silent-network-5s',
    what: 'Nothing arrives for 5 s, and nothing tells this computer',
    promised: { ...unnoticed, recoveryMs: 8_000 },
    seconds: 5,
    begin: ({ network }) => network.away(),
  }),
  unkind({
    name: 'silent-network-25s',
    what: 'Nothing arrives for 25 s, and nothing tells this computer',
    promised: keptAndSeen,
    seconds: 25,
    begin: ({ network }) => network.away(),
  }),
  unkind({
    name: 'silent-channel-25s',
    what: 'Nothing of the data channel arrives for 25 s, while AWS’s APIs answer',
    promised: keptAndSeen,
    seconds: 25,
    begin: ({ network }) => network.gatewayAway(),
  }),
  unkind({
    name: 'half-open-25s',
    what: 'The channel is half-open for 25 s: what is sent arrives, and nothing comes back',
    promised: keptAndSeen,
    seconds: 25,
    begin: ({ network }) => network.gatewayAway('from-there'),
  }),
  {
    name: 'middlebox-30s',
    what: 'A middlebox forgets connections that are idle for 30 s; the client is quiet for 95 s',
    ...{ ...inNamespace, engines: bothEngines, promised: { ...unnoticed, recoveryMs: soonestFoundMs } },
    play: playMiddlebox,
  },
  {
    name: 'middlebox-30s-unpinged',
    what: 'The same with a built-in engine that sends no pings, to see that it needs them: the channel is forgotten, and resumed',
    ...{ ...inNamespace, engines: builtinAlone, relay: 'unpingedRelay' },
    promised: {
      connection: 'kept',
      states: ['ready', 'unknown', 'unanswered'],
      hops: [null, 'session', 'target', 'endpoint'],
      recoveryMs: 24_000,
    },
    async play(stage) {
      const played = await playMiddlebox(stage)
      const isLost = (played.recoveryMs ?? Infinity) > soonestFoundMs
      return isLost ? played : { ...played, amiss: 'nothing was forgotten without pings' }
    },
  },
  poorWay('loss-2-percent', 'Two packets in a hundred are lost each way', { lossPercent: 2 }),
  poorWay('delay-300ms', 'The way to the target takes 300 ms', { delayMs: 300 }),
  poorWay('delay-and-loss', 'The way takes 300 ms, and two packets in a hundred are lost', {
    delayMs: 300,
    lossPercent: 2,
  }),
  {
    name: 'network-flaps',
    what: 'The network goes and comes five times, each for a second',
    ...{ ...inNamespace, engines: builtinAlone, promised: { ...kept, recoveryMs: 3_000 } },
    async play(stage) {
      await stage.arm()
      const conversation = await stage.talk()
      for (let count = 0; count < 5; count += 1) {
        stage.network.away()
        await stage.pause(1_000)
        stage.network.end()
        await stage.pause(1_000)
      }
      return await stage.outcome(conversation, stage.seen())
    },
  },
  {
    name: 'apis-away-10s',
    what: 'The channel breaks while AWS’s APIs are out of reach, for 10 s',
    ...{ ...inNamespace, engines: builtinAlone, promised: keptAndSeen },
    async play(stage) {
      await stage.arm()
      const conversation = await stage.talk()
      stage.network.apisAway()
      stage.sandbox.fault({ kind: 'drop-session' })
      await stage.pause(10_000)
      const seen = stage.seen()
      stage.network.end()
      return await stage.outcome(conversation, seen)
    },
  },
  ...[0, 2, 4, 7, 12, 60].map(late),
  {
    name: 'offline-20s',
    what: 'The system says that there is no network, for 20 s',
    ...{ ...inNamespace, engines: builtinAlone, promised: keptAndSeen },
    play: (stage) => playAway(stage, { seconds: 20, told: 'offline' }),
  },
]
