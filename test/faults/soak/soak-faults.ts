import { pick } from '../../support/seeded-random.ts'
import type { Fault } from '#sandbox/start.ts'
import type { SoakWorld } from './soak-world.ts'

/** What is done, and which connections it may end. */
export interface SoakFault {
  readonly name: string
  /** *none*: every connection has to survive. */
  readonly ends: 'none' | 'those-of-a-session' | 'all'
  /** Which part of all faults it is. */
  readonly weight: number
  play(world: SoakWorld, sessionId: string): Promise<void> | void
}

const drop = (sessionId: string, closeCode?: number): Fault => ({
  ...{ kind: 'drop-session', sessionId },
  ...(closeCode === undefined ? {} : { closeCode }),
})

const resume = 'ResumeSession'

/** A channel breaks, after something that makes its way back hard. */
function cut(name: string, ...before: readonly Fault[]): SoakFault {
  return {
    ...{ name, ends: 'none', weight: 2 },
    play: ({ sandbox }, sessionId) => void sandbox.fault(...before, drop(sessionId)),
  }
}

const soakFaults: readonly SoakFault[] = [
  cut('the channel breaks'),
  cut('ResumeSession is throttled', { kind: 'throttle', action: resume, times: 2 }),
  cut('ResumeSession is slow', { kind: 'delay', action: resume, milliseconds: 1_500 }),
  cut('ResumeSession hangs up', { kind: 'hang-up', action: resume }),
  cut('the role’s credentials end', { kind: 'expire-credentials' }),
  {
    ...{ name: 'the service says Bye, as every hour', ends: 'none', weight: 3 },
    play: ({ sandbox }, sessionId) => void sandbox.fault(drop(sessionId, 1_000)),
  },
  {
    ...{ name: 'every channel breaks at once', ends: 'none', weight: 1 },
    play: ({ sandbox }) => void sandbox.fault({ kind: 'drop-session' }),
  },
  {
    ...{ name: 'an agent pauses for two seconds', ends: 'none', weight: 1 },
    async play({ sandbox, pause }, sessionId) {
      sandbox.fault({ kind: 'publication', sessionId, change: 'pause' })
      await pause(2_000)
      sandbox.fault({ kind: 'publication', sessionId, change: 'start' })
    },
  },
  {
    ...{ name: 'a message that nobody can read', ends: 'none', weight: 1 },
    play: ({ sandbox }, sessionId) => void sandbox.fault({ kind: 'malformed', sessionId, message: 'corrupted' }),
  },
  {
    ...{ name: 'the computer sleeps for a second', ends: 'none', weight: 1 },
    async play({ supervisor, relayPid, pause }) {
      const pid = relayPid()
      supervisor.slept()
      process.kill(pid, 'SIGSTOP')
      await pause(1_000)
      process.kill(pid, 'SIGCONT')
      supervisor.woke()
    },
  },
  {
    ...{ name: 'a session reaches its wall', ends: 'those-of-a-session', weight: 3 },
    play: ({ sandbox }, sessionId) => void sandbox.fault({ kind: 'end-session', sessionId, output: 'the wall' }),
  },
  {
    ...{ name: 'the data plane is killed', ends: 'all', weight: 1 },
    play: ({ relayPid }) => void process.kill(relayPid(), 'SIGKILL'),
  },
]

/** The next one, by chance. */
export function nextFault(random: () => number): SoakFault {
  return pick(
    random,
    soakFaults.flatMap((fault) => Array<SoakFault>(fault.weight).fill(fault)),
  )
}
