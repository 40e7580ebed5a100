import type { FaultRow } from '../fault-row.ts'

export const agentRows: readonly FaultRow[] = [
  {
    name: 'agent-pauses',
    what: 'The agent asks for a pause of ten seconds, as it does while it is updated',
    group: 'agent',
    engines: ['builtin'],
    promised: { states: ['unknown', 'unanswered'], recoveryMs: 1_000, connection: 'kept' },
    async play(stage) {
      await stage.arm()
      const conversation = await stage.talk()
      stage.sandbox.fault({ kind: 'publication', change: 'pause' })
      await stage.pause(10_000)
      const seen = stage.seen()
      stage.sandbox.fault({ kind: 'publication', change: 'start' })
      const recoveryMs = await conversation.exchange()
      return { ...seen, recoveryMs, ...(await conversation.end()) }
    },
  },
  {
    name: 'agent-loses-messages',
    what: 'One message in fifty is lost, one is doubled, one comes too early, and one acknowledgement in fifty is lost',
    group: 'agent',
    engines: ['builtin', 'plugin'],
    promised: { states: ['ready'], recoveryMs: 10_000, connection: 'kept' },
    async play(stage) {
      const noise = { drop: 0.02, duplicate: 0.02, reorder: 0.02, loseAcknowledgements: 0.02, after: 20 }
      stage.sandbox.fault({ kind: 'agent', behaviour: { noise } })
      await stage.arm()
      const conversation = await stage.talk()
      await stage.pause(5_000)
      const seen = stage.seen()
      const recoveryMs = await conversation.exchange()
      return { ...seen, recoveryMs, ...(await conversation.end()) }
    },
  },
]
