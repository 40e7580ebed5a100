import { readFile, writeFile } from 'node:fs/promises'
import type { Figure } from './figure.ts'

/** What one run says about the two engines; ratios survive a change of machine, absolute figures do not. */
export interface HistoryEntry {
  /** `YYYY-MM-DD`, UTC. */
  readonly date: string
  readonly version: string
  /** Builtin divided by plugin, three significant digits, by the name of the figure. */
  readonly ratios: Readonly<Record<string, number>>
}

/** Draws the ratios out of a run's figures. */
export function historyEntry(
  figures: readonly Figure[],
  { version, now }: { version: string; now: Date },
): HistoryEntry {
  const ratios = figures
    .filter(({ engine }) => engine === 'builtin/plugin')
    .map(({ name, value }) => [name, Number(value.toPrecision(3))] as const)
  return { date: now.toISOString().slice(0, 10), version, ratios: Object.fromEntries(ratios) }
}

/** Appends to the history file; one that is not there yet is made. */
export async function appendToHistory(path: string, entry: HistoryEntry): Promise<void> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '[]'
    throw error
  })
  const history = JSON.parse(text) as readonly HistoryEntry[]
  await writeFile(path, `${JSON.stringify([...history, entry], null, 2)}\n`)
}
