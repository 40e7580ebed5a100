import type { FaultRow } from '../fault-row.ts'
import type { Played } from '../played.ts'
import type { FaultStage } from '../fault-stage.ts'

/** The data plane dies or hangs; its connections die with it, and the port is to carry again. */
async function playLostRelay(stage: FaultStage, signal: NodeJS.Signals): Promise<Played> {
  await stage.arm()
  const conversation = await stage.talk()
  const before = stage.relayPid
  const startedAt = performance.now()
  process.kill(before, signal)
  await stage.until(() => stage.seen().state !== 'ready', 'another state than ready', 15_000)
  const seen = stage.seen()
  await stage.until(() => stage.relayPid !== before, 'another relay', 15_000)
  await stage.nextClient()
  return { ...seen, recoveryMs: performance.now() - startedAt, ...(await conversation.end()) }
}

export const processRows: readonly FaultRow[] = [
  {
    name: 'relay-killed',
    what: 'The data plane’s process is killed',
    group: 'processes',
    engines: ['builtin'],
    promised: { states: ['unknown', 'connecting'], recoveryMs: 3_000, connection: 'cut' },
    play: (stage) => playLostRelay(stage, 'SIGKILL'),
  },
  {
    name: 'relay-hung',
    what: 'The data plane’s process stands still and keeps its ports',
    group: 'processes',
    engines: ['builtin'],
    promised: { states: ['unknown', 'connecting'], recoveryMs: 9_000, connection: 'cut' },
    play: (stage) => playLostRelay(stage, 'SIGSTOP'),
  },
]
