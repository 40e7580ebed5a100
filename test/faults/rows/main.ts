import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { freePort } from '../../support/tcp.ts'
import { leftOvers } from '../../support/left-overs.ts'
import { Conversation } from '../conversation.ts'
import { bothEngines, type FaultRow } from '../fault-row.ts'
import type { FaultStage } from '../fault-stage.ts'
import type { Played } from '../played.ts'

/** What the next start may take until the port listens again, ms. The whole recovery has the loading of a program in it, too. */
const listensAgainMs = 3_000
/** It asks AWS at once, and a call may have to be made again. */
const tidiedMs = 15_000

/** Main is killed while a client is connected, and is started again in the same folder. */
function mainKilled(name: string, what: string, killed: 'main' | 'main-and-relay'): FaultRow {
  return {
    ...{ name, what, group: 'processes', engines: bothEngines },
    promised: { states: ['ready'], hops: [null], recoveryMs: 20_000, connection: 'cut' },
    play: (stage) => playKilled(stage, killed),
  }
}

async function playKilled(stage: FaultStage, killed: 'main' | 'main-and-relay'): Promise<Played> {
  const port = await freePort()
  const first = await stage.startMain(port)
  const conversation = await Conversation.open(port)
  conversation.talk()
  const before = activeIds(stage)
  // A session is written down while it is opened; a disk that is slow at that moment is another matter.
  await stage.until(() => isWrittenDown(stage, before), 'the ledger', 10_000)
  const { pids } = first
  const startedAt = performance.now()
  await first.kill(killed)
  await stage.until(() => conversation.isCut, 'the end of the connection', 10_000)
  const again = await stage.startMain(port)
  const next = await Conversation.open(port)
  const recoveryMs = performance.now() - startedAt
  const amiss = await leftBehind(stage, before, pids)
  await next.end()
  await again.end()
  const isLate = again.listeningAfterMs > listensAgainMs
  const late = isLate ? `the port listened again after ${Math.round(again.listeningAfterMs)} ms` : null
  const seen = { state: 'ready', hop: null, recoveryMs, ...(await conversation.end()) }
  const why = amiss ?? late
  return why === null ? seen : { ...seen, amiss: why }
}

function activeIds({ sandbox }: FaultStage): readonly string[] {
  return sandbox.state().sessions.active.map(({ sessionId }) => sessionId)
}

async function isWrittenDown({ folder }: FaultStage, sessions: readonly string[]): Promise<boolean> {
  const ledger = await readFile(join(folder, 'open-sessions.json'), 'utf8').catch(() => '')
  return sessions.every((id) => ledger.includes(id))
}

/** What the next start has not put away of the one before: a session at AWS, or a process. */
async function leftBehind(
  stage: FaultStage,
  sessions: readonly string[],
  pids: readonly number[],
): Promise<string | null> {
  if (sessions.length === 0) return 'there was no session to leave'
  const isOver = (): boolean => activeIds(stage).every((id) => !sessions.includes(id))
  const over = await stage.until(isOver, 'the end of what was left', tidiedMs).catch(() => null)
  if (over === null) return 'the session before is still open at AWS'
  const { processes } = await leftOvers({ processes: pids, ports: [] })
  return processes.length === 0 ? null : `${processes.length} processes of the one before still run`
}

export const mainRows: readonly FaultRow[] = [
  mainKilled('main-killed', 'The app’s main process is killed, and the app is started again', 'main'),
  mainKilled(
    'main-and-relay-killed',
    'The main process and the data plane’s are killed at once, as the app is by a system without memory, and the app is started again',
    'main-and-relay',
  ),
]
