import { findOfficialPlugin } from '../../../support/official-plugin.ts'
import type { AgentPacing, IsWanted, Measurement, Report } from '../../figure.ts'
import { measureFlood } from './measure-flood.ts'
import { measureEcho, measureInterrupt } from './measure-keys.ts'
import { measurePanes } from './measure-panes.ts'
import { type ShellWindow, startShellWindow } from './shell-window.ts'

type ShellEngine = 'builtin' | 'plugin'

interface Part {
  readonly names: readonly Measurement['name'][]
  readonly agent: AgentPacing
  /** Those with which it is measured; our own first. */
  readonly engines: readonly ShellEngine[]
  measure(window: ShellWindow, engine: ShellEngine): Promise<readonly Measurement[]>
}

const parts: readonly Part[] = [
  {
    names: ['shell-flood', 'shell-drawn', 'shell-frame-gap', 'shell-growth'],
    agent: 'unpaced',
    engines: ['builtin'],
    measure: measureFlood,
  },
  {
    names: ['shell-interrupt'],
    agent: 'unpaced',
    engines: ['builtin', 'plugin'],
    measure: async (window, engine) => [await measureInterrupt(window, engine)],
  },
  {
    names: ['shell-key-echo'],
    agent: 'faithful',
    engines: ['builtin', 'plugin'],
    measure: async (window, engine) => [await measureEcho(window, engine)],
  },
  {
    names: ['shell-panes'],
    agent: 'unpaced',
    engines: ['builtin'],
    measure: async (window, engine) => [await measurePanes(window, engine)],
  },
]

/** Shells in the real window, keys with either engine; each part has an app of its own. */
export async function measureShellWindow(isWanted: IsWanted, report: Report): Promise<readonly Measurement[]> {
  const found: Measurement[] = []
  const hasPlugin = (await findOfficialPlugin()) !== null
  for (const part of parts.filter(({ names }) => names.some(isWanted))) {
    for (const engine of part.engines.filter((one) => one === 'builtin' || hasPlugin)) {
      report(`${part.names.join(', ')} (${engine}) …`)
      found.push(...(await measurePart(part, engine)))
    }
  }
  return found.filter(({ name }) => isWanted(name))
}

/** What does not come to its end has no number, and reaches no goal; the other parts are measured all the same. */
async function measurePart({ names, agent, measure }: Part, engine: ShellEngine): Promise<readonly Measurement[]> {
  try {
    const window = await startShellWindow(engine, agent)
    try {
      return await measure(window, engine)
    } finally {
      await window.stop()
    }
  } catch (error) {
    const note = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error)
    return names.map((name) => ({ name, engine, agent, value: Number.NaN, note }))
  }
}
