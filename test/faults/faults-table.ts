import type { FaultRow } from './fault-row.ts'
import type { FaultEngine, FaultResult } from './played.ts'

const head = `# Faults

What becomes of a tunnel when something fails, as \`npm run test:faults\` has played it: the whole core, the data plane's process and
the sandbox, with the built-in engine and with AWS's \`session-manager-plugin\` in the same place. *kept*: the connection that was open
went on, and every byte of it was right, by SHA-256. *cut*: it ended, and the next client was carried. *deaf*: it is open, and nothing
comes any more; the row says for how long the tunnel stayed green, and the next client was carried. The time is that until bytes flowed again, for that connection or else for the next client, on a computer with two cores
that had other work as well. A dash: not played with this engine.

Each row also looks whether the port listened all the while, whether the tunnel was green for more than twenty seconds while nothing was
carried, and whether a session, a process or a port was left. What does not hold is said in the row.

This file is written by \`npm run test:faults -- --write\`.
`

/** The results as a page of Markdown, by where a fault happens. */
export function faultsTable(rows: readonly FaultRow[], results: readonly FaultResult[]): string {
  const groups = [...new Set(rows.map(({ group }) => group))]
  const sections = groups.map((group) => {
    const lines = rows.filter((row) => row.group === group).map((row) => lineOf(row, results))
    return [
      `## ${group[0]?.toUpperCase()}${group.slice(1)}\n`,
      '| fault | built-in engine | plugin |',
      '|---|---|---|',
      ...lines,
    ].join('\n')
  })
  return `${[`${head}${sayingOf(results)}`, ...sections].join('\n').trimEnd()}\n`
}

function sayingOf(results: readonly FaultResult[]): string {
  const missed = results.filter(({ ok }) => !ok).length
  const how = missed === 0 ? 'and every one holds' : `${missed} of which ${missed === 1 ? 'does' : 'do'} not hold`
  return `All rows are of one run, ${how}.\n`
}

function lineOf(row: FaultRow, results: readonly FaultResult[]): string {
  const cell = (engine: FaultEngine): string => {
    const result = results.find(({ name, engine: its }) => name === row.name && its === engine)
    return result === undefined ? '–' : cellOf(result)
  }
  return `| ${row.what} | ${cell('builtin')} | ${cell('plugin')} |`
}

function cellOf({ ok, connection, recoveryMs, state, why, greenWhileDeadMs }: FaultResult): string {
  const seen =
    connection === undefined
      ? ''
      : `${connection}, ${recoveryMs === null || recoveryMs === undefined ? 'not while it was waited for' : spanOf(recoveryMs)}, shown as ${state}`
  if (ok && connection === 'deaf') return `${seen}, green for ${spanOf(greenWhileDeadMs ?? 0)} of it`
  return ok ? seen : `**does not hold**: ${why}${seen === '' ? '' : ` (${seen})`}`
}

function spanOf(milliseconds: number): string {
  return milliseconds < 1_000 ? `${milliseconds} ms` : `${(milliseconds / 1_000).toFixed(1)} s`
}
