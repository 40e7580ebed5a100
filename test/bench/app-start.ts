import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { makeBareProgram, showBareWindow } from './bare-window.ts'
import type { Measurement } from './figure.ts'
import { saveTunnels, showList } from './list/app-with-tunnels.ts'

const launches = 5
/** A list as somebody has it who uses the app at work. */
const savedTunnels = 30

/**
 * From the launch of the program to a list of saved tunnels that takes clicks: the median of several launches on one
 * profile, as on any day but the first. The launch that makes the profile is not counted. Beside it the same of a window of Electron
 * with nothing in it, launched in turn.
 */
export async function measureAppStart(root: string): Promise<Measurement> {
  const home = await mkdtemp(join(tmpdir(), 'culvert-bench-'))
  try {
    await saveTunnels(home, savedTunnels)
    const bare = await makeBareProgram(home)
    const times: number[] = []
    const bareTimes: number[] = []
    for (let launch = 0; launch <= launches; launch += 1) {
      times.push(await startAndClose(() => showList(root, home)))
      bareTimes.push(await startAndClose(() => showBareWindow(bare)))
    }
    const beside = { bareWindow: median(bareTimes.slice(1)) }
    return { name: 'app-start', engine: null, value: median(times.slice(1)), beside }
  } finally {
    await rm(home, { recursive: true, force: true, maxRetries: 5 })
  }
}

interface Started {
  readonly app: { close(): Promise<void> }
  readonly startMs: number
}

async function startAndClose(start: () => Promise<Started>): Promise<number> {
  const { app, startMs } = await start()
  await app.close()
  return startMs
}

function median(times: readonly number[]): number {
  return times.toSorted((one, other) => one - other)[Math.floor(times.length / 2)] ?? Number.NaN
}
