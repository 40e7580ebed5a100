import { findOfficialPlugin } from '../support/official-plugin.ts'
import type { FaultPrograms } from './fault-programs.ts'
import type { FaultRow } from './fault-row.ts'
import type { FaultEngine, FaultResult, Played, Promised, Watched } from './played.ts'
import { FaultStage } from './fault-stage.ts'
import { agentRows } from './rows/agent.ts'
import { clientRows } from './rows/client.ts'
import { credentialRows } from './rows/credentials.ts'
import { farEndRows } from './rows/far-end.ts'
import { machineRows } from './rows/machine.ts'
import { mainRows } from './rows/main.ts'
import { networkRows } from './rows/network.ts'
import { processRows } from './rows/processes.ts'
import { serviceRows } from './rows/service.ts'

export { faultsTable } from './faults-table.ts'

/** Every fault, by where it happens. */
export const faultRows: readonly FaultRow[] = [
  ...networkRows,
  ...serviceRows,
  ...agentRows,
  ...processRows,
  ...mainRows,
  ...machineRows,
  ...farEndRows,
  ...credentialRows,
  ...clientRows,
]

interface FaultOptions {
  readonly programs: FaultPrograms
  /** Names of rows or groups; all when empty. */
  readonly only: readonly string[]
  /** Whether this program runs in a network namespace of its own, with a packet filter. */
  readonly hasNamespace: boolean
  readonly report: (line: string) => void
}

const rowLimitMs = 140_000
const closeLimitMs = 40_000

/** Plays them one after the other, each with each of its engines. What can not be played here is told, and is no result. */
export async function runFaults({
  programs,
  only,
  hasNamespace,
  report,
}: FaultOptions): Promise<readonly FaultResult[]> {
  const wanted = faultRows.filter(({ name, group }) => only.length === 0 || only.includes(name) || only.includes(group))
  const hasPlugin = (await findOfficialPlugin()) !== null
  const results: FaultResult[] = []
  for (const row of wanted) {
    if (row.needs === 'network-namespace' && !hasNamespace) {
      report(`${row.name}: NOT PLAYED, there is no network namespace to play it in`)
      continue
    }
    for (const engine of row.engines) {
      if (engine === 'plugin' && !hasPlugin) {
        report(`${row.name} (plugin): NOT PLAYED, session-manager-plugin is not installed`)
        continue
      }
      const result = await playRow(row, engine, programs)
      report(line(result))
      results.push(result)
    }
  }
  return results
}

async function playRow(row: FaultRow, engine: FaultEngine, programs: FaultPrograms): Promise<FaultResult> {
  const { name } = row
  const stage = await FaultStage.open({ programs, engine, ...(row.relay === undefined ? {} : { relay: row.relay }) })
  const played = await inTime(row.play(stage), rowLimitMs, 'not over').catch((error: unknown) => String(error))
  const watched = stage.watched()
  const orphans = await inTime(stage.close(), closeLimitMs, 'not ended').catch((error: unknown) => String(error))
  if (typeof orphans === 'string') return { name, engine, orphans: 1, ok: false, why: orphans }
  if (typeof played === 'string') return { name, engine, orphans, ok: false, why: played }
  const { amiss: _amiss, ...shown } = played
  const recoveryMs = played.recoveryMs === null ? null : Math.round(played.recoveryMs)
  const broken = promisesOf(row, engine).map((promised) => brokenPromise(promised, played, watched))
  const why = broken.includes(null) ? leftOver(orphans) : (broken[0] ?? null)
  return { name, engine, ...shown, recoveryMs, ...watched, orphans, ok: why === null, why }
}

async function inTime<T>(work: Promise<T>, limitMs: number, what: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`${what} within ${limitMs} ms`)), limitMs)
  })
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}

/** Of which one has to hold. The plugin may do as well as the built-in engine: whether it goes deaf is a matter of moments. */
function promisesOf({ promised, promisedOfPlugin }: FaultRow, engine: FaultEngine): readonly Promised[] {
  return engine === 'plugin' && promisedOfPlugin !== undefined ? [promisedOfPlugin, promised] : [promised]
}

function leftOver(orphans: number): string | null {
  return orphans > 0 ? `${orphans} left over` : null
}

/** Half-dead sessions are to be noticed within 20 seconds, and a look more. */
const greenWhileDeadMs = 20_500

function brokenPromise(promised: Promised, played: Played, watched: Watched | null): string | null {
  if (!promised.states.includes(played.state)) return `shown as ${played.state}`
  if (!promised.hops.includes(played.hop)) return `shown at ${played.hop ?? 'no hop'}`
  if (played.connection !== promised.connection) return `the connection was ${played.connection}`
  if (played.lostBytes > 0) return `${played.lostBytes} bytes wrong or missing`
  if (played.recoveryMs === null) return 'nothing is carried any more'
  if (played.recoveryMs > promised.recoveryMs) return `later than ${promised.recoveryMs} ms`
  return brokenWatch(promised, watched) ?? played.amiss ?? null
}

function brokenWatch(promised: Promised, watched: Watched | null): string | null {
  if (watched === null) return null
  if ((watched.portClosedMs ?? 0) > (promised.portClosedMs ?? 0))
    return `the port was closed for ${watched.portClosedMs} ms`
  return watched.greenWhileDeadMs > greenWhileDeadMs ? `green for ${watched.greenWhileDeadMs} ms while dead` : null
}

function line({ name, engine, state, hop, recoveryMs, connection, ok, why }: FaultResult): string {
  const cells = [
    ok ? 'ok  ' : 'FAIL',
    name.padEnd(26),
    engine.padEnd(8),
    (state ?? '').padEnd(12),
    (hop ?? '').padEnd(9),
  ]
  return [...cells, `${recoveryMs ?? ''} ms`.padEnd(10), connection ?? '', why ?? ''].join(' ').trimEnd()
}
