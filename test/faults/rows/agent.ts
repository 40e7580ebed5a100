import type { Fault } from '#sandbox/start.ts'
import { bothEngines, builtinAlone, type FaultRow } from '../fault-row.ts'
import type { FaultStage } from '../fault-stage.ts'
import type { Played } from '../played.ts'
import { TestClient } from '../../support/tcp.ts'
import { deafAndSeen } from './network.ts'

/** Both nodes that the row's tunnel may go through, the one that it takes first in front. */
const bastions = ['i-0ab3f29c81d7e4402', 'i-0c7e41d8b5a90f236'] as const

function become(stage: FaultStage, connection: 'online' | 'lost' | 'stopped', targets: readonly string[]): void {
  const faults = targets.map((target): Fault => ({ kind: 'node', target, connection }))
  stage.sandbox.fault(...faults)
}

/** Every target is out of reach when a client comes, and is back later. */
function targetsAway(name: string, what: string, connection: 'lost' | 'stopped'): FaultRow {
  return {
    ...{ name, what, group: 'agent', engines: builtinAlone },
    promised: { states: ['failed', 'reconnecting'], hops: ['target'], recoveryMs: 5_000, connection: 'kept' },
    async play(stage) {
      become(stage, connection, bastions)
      await stage.arm()
      const waiting = stage.talk().catch(() => null)
      await stage.until(() => ['failed', 'reconnecting'].includes(stage.seen().state), 'the failure')
      const seen = stage.seen()
      become(stage, 'online', bastions)
      const recoveryMs = await stage.nextClient()
      const conversation = await waiting
      await conversation?.end()
      return { ...seen, recoveryMs, lostBytes: 0, connection: conversation === null ? 'cut' : 'kept' }
    },
  }
}

/** The agent is away for so long (ms) and is back; what is seen is seen before that. */
async function awayFor(stage: FaultStage, change: 'pause' | 'mute', durationMs: number): Promise<Played> {
  await stage.arm()
  const conversation = await stage.talk()
  stage.sandbox.fault({ kind: 'publication', change })
  await stage.pause(durationMs)
  const seen = stage.seen()
  stage.sandbox.fault({ kind: 'publication', change: 'start' })
  return await stage.outcome(conversation, seen)
}

/** PostgreSQL's question whether the server speaks TLS, which nothing follows before its answer; here the server echoes. */
const sslRequest = Buffer.from('0000000804d2162f', 'hex')
/** An agent that is asked says something within seconds; by then the tunnel is green no more. */
const noticedMs = 15_000

async function playMuteAlone(stage: FaultStage): Promise<Played> {
  await stage.arm({ kind: 'postgresql' })
  const first = await TestClient.connect(stage.port)
  first.socket.write(sslRequest)
  await first.bytes(sslRequest.length)
  first.socket.destroy()
  stage.sandbox.fault({ kind: 'publication', change: 'mute' })
  const startedAt = performance.now()
  const client = await TestClient.connect(stage.port)
  client.socket.write(sslRequest)
  await stage.until(() => stage.seen().state !== 'ready', 'another state than ready', noticedMs)
  const seen = stage.seen()
  const answer = await client.bytes(sslRequest.length)
  client.socket.destroy()
  const lostBytes = answer.equals(sslRequest) ? 0 : sslRequest.length
  return { ...seen, recoveryMs: performance.now() - startedAt, lostBytes, connection: 'kept' }
}

export const agentRows: readonly FaultRow[] = [
  {
    name: 'agent-pauses',
    what: 'The agent asks for a pause of ten seconds, as it does while it is updated',
    ...{ group: 'agent', engines: builtinAlone },
    promised: { states: ['unknown', 'unanswered'], hops: ['session', 'target'], recoveryMs: 1_000, connection: 'kept' },
    play: (stage) => awayFor(stage, 'pause', 10_000),
  },
  {
    name: 'agent-restarts',
    what: 'The agent restarts: it leaves the service, and its sessions are over three seconds later',
    ...{ group: 'agent', engines: bothEngines },
    promised: {
      states: ['reconnecting', 'connecting', 'unknown'],
      hops: ['session', null],
      recoveryMs: 5_000,
      connection: 'cut',
    },
    async play(stage) {
      await stage.arm()
      const conversation = await stage.talk()
      stage.sandbox.fault({ kind: 'publication', change: 'pause' })
      await stage.pause(3_000)
      stage.sandbox.fault({ kind: 'end-session' })
      return await stage.outcomeOfEnd(conversation)
    },
  },
  {
    name: 'agent-mute-25s',
    what: 'The agent falls silent for 25 s while the channel stays up, and is back',
    ...{ group: 'agent', engines: builtinAlone },
    promised: {
      states: ['unknown', 'unanswered', 'connecting', 'reconnecting'],
      hops: ['session', 'target'],
      recoveryMs: 3_000,
      connection: 'kept',
    },
    play: (stage) => awayFor(stage, 'mute', 25_000),
  },
  {
    name: 'agent-mute',
    what: 'The agent falls silent for good while the channel stays up; whoever comes is to be carried by another session',
    ...{ group: 'agent', engines: bothEngines },
    promised: {
      states: ['unknown', 'unanswered', 'connecting', 'reconnecting'],
      hops: ['session', 'target', 'endpoint'],
      recoveryMs: 40_000,
      connection: 'deaf',
    },
    async play(stage) {
      await stage.arm()
      const conversation = await stage.talk()
      stage.sandbox.fault({ kind: 'publication', change: 'mute' })
      return await stage.outcome(conversation)
    },
  },
  {
    name: 'agent-mute-alone',
    what: 'A PostgreSQL client comes to an agent that has fallen silent, and nobody comes after it; another session is to carry it',
    ...{ group: 'agent', engines: builtinAlone },
    promised: {
      states: ['unknown', 'connecting'],
      hops: ['session', 'target'],
      recoveryMs: 20_000,
      connection: 'kept',
    },
    play: playMuteAlone,
  },
  {
    name: 'agent-shakes-no-hand',
    what: 'The agent does not answer when a session begins; that of the next does',
    ...{ group: 'agent', engines: builtinAlone },
    promised: {
      states: ['connecting', 'reconnecting'],
      hops: ['session', 'target', null],
      recoveryMs: 35_000,
      connection: 'kept',
    },
    async play(stage) {
      stage.sandbox.fault({ kind: 'agent', times: 1, behaviour: { handshake: 'withheld', handshakeTimeoutMs: 5_000 } })
      await stage.arm()
      const startedAt = performance.now()
      const opening = stage.talk()
      await stage.pause(3_000)
      const seen = stage.seen()
      const conversation = await opening
      return { ...seen, recoveryMs: performance.now() - startedAt, ...(await conversation.end()) }
    },
  },
  targetsAway('agent-gone', 'No agent of a target is connected to Systems Manager', 'lost'),
  targetsAway('targets-stopped', 'Every target is stopped', 'stopped'),
  {
    name: 'target-stops',
    what: 'The target is stopped while bytes flow; another one matches the rule',
    ...{ group: 'agent', engines: bothEngines },
    promised: {
      states: ['reconnecting', 'connecting', 'unknown'],
      hops: ['session', 'target', null],
      recoveryMs: 5_000,
      connection: 'cut',
    },
    async play(stage) {
      become(stage, 'online', [bastions[1]])
      await stage.arm()
      const conversation = await stage.talk()
      become(stage, 'stopped', [bastions[0]])
      stage.sandbox.fault({ kind: 'end-session' })
      return await stage.outcomeOfEnd(conversation)
    },
  },
  {
    name: 'agent-loses-messages',
    what: 'One message in fifty is lost, one is doubled, one comes too early, and one acknowledgement in fifty is lost',
    ...{ group: 'agent', engines: bothEngines },
    promised: { states: ['ready'], hops: [null], recoveryMs: 10_000, connection: 'kept' },
    // It acknowledges nothing twice: where an acknowledgement is lost, the agent sends that message for ever, and none behind it.
    promisedOfPlugin: deafAndSeen,
    async play(stage) {
      const noise = { drop: 0.02, duplicate: 0.02, reorder: 0.02, loseAcknowledgements: 0.02, after: 20 }
      stage.sandbox.fault({ kind: 'agent', behaviour: { noise } })
      await stage.arm()
      const conversation = await stage.talk()
      await stage.pause(5_000)
      return await stage.outcome(conversation)
    },
  },
  {
    name: 'malformed-messages',
    what: 'The service sends messages that nobody can read, of six kinds, among the others',
    ...{ group: 'agent', engines: builtinAlone },
    promised: { states: ['ready'], hops: [null], recoveryMs: 1_000, connection: 'kept' },
    async play(stage) {
      await stage.arm()
      const conversation = await stage.talk()
      const messages = ['empty', 'short', 'wrong-digest', 'unknown-type', 'text', 'corrupted'] as const
      for (const message of messages) {
        stage.sandbox.fault({ kind: 'malformed', message })
        await stage.pause(200)
      }
      return await stage.outcome(conversation)
    },
  },
]
