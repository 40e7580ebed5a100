import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { makeBareProgram, showBareWindow } from '../bare-window.ts'
import { listFigures, type IsWanted, type Measurement, type Report } from '../figure.ts'
import { saveTunnels, showList, type ShownList } from './app-with-tunnels.ts'
import { keystrokeTimes } from './keystroke-times.ts'

const sizes = [30, 300, 1_000] as const
const launches = 3

/**
 * The list of the whole app with few and with many saved tunnels: how soon it is there (median), how long a keystroke in
 * the search takes to be seen (95th percentile; beside it in a window of Electron with a field alone), and what the page's process holds after that.
 */
export async function measureList(root: string, isWanted: IsWanted, report: Report): Promise<readonly Measurement[]> {
  if (!listFigures.some(isWanted)) return []
  const bareWindow = isWanted('list-filter') ? await bareKeystroke() : 0
  const measurements: Measurement[] = []
  for (const n of sizes) {
    report(`list of ${n} …`)
    measurements.push(...(await measureSize(root, n, bareWindow)))
  }
  return measurements.filter(({ name }) => isWanted(name))
}

/** What a keystroke takes to be seen where nothing follows from it but a letter in a field; 95th percentile, ms. */
async function bareKeystroke(): Promise<number> {
  const home = await mkdtemp(join(tmpdir(), 'culvert-bench-'))
  try {
    const { app, page } = await showBareWindow(await makeBareProgram(home))
    try {
      return percentile(await keystrokeTimes(page), 0.95)
    } finally {
      await app.close()
    }
  } finally {
    await rm(home, { recursive: true, force: true, maxRetries: 5 })
  }
}

async function measureSize(root: string, n: number, bareWindow: number): Promise<readonly Measurement[]> {
  const home = await mkdtemp(join(tmpdir(), 'culvert-bench-'))
  try {
    await saveTunnels(home, n)
    // The launch that makes the profile is not counted.
    await (await showList(root, home)).app.close()
    const starts: number[] = []
    for (let launch = 1; launch < launches; launch += 1) {
      const { app, startMs } = await showList(root, home)
      starts.push(startMs)
      await app.close()
    }
    const last = await showList(root, home)
    try {
      const keystrokes = await keystrokeTimes(last.page)
      return [
        { name: 'list-start', engine: null, n, value: percentile([...starts, last.startMs], 0.5) },
        { name: 'list-filter', engine: null, n, value: percentile(keystrokes, 0.95), beside: { bareWindow } },
        { name: 'list-memory', engine: null, n, value: await pageMegabytes(last) },
      ]
    } finally {
      await last.app.close()
    }
  } finally {
    await rm(home, { recursive: true, force: true, maxRetries: 5 })
  }
}

/** Resident memory of the process that draws the page, in MB. */
async function pageMegabytes({ app }: ShownList): Promise<number> {
  const kibibytes = await app.evaluate(({ app: main }) =>
    main
      .getAppMetrics()
      .filter(({ type }) => type === 'Tab')
      .reduce((total, { memory }) => total + memory.workingSetSize, 0),
  )
  return (kibibytes * 1_024) / 1e6
}

function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}
