import type { Fault } from '#sandbox/start.ts'
import type { FaultRow } from '../fault-row.ts'
import type { Played, Promised } from '../played.ts'
import type { FaultStage } from '../fault-stage.ts'

const bothEngines = ['builtin', 'plugin'] as const
const kept = { connection: 'kept', recoveryMs: 1_000, states: ['unknown', 'ready'] } as const

/** The channel is gone from one moment to the next; the peer is back at once. */
function cut(name: string, what: string, fault: Fault, promised: Promised = kept): FaultRow {
  return {
    ...{ name, what, promised },
    group: 'network',
    engines: bothEngines,
    async play(stage) {
      await stage.arm()
      const conversation = await stage.talk()
      stage.sandbox.fault(fault)
      const recoveryMs = await conversation.exchange()
      return { ...stage.seen(), recoveryMs, ...(await conversation.end()) }
    },
  }
}

/** Nothing arrives for a while, and nobody says so. */
function silence(seconds: number, promised: Promised): FaultRow {
  return {
    name: `silent-network-${seconds}s`,
    what: `Nothing arrives for ${seconds} s, and nothing tells this computer`,
    ...{ group: 'network', needs: 'network-namespace', engines: ['builtin'], promised },
    play: (stage) => playAway(stage, { seconds, told: 'nobody' }),
  }
}

/** The lid opens, and the network comes later. */
function late(seconds: number): FaultRow {
  return {
    name: `wake-network-late-${seconds}s`,
    what: `The computer wakes, and its network is back ${seconds} s later`,
    ...{ group: 'network', needs: 'network-namespace', engines: ['builtin'] },
    promised: { states: ['unknown'], recoveryMs: 3_000, connection: 'kept' },
    play: (stage) => playAway(stage, { seconds, told: 'sleep' }),
  }
}

function offline(seconds: number): FaultRow {
  return {
    name: `offline-${seconds}s`,
    what: `The system says that there is no network, for ${seconds} s`,
    ...{ group: 'network', needs: 'network-namespace', engines: ['builtin'] },
    promised: { states: ['unknown'], recoveryMs: 3_000, connection: 'kept' },
    play: (stage) => playAway(stage, { seconds, told: 'offline' }),
  }
}

interface Away {
  readonly seconds: number
  readonly told: 'nobody' | 'sleep' | 'offline'
}

async function playAway(stage: FaultStage, { seconds, told }: Away): Promise<Played> {
  const { supervisor } = stage.world
  await stage.arm()
  const conversation = await stage.talk()
  if (told === 'sleep') supervisor.slept()
  stage.network.begin()
  if (told === 'sleep') supervisor.woke()
  if (told === 'offline') supervisor.setOnline(false)
  await stage.pause(seconds * 1_000)
  const seen = stage.seen()
  stage.network.end()
  if (told === 'offline') supervisor.setOnline(true)
  const recoveryMs = await conversation.nextByte()
  return { ...seen, recoveryMs, ...(await conversation.end()) }
}

export const networkRows: readonly FaultRow[] = [
  cut('channel-cut', 'The connection to the service breaks while bytes flow', { kind: 'drop-session' }),
  cut('hourly-close', 'The service closes the channel with 1000, as it does every hour', {
    kind: 'drop-session',
    closeCode: 1_000,
  }),
  silence(5, { states: ['ready'], recoveryMs: 8_000, connection: 'kept' }),
  silence(25, { states: ['unknown'], recoveryMs: 3_000, connection: 'kept' }),
  ...[0, 2, 4, 7, 12, 60].map(late),
  offline(20),
]
