import type { FaultRow } from '../fault-row.ts'

const hourMs = 60 * 60 * 1_000

export const machineRows: readonly FaultRow[] = [
  {
    name: 'sleep',
    what: 'The computer sleeps for two seconds: every process of the app stands still',
    group: 'machine',
    engines: ['builtin'],
    promised: { states: ['unknown'], recoveryMs: 3_000, connection: 'kept' },
    async play(stage) {
      const { supervisor } = stage.world
      await stage.arm()
      const conversation = await stage.talk()
      supervisor.slept()
      const seen = stage.seen()
      process.kill(stage.relayPid, 'SIGSTOP')
      await stage.pause(2_000)
      process.kill(stage.relayPid, 'SIGCONT')
      supervisor.woke()
      const recoveryMs = await conversation.exchange()
      return { ...seen, recoveryMs, ...(await conversation.end()) }
    },
  },
  {
    name: 'clock-ahead-at-aws',
    what: 'AWS’s clock and this computer’s are two hours apart when the channel breaks',
    group: 'machine',
    engines: ['builtin'],
    promised: { states: ['unknown', 'ready'], recoveryMs: 5_000, connection: 'kept' },
    async play(stage) {
      await stage.arm()
      const conversation = await stage.talk()
      stage.sandbox.fault({ kind: 'clock', offsetSeconds: (2 * hourMs) / 1_000 }, { kind: 'drop-session' })
      const recoveryMs = await conversation.exchange()
      return { ...stage.seen(), recoveryMs, ...(await conversation.end()) }
    },
  },
]
