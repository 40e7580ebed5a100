import { findOfficialPlugin } from '../support/official-plugin.ts'
import type { FaultRow } from './fault-row.ts'
import type { FaultEngine, FaultResult, Played } from './played.ts'
import { FaultStage } from './fault-stage.ts'
import { agentRows } from './rows/agent.ts'
import { clientRows } from './rows/client.ts'
import { credentialRows } from './rows/credentials.ts'
import { farEndRows } from './rows/far-end.ts'
import { machineRows } from './rows/machine.ts'
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
  ...machineRows,
  ...farEndRows,
  ...credentialRows,
  ...clientRows,
]

interface FaultOptions {
  /** The relay, as the app's build bundles it. */
  readonly relay: string
  /** Names of rows or groups; all when empty. */
  readonly only: readonly string[]
  /** Whether this program runs in a network namespace of its own, with a packet filter. */
  readonly hasNamespace: boolean
  readonly report: (line: string) => void
}

const rowLimitMs = 100_000

/** Plays them one after the other, each with each of its engines. What can not be played here is told, and is no result. */
export async function runFaults({ relay, only, hasNamespace, report }: FaultOptions): Promise<readonly FaultResult[]> {
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
      const result = await playRow(row, engine, relay)
      report(line(result))
      results.push(result)
    }
  }
  return results
}

async function playRow(row: FaultRow, engine: FaultEngine, entry: string): Promise<FaultResult> {
  const { name } = row
  const stage = await FaultStage.open(entry, engine)
  const limit = new Promise<never>((_resolve, reject) =>
    setTimeout(() => reject(new Error(`not over within ${rowLimitMs} ms`)), rowLimitMs).unref(),
  )
  const played = await Promise.race([row.play(stage), limit]).catch((error: unknown) => String(error))
  const orphans = await stage.close().catch((error: unknown) => String(error))
  if (typeof orphans === 'string') return { name, engine, orphans: 1, ok: false, why: orphans }
  if (typeof played === 'string') return { name, engine, orphans, ok: false, why: played }
  const why = brokenPromise(row, played, orphans)
  return { name, engine, ...played, recoveryMs: Math.round(played.recoveryMs), orphans, ok: why === null, why }
}

function brokenPromise({ promised }: FaultRow, played: Played, orphans: number): string | null {
  if (!promised.states.includes(played.state)) return `shown as ${played.state}`
  if (played.connection !== promised.connection) return `the connection was ${played.connection}`
  if (played.lostBytes > 0) return `${played.lostBytes} bytes wrong or missing`
  if (played.recoveryMs > promised.recoveryMs) return `later than ${promised.recoveryMs} ms`
  return orphans > 0 ? `${orphans} left over` : null
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
