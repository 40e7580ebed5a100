import { findOfficialPlugin } from '../../../support/official-plugin.ts'
import type { IsWanted, Measurement, Report } from '../../figure.ts'
import { measureFlood } from './measure-flood.ts'
import { measureEcho, measureInterrupt } from './measure-keys.ts'
import { measurePanes } from './measure-panes.ts'
import { type FarEnd, type ShellWindow, startShellWindow } from './shell-window.ts'

type ShellEngine = 'builtin' | 'plugin'

interface Part {
  readonly names: readonly Measurement['name'][]
  readonly far: FarEnd
  /** Those with which it is measured; our own first. */
  readonly engines: readonly ShellEngine[]
  measure(window: ShellWindow, engine: ShellEngine): Promise<readonly Measurement[]>
}

const flooded: FarEnd = { agent: 'unpaced', between: 'loopback' }

const parts: readonly Part[] = [
  {
    names: ['shell-flood', 'shell-drawn', 'shell-frame-gap', 'shell-growth'],
    far: flooded,
    engines: ['builtin', 'plugin'],
    measure: measureFlood,
  },
  {
    names: ['shell-interrupt'],
    far: { agent: 'unpaced', between: 'line' },
    engines: ['builtin', 'plugin'],
    measure: async (window, engine) => [await measureInterrupt(window, engine, 'shell-interrupt')],
  },
  {
    names: ['shell-interrupt-loopback'],
    far: flooded,
    engines: ['builtin', 'plugin'],
    measure: async (window, engine) => [await measureInterrupt(window, engine, 'shell-interrupt-loopback')],
  },
  {
    names: ['shell-key-echo'],
    far: { agent: 'faithful', between: 'loopback' },
    engines: ['builtin', 'plugin'],
    measure: async (window, engine) => [await measureEcho(window, engine)],
  },
  {
    names: ['shell-panes'],
    far: flooded,
    engines: ['builtin', 'plugin'],
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
async function measurePart({ names, far, measure }: Part, engine: ShellEngine): Promise<readonly Measurement[]> {
  try {
    const window = await startShellWindow(engine, far)
    try {
      return await measure(window, engine)
    } finally {
      await window.stop()
    }
  } catch (error) {
    const note = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error)
    return names.map((name) => ({ name, engine, agent: far.agent, value: Number.NaN, note }))
  }
}
