import { readFile, writeFile } from 'node:fs/promises'
import type { Figure } from './figure.ts'

/**
 * What one run says about the two engines. Ratios survive a change of machine, absolute figures do not; the plugin's are
 * kept beside them, so that one can tell whose change a ratio's change is.
 */
export interface HistoryEntry {
  /** `YYYY-MM-DD`, UTC. */
  readonly date: string
  readonly version: string
  /** Builtin divided by plugin, three significant digits, by the name of the figure. */
  readonly ratios: Readonly<Record<string, number>>
  /** Absent in entries from before it was kept. */
  readonly plugin?: {
    /** Null when its version is not known. */
    readonly version: string | null
    readonly figures: Readonly<Record<string, number>>
  }
}

/** Draws the ratios and the plugin's part out of a run's figures. */
export function historyEntry(
  figures: readonly Figure[],
  { version, pluginVersion, now }: { version: string; pluginVersion: string | null; now: Date },
): HistoryEntry {
  const of = (engine: Figure['engine']): Readonly<Record<string, number>> =>
    Object.fromEntries(
      figures
        .filter((figure) => figure.engine === engine)
        .map(({ name, value }) => [name, Number(value.toPrecision(3))] as const),
    )
  const plugin = { version: pluginVersion, figures: of('plugin') }
  return { date: now.toISOString().slice(0, 10), version, ratios: of('builtin/plugin'), plugin }
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
