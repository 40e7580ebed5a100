import type { Fault } from '#sandbox/start.ts'
import type { FaultRow } from '../fault-row.ts'
import type { Promised } from '../played.ts'

/** The channel breaks, and the service makes the way back hard. */
function hardResume(name: string, what: string, fault: Fault, promised: Promised): FaultRow {
  return {
    ...{ name, what, promised },
    group: 'service',
    engines: ['builtin'],
    async play(stage) {
      await stage.arm()
      const conversation = await stage.talk()
      stage.sandbox.fault(fault, { kind: 'drop-session' })
      await stage.until(() => stage.seen().state !== 'ready', 'another state than ready')
      const seen = stage.seen()
      const recoveryMs = await conversation.exchange()
      return { ...seen, recoveryMs, ...(await conversation.end()) }
    },
  }
}

const resume = 'ResumeSession'

export const serviceRows: readonly FaultRow[] = [
  hardResume(
    'resume-throttled',
    'ResumeSession is throttled three times',
    { kind: 'throttle', action: resume, times: 3 },
    { states: ['unknown'], recoveryMs: 10_000, connection: 'kept' },
  ),
  hardResume(
    'resume-slow',
    'ResumeSession answers after three seconds',
    { kind: 'delay', action: resume, milliseconds: 3_000, times: 1 },
    { states: ['unknown'], recoveryMs: 5_000, connection: 'kept' },
  ),
  hardResume(
    'resume-hangs-up',
    'The service hangs up on ResumeSession twice',
    { kind: 'hang-up', action: resume, times: 2 },
    { states: ['unknown'], recoveryMs: 5_000, connection: 'kept' },
  ),
  {
    name: 'resume-refused',
    what: 'The session cannot be resumed: the service gives no token',
    group: 'service',
    engines: ['builtin'],
    promised: { states: ['reconnecting', 'connecting', 'unknown'], recoveryMs: 5_000, connection: 'cut' },
    async play(stage) {
      await stage.arm()
      const conversation = await stage.talk()
      stage.sandbox.fault({ kind: 'resume-without-token' }, { kind: 'drop-session' })
      await stage.until(() => conversation.isCut, 'the end of the connection')
      const seen = stage.seen()
      return { ...seen, recoveryMs: await stage.nextClient(), ...(await conversation.end()) }
    },
  },
  {
    name: 'session-ended',
    what: 'An administrator ends the session',
    group: 'service',
    engines: ['builtin', 'plugin'],
    promised: { states: ['reconnecting', 'connecting'], recoveryMs: 5_000, connection: 'cut' },
    async play(stage) {
      await stage.arm()
      const conversation = await stage.talk()
      stage.sandbox.fault({ kind: 'end-session', output: 'ended by an administrator' })
      await stage.until(() => conversation.isCut, 'the end of the connection')
      await stage.until(() => stage.seen().state !== 'ready', 'another state than ready', 2_000)
      const seen = stage.seen()
      return { ...seen, recoveryMs: await stage.nextClient(), ...(await conversation.end()) }
    },
  },
  {
    name: 'start-throttled',
    what: 'StartSession is throttled three times while a client waits at the port',
    group: 'service',
    engines: ['builtin'],
    promised: { states: ['connecting', 'reconnecting', 'failed'], recoveryMs: 60_000, connection: 'kept' },
    async play(stage) {
      await stage.arm()
      stage.sandbox.fault({ kind: 'throttle', action: 'StartSession', times: 3 })
      const startedAt = performance.now()
      const opening = stage.talk()
      await stage.until(() => !['armed', 'open'].includes(stage.seen().state), 'a try')
      const seen = stage.seen()
      const conversation = await opening
      return { ...seen, recoveryMs: performance.now() - startedAt, ...(await conversation.end()) }
    },
  },
]
