import { type IsWanted, type Measurement, type Report, windowShellFigures } from '../../figure.ts'
import { measureFlood } from './measure-flood.ts'
import { measureEcho, measureInterrupt } from './measure-keys.ts'
import { measurePanes } from './measure-panes.ts'
import { type ShellWindow, startShellWindow } from './shell-window.ts'

const floodFigures = ['shell-flood', 'shell-drawn', 'shell-frame-gap', 'shell-growth'] as const

/** Shells in the real window, over the builtin engine; each measurement has an app of its own. */
export async function measureShellWindow(isWanted: IsWanted, report: Report): Promise<readonly Measurement[]> {
  if (!windowShellFigures.some(isWanted)) return []
  const found: Measurement[] = []
  if (floodFigures.some(isWanted)) {
    report('a flood in the window …')
    found.push(...(await inWindow('unpaced', (window) => measureFlood(window, 'builtin'))))
  }
  if (isWanted('shell-interrupt')) {
    report('an interrupted flood in the window …')
    found.push(await inWindow('unpaced', (window) => measureInterrupt(window, 'builtin')))
  }
  if (isWanted('shell-key-echo')) {
    report('keys in the window …')
    found.push(await inWindow('faithful', (window) => measureEcho(window, 'builtin')))
  }
  if (isWanted('shell-panes')) {
    report('twenty panes in the window …')
    found.push(await inWindow('unpaced', (window) => measurePanes(window, 'builtin')))
  }
  return found.filter(({ name }) => isWanted(name))
}

async function inWindow<T>(agent: 'faithful' | 'unpaced', measure: (window: ShellWindow) => Promise<T>): Promise<T> {
  const window = await startShellWindow('builtin', agent)
  try {
    return await measure(window)
  } finally {
    await window.stop()
  }
}
