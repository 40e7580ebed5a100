import type { Fault } from '#sandbox/start.ts'
import { serveBulk, startDownload } from '../../support/bulk-server.ts'
import { leadTo } from '../far-ends.ts'
import { bothEngines, builtinAlone, type FaultRow } from '../fault-row.ts'
import type { FaultStage } from '../fault-stage.ts'
import type { Played, Promised } from '../played.ts'
import { deafAndSeen } from './network.ts'

/** The channel breaks, and the service makes the way back hard. */
function hardResume(name: string, what: string, fault: Fault, recoveryMs: number): FaultRow {
  return {
    ...{ name, what, group: 'service', engines: builtinAlone },
    promised: { states: ['unknown'], hops: ['session'], recoveryMs, connection: 'kept' },
    async play(stage) {
      await stage.arm()
      const conversation = await stage.talk()
      stage.sandbox.fault(fault, { kind: 'drop-session' })
      await stage.until(() => stage.seen().state !== 'ready', 'another state than ready')
      return await stage.outcome(conversation, stage.seen())
    },
  }
}

/** A client waits at the port while the service makes the start of a session hard, and is carried in the end. */
function hardStart(name: string, what: string, fault: Fault, recoveryMs: number): FaultRow {
  return {
    ...{ name, what, group: 'service', engines: builtinAlone },
    promised: {
      states: ['connecting', 'reconnecting', 'failed'],
      hops: ['session', 'target', null],
      recoveryMs,
      connection: 'kept',
    },
    async play(stage) {
      await stage.arm()
      stage.sandbox.fault(fault)
      const startedAt = performance.now()
      const opening = stage.talk()
      await stage.until(() => !['armed', 'open'].includes(stage.seen().state), 'a try')
      // What fails at once is tried again at once, and over before one looks.
      await stage.until(() => stage.seen().state === 'failed', 'a failure', 500).catch(() => null)
      const seen = stage.seen()
      const conversation = await opening
      return { ...seen, recoveryMs: performance.now() - startedAt, ...(await conversation.end()) }
    },
  }
}

/** A wall that the service has for each session; the next client goes through another one. */
function wall(name: string, what: string, fault: Fault): FaultRow {
  return {
    ...{ name, what, group: 'service', engines: builtinAlone },
    promised: {
      states: ['reconnecting', 'connecting', 'armed'],
      hops: ['session', null],
      recoveryMs: 5_000,
      connection: 'cut',
    },
    async play(stage) {
      stage.sandbox.fault(fault)
      await stage.arm()
      const conversation = await stage.connect()
      return await stage.outcomeOfEnd(conversation, 20_000)
    },
  }
}

/** Whoever asks again at once has done so within this (ms). */
const stormMs = 5_000
const resume = 'ResumeSession'
const start = 'StartSession'
const unavailable = { kind: 'error', code: 'ServiceUnavailable', status: 503 } as const
const ended: Promised = {
  states: ['reconnecting', 'connecting', 'unknown'],
  hops: ['session', null],
  recoveryMs: 5_000,
  connection: 'cut',
}

/** A dump moves, and nobody gets the session that is opened beside it. */
async function playSecondRefused(stage: FaultStage): Promise<Played> {
  await stage.arm()
  const conversation = await stage.connect()
  const farEnd = await serveBulk()
  leadTo(stage, { kind: 'tcp', host: '127.0.0.1', port: farEnd.port })
  const dump = await startDownload(stage.port)
  const starts = (): number => stage.sandbox.state().calls.filter(({ action }) => action === start).length
  try {
    stage.sandbox.fault({ kind: 'error', action: start, code: 'AccessDeniedException', times: 50 })
    const isTold = (): boolean => stage.view().timeline.some(({ kind }) => kind === 'lane-failed')
    await stage.until(isTold, 'the refusal in the history', 20_000)
    const [asked, came] = [starts(), dump.bytes()]
    await stage.pause(stormMs)
    const isStorm = starts() > asked || dump.bytes() === came
    return {
      ...(await stage.outcome(conversation)),
      ...(isStorm ? { amiss: 'it was asked again, or the dump stood' } : {}),
    }
  } finally {
    dump.close()
    await farEnd.close()
  }
}

export const serviceRows: readonly FaultRow[] = [
  {
    name: 'second-session-refused',
    what: 'A dump moves, and the account refuses the session beside it',
    ...{ group: 'service', engines: bothEngines, play: playSecondRefused },
    promised: { states: ['ready'], hops: [null], recoveryMs: 1_500, connection: 'kept' },
  },
  {
    name: 'hourly-close',
    what: 'The service closes the channel with 1000, as it does every hour',
    ...{ group: 'service', engines: bothEngines },
    promised: { states: ['unknown', 'ready'], hops: ['session', null], recoveryMs: 1_000, connection: 'kept' },
    promisedOfPlugin: deafAndSeen,
    async play(stage) {
      await stage.arm()
      const conversation = await stage.talk()
      stage.sandbox.fault({ kind: 'drop-session', closeCode: 1_000 })
      return await stage.outcome(conversation)
    },
  },
  {
    name: 'hourly-close-idle',
    what: 'The service closes the channel with 1000 while the connection is quiet',
    ...{ group: 'service', engines: bothEngines },
    promised: { states: ['unknown', 'ready'], hops: ['session', null], recoveryMs: 1_000, connection: 'kept' },
    async play(stage) {
      await stage.arm()
      const conversation = await stage.connect()
      stage.sandbox.fault({ kind: 'drop-session', closeCode: 1_000 })
      await stage.pause(2_000)
      return await stage.outcome(conversation)
    },
  },
  {
    name: 'hourly-close-often',
    what: 'The service closes the channel with 1000 ten times in a row, each time a second after it is back',
    ...{ group: 'service', engines: builtinAlone },
    promised: { states: ['unknown', 'ready'], hops: ['session', null], recoveryMs: 3_000, connection: 'kept' },
    async play(stage) {
      await stage.arm()
      const conversation = await stage.talk()
      for (let count = 0; count < 10; count += 1) {
        // One that is closed before it was open for long is a storm, and brought back ever later.
        await stage.until(() => stage.world.relay.facts.of('session-resumed').length >= count, 'the channel', 10_000)
        await stage.pause(1_000)
        stage.sandbox.fault({ kind: 'drop-session', closeCode: 1_000 })
      }
      return await stage.outcome(conversation)
    },
  },
  hardResume(
    'resume-throttled',
    'ResumeSession is throttled three times',
    { kind: 'throttle', action: resume, times: 3 },
    10_000,
  ),
  hardResume(
    'resume-slow',
    'ResumeSession answers after three seconds',
    { kind: 'delay', action: resume, milliseconds: 3_000, times: 1 },
    5_000,
  ),
  hardResume(
    'resume-hangs-up',
    'The service hangs up on ResumeSession twice',
    { kind: 'hang-up', action: resume, times: 2 },
    5_000,
  ),
  hardResume(
    'resume-unavailable',
    'ResumeSession is answered with 503 four times',
    { ...unavailable, action: resume, times: 4 },
    15_000,
  ),
  {
    name: 'resume-refused',
    what: 'The session cannot be resumed: the service gives no token',
    ...{ group: 'service', engines: builtinAlone, promised: ended },
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
    ...{ group: 'service', engines: bothEngines, promised: ended },
    async play(stage) {
      await stage.arm()
      const conversation = await stage.talk()
      stage.sandbox.fault({ kind: 'end-session', output: 'ended by an administrator' })
      return await stage.outcomeOfEnd(conversation)
    },
  },
  wall('idle-wall', 'The service ends the session for being idle', {
    kind: 'agent',
    times: 1,
    behaviour: { idleTimeoutMs: 4_000 },
  }),
  wall('duration-wall', 'The session reaches the longest time that the account allows', {
    kind: 'agent',
    times: 1,
    behaviour: { maxDurationMs: 5_000 },
  }),
  hardStart(
    'start-throttled',
    'StartSession is throttled three times while a client waits at the port',
    { kind: 'throttle', action: start, times: 3 },
    60_000,
  ),
  hardStart(
    'start-slow',
    'StartSession answers after five seconds',
    { kind: 'delay', action: start, milliseconds: 5_000, times: 1 },
    8_000,
  ),
  hardStart(
    'start-hangs-up',
    'The service hangs up on StartSession twice',
    { kind: 'hang-up', action: start, times: 2 },
    5_000,
  ),
  hardStart(
    'start-unavailable',
    'StartSession is answered with 503 four times',
    { ...unavailable, action: start, times: 4 },
    15_000,
  ),
  hardStart(
    'upgrade-refused',
    'The data channel is refused with 503 once',
    {
      kind: 'agent',
      times: 1,
      behaviour: { refuseUpgrade: 503 },
    },
    5_000,
  ),
  hardStart(
    'targets-throttled',
    'The search for targets is throttled three times',
    {
      kind: 'throttle',
      action: 'DescribeInstanceInformation',
      times: 3,
    },
    30_000,
  ),
  {
    name: 'start-refused',
    what: 'The role may not start a session, and may later',
    ...{ group: 'service', engines: builtinAlone },
    promised: { states: ['failed'], hops: ['session'], recoveryMs: 5_000, connection: 'cut' },
    async play(stage) {
      await stage.arm()
      stage.sandbox.fault({ kind: 'error', action: start, code: 'AccessDeniedException' })
      const refused = await stage.talk().catch(() => null)
      await stage.until(() => stage.seen().state === 'failed', 'the failure')
      const seen = stage.seen()
      const connection = refused === null ? 'cut' : 'kept'
      return { ...seen, recoveryMs: await stage.nextClient(), lostBytes: 0, connection }
    },
  },
]
