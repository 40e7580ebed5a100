import type { AgentPacing, IsWanted, Measurement, Report } from '../../figure.ts'
import { measureFlood } from './measure-flood.ts'
import { measureEcho, measureInterrupt } from './measure-keys.ts'
import { measurePanes } from './measure-panes.ts'
import { type ShellWindow, startShellWindow } from './shell-window.ts'

interface Part {
  readonly names: readonly Measurement['name'][]
  readonly agent: AgentPacing
  measure(window: ShellWindow): Promise<readonly Measurement[]>
}

const parts: readonly Part[] = [
  {
    names: ['shell-flood', 'shell-drawn', 'shell-frame-gap', 'shell-growth'],
    agent: 'unpaced',
    measure: (window) => measureFlood(window, 'builtin'),
  },
  {
    names: ['shell-interrupt'],
    agent: 'unpaced',
    measure: async (window) => [await measureInterrupt(window, 'builtin')],
  },
  { names: ['shell-key-echo'], agent: 'faithful', measure: async (window) => [await measureEcho(window, 'builtin')] },
  { names: ['shell-panes'], agent: 'unpaced', measure: async (window) => [await measurePanes(window, 'builtin')] },
]

/** Shells in the real window, over the builtin engine; each part has an app of its own. */
export async function measureShellWindow(isWanted: IsWanted, report: Report): Promise<readonly Measurement[]> {
  const found: Measurement[] = []
  for (const part of parts.filter(({ names }) => names.some(isWanted))) {
    report(`${part.names.join(', ')} …`)
    found.push(...(await measurePart(part)))
  }
  return found.filter(({ name }) => isWanted(name))
}

/** What does not come to its end has no number, and reaches no goal; the other parts are measured all the same. */
async function measurePart({ names, agent, measure }: Part): Promise<readonly Measurement[]> {
  try {
    const window = await startShellWindow('builtin', agent)
    try {
      return await measure(window)
    } finally {
      await window.stop()
    }
  } catch (error) {
    const note = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error)
    return names.map((name) => ({ name, engine: 'builtin', agent, value: Number.NaN, note }))
  }
}
