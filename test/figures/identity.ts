import { startSandbox } from '#sandbox/start.ts'
import { measureAccounts } from './accounts.ts'
import { measureAccountsWindow } from './accounts-window.ts'
import { measureCliInterplay } from './cli-interplay.ts'
import { measureEcsConnect } from './ecs-connect.ts'
import type { FigureRow } from './figure-row.ts'
import { measureNetworkPage } from './network-page.ts'
import { oneCode, oneSignIn, throttledStarts } from './waiting-tunnels.ts'

/** Each measures one thing, or a few that belong together. */
const measures: readonly (() => Promise<readonly FigureRow[]>)[] = [
  ...[oneSignIn, oneCode, throttledStarts].map((measure) => async () => {
    const sandbox = await startSandbox({ databases: [], people: 'with-mfa' })
    try {
      return await measure(sandbox)
    } finally {
      await sandbox.stop()
    }
  }),
  measureCliInterplay,
  measureAccounts,
  measureAccountsWindow,
  async () => [await measureNetworkPage(), await measureEcsConnect()],
]

/** Measures with the real core, the relay and the sandbox in this process; `report` is told each row. */
export async function measureIdentity(report: (row: FigureRow) => void): Promise<readonly FigureRow[]> {
  const rows: FigureRow[] = []
  for (const measure of measures) {
    for (const row of await measure()) {
      rows.push(row)
      report(row)
    }
  }
  return rows
}
