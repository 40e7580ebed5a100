import { bothEngines, builtinAlone, type FaultRow } from '../fault-row.ts'
import type { Played } from '../played.ts'
import type { FaultStage } from '../fault-stage.ts'

/** The data plane dies or hangs; its connections die with it, and the port is to carry again. */
async function playLostRelay(stage: FaultStage, signal: NodeJS.Signals): Promise<Played> {
  await stage.arm()
  const conversation = await stage.talk()
  const startedAt = performance.now()
  const seen = await loseRelay(stage, signal)
  await stage.nextClient()
  return { ...seen, recoveryMs: performance.now() - startedAt, ...(await conversation.end()) }
}

/** Resolves with what is seen once it is noticed, when another one runs. */
async function loseRelay(stage: FaultStage, signal: NodeJS.Signals): Promise<Pick<Played, 'state' | 'hop'>> {
  const before = stage.relayPid
  process.kill(before, signal)
  await stage.until(() => stage.seen().state !== 'ready', 'another state than ready', 15_000)
  const seen = stage.seen()
  await stage.until(() => stage.relayPid !== before, 'another relay', 15_000)
  return seen
}

/** The plugin's own process gets a signal while bytes flow. */
function pluginGets(name: string, what: string, signal: NodeJS.Signals, promised: FaultRow['promised']): FaultRow {
  return {
    ...{ name, what, promised, group: 'processes', engines: ['plugin'] },
    async play(stage) {
      await stage.arm()
      const conversation = await stage.talk()
      for (const pid of stage.pluginPids) process.kill(pid, signal)
      return await stage.outcome(conversation)
    },
  }
}

const another = { states: ['unknown', 'connecting'], hops: ['port', 'session', null], connection: 'cut' } as const

export const processRows: readonly FaultRow[] = [
  {
    name: 'relay-killed',
    what: 'The data plane’s process is killed',
    ...{ group: 'processes', engines: bothEngines },
    promised: { ...another, recoveryMs: 3_000, portClosedMs: 3_000 },
    play: (stage) => playLostRelay(stage, 'SIGKILL'),
  },
  {
    name: 'relay-hung',
    what: 'The data plane’s process stands still and keeps its ports',
    ...{ group: 'processes', engines: builtinAlone },
    promised: { ...another, recoveryMs: 9_000, portClosedMs: 3_000 },
    play: (stage) => playLostRelay(stage, 'SIGSTOP'),
  },
  {
    name: 'relay-killed-thrice',
    what: 'The data plane’s process is killed three times in a row',
    ...{ group: 'processes', engines: builtinAlone },
    promised: { ...another, recoveryMs: 9_000, portClosedMs: 5_000 },
    async play(stage) {
      await stage.arm()
      const conversation = await stage.talk()
      await loseRelay(stage, 'SIGKILL')
      await stage.nextClient()
      await loseRelay(stage, 'SIGKILL')
      await stage.nextClient()
      const startedAt = performance.now()
      const seen = await loseRelay(stage, 'SIGKILL')
      await stage.nextClient()
      return { ...seen, recoveryMs: performance.now() - startedAt, ...(await conversation.end()) }
    },
  },
  pluginGets('plugin-killed', 'AWS’s plugin is killed', 'SIGKILL', {
    states: ['reconnecting', 'connecting', 'unknown', 'ready'],
    hops: ['session', null],
    recoveryMs: 5_000,
    connection: 'cut',
  }),
  pluginGets('plugin-stopped', 'AWS’s plugin stands still', 'SIGSTOP', {
    states: ['unknown', 'unanswered', 'reconnecting', 'connecting'],
    hops: ['session', 'target', 'endpoint'],
    recoveryMs: 40_000,
    connection: 'deaf',
  }),
]
