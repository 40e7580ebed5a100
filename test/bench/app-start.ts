import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Measurement } from './figure.ts'
import { saveTunnels, showList } from './list/app-with-tunnels.ts'

const launches = 5
/** A list as somebody has it who uses the app at work. */
const savedTunnels = 30

/**
 * From the launch of the program to a list of saved tunnels that takes clicks: the median of several launches on one
 * profile, as on any day but the first. The launch that makes the profile is not counted.
 */
export async function measureAppStart(root: string): Promise<Measurement> {
  const home = await mkdtemp(join(tmpdir(), 'culvert-bench-'))
  try {
    await saveTunnels(home, savedTunnels)
    const times: number[] = []
    for (let launch = 0; launch <= launches; launch += 1) {
      const { app, startMs } = await showList(root, home)
      times.push(startMs)
      await app.close()
    }
    const sorted = times.slice(1).toSorted((one, other) => one - other)
    return { name: 'app-start', engine: null, value: sorted[Math.floor(launches / 2)] ?? Number.NaN }
  } finally {
    await rm(home, { recursive: true, force: true, maxRetries: 5 })
  }
}
