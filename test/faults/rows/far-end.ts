import { serve, serveEcho } from '../../support/tcp.ts'
import { Conversation } from '../conversation.ts'
import type { FaultRow } from '../fault-row.ts'

const endpoint = { host: 'echo.harborline.internal', port: 7 }

export const farEndRows: readonly FaultRow[] = [
  {
    name: 'endpoint-refuses',
    what: 'The database’s port refuses, and is back later',
    group: 'far end',
    engines: ['builtin', 'plugin'],
    promised: { states: ['failed'], recoveryMs: 1_500, connection: 'cut' },
    async play(stage) {
      await stage.arm()
      // The sandbox starts a service for the first session that leads there.
      await (await stage.talk()).end()
      stage.sandbox.fault({ kind: 'endpoint', ...endpoint, leadsTo: { kind: 'refused' } })
      const refused = await Conversation.open(stage.port).catch(() => null)
      await stage.until(() => stage.seen().state === 'failed', 'the failure')
      const seen = stage.seen()
      stage.sandbox.fault({ kind: 'endpoint', ...endpoint, leadsTo: null })
      return {
        ...seen,
        recoveryMs: await stage.nextClient(),
        lostBytes: 0,
        connection: refused === null ? 'cut' : 'kept',
      }
    },
  },
  {
    name: 'endpoint-silent',
    what: 'The database’s address swallows every packet, and is back later',
    group: 'far end',
    engines: ['builtin'],
    promised: { states: ['failed', 'unanswered'], recoveryMs: 5_000, connection: 'cut' },
    async play(stage) {
      await stage.arm()
      stage.sandbox.fault({ kind: 'endpoint', ...endpoint, leadsTo: { kind: 'silent' } })
      const waiting = Conversation.open(stage.port).catch(() => null)
      await stage.until(() => ['failed', 'unanswered'].includes(stage.seen().state), 'the silence', 30_000)
      const seen = stage.seen()
      stage.sandbox.fault({ kind: 'endpoint', ...endpoint, leadsTo: null })
      const recoveryMs = await stage.nextClient(150_000)
      return { ...seen, recoveryMs, lostBytes: 0, connection: (await waiting) === null ? 'cut' : 'kept' }
    },
  },
  {
    name: 'endpoint-restarts',
    what: 'The database restarts: every connection is reset at once',
    group: 'far end',
    engines: ['builtin', 'plugin'],
    promised: { states: ['ready', 'open'], recoveryMs: 1_500, connection: 'cut' },
    async play(stage) {
      const first = await serveEcho()
      const leadTo = (port: number): void =>
        void stage.sandbox.fault({ kind: 'endpoint', ...endpoint, leadsTo: { kind: 'tcp', host: '127.0.0.1', port } })
      leadTo(first.port)
      await stage.arm()
      const conversation = await stage.talk()
      for (const socket of first.sockets) socket.resetAndDestroy()
      await first.close()
      await stage.until(() => conversation.isCut, 'the end of the connection')
      const seen = stage.seen()
      const second = await serve((socket) => socket.pipe(socket))
      leadTo(second.port)
      const recoveryMs = await stage.nextClient()
      await second.close()
      return { ...seen, recoveryMs, ...(await conversation.end()) }
    },
  },
]
