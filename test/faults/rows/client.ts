import { connect } from 'node:net'
import { Conversation } from '../conversation.ts'
import type { FaultRow } from '../fault-row.ts'

const many = 500
const resets = 200

export const clientRows: readonly FaultRow[] = [
  {
    name: 'clients-500-at-once',
    what: '500 clients come at once to a port without a session',
    group: 'client',
    engines: ['builtin'],
    promised: { states: ['ready'], recoveryMs: 30_000, connection: 'kept' },
    async play(stage) {
      await stage.arm()
      const startedAt = performance.now()
      const all = await Promise.all(Array.from({ length: many }, () => Conversation.open(stage.port)))
      const recoveryMs = performance.now() - startedAt
      const seen = stage.seen()
      const ended = await Promise.all(all.map((one) => one.end()))
      const lostBytes = ended.reduce((sum, one) => sum + one.lostBytes, 0)
      return {
        ...seen,
        recoveryMs,
        lostBytes,
        connection: ended.some((one) => one.connection === 'cut') ? 'cut' : 'kept',
      }
    },
  },
  {
    name: 'clients-reset',
    what: '200 clients come, say something and are reset, beside one that talks',
    group: 'client',
    engines: ['builtin', 'plugin'],
    promised: { states: ['ready'], recoveryMs: 2_000, connection: 'kept' },
    async play(stage) {
      await stage.arm()
      const conversation = await stage.talk()
      for (let count = 0; count < resets; count += 1) {
        await new Promise<void>((resolve) => {
          const socket = connect({ port: stage.port, host: '127.0.0.1' }, () => {
            socket.write('x')
            socket.resetAndDestroy()
            resolve()
          })
          socket.on('error', () => resolve())
        })
      }
      const recoveryMs = await conversation.exchange()
      return { ...stage.seen(), recoveryMs, ...(await conversation.end()) }
    },
  },
]
