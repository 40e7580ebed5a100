import { _electron } from '@playwright/test'
import { randomUUID } from 'node:crypto'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { SavedTunnel } from '#contract/tunnel.ts'
import { draftOf } from '../support/tunnel-fields.ts'
import type { Measurement } from './figure.ts'

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
    const profile = join(home, 'profile')
    await mkdir(profile)
    const tunnels = Array.from({ length: savedTunnels }, (_, index) => tunnelNumber(index))
    await writeFile(join(profile, 'tunnels.json'), JSON.stringify({ version: 2, tunnels }))
    const times: number[] = []
    for (let launch = 0; launch <= launches; launch += 1) times.push(await timeOneStart(root, home))
    const sorted = times.slice(1).toSorted((one, other) => one - other)
    return { name: 'app-start', engine: null, value: sorted[Math.floor(launches / 2)] ?? Number.NaN }
  } finally {
    await rm(home, { recursive: true, force: true, maxRetries: 5 })
  }
}

async function timeOneStart(root: string, home: string): Promise<number> {
  const started = performance.now()
  const app = await _electron.launch({
    args: ['.', `--user-data-dir=${join(home, 'profile')}`],
    cwd: root,
    env: { ...environmentWithoutAws(), HOME: home, USERPROFILE: home },
  })
  const page = await app.firstWindow()
  // A trial click waits until the switch is there, still, enabled and not covered.
  await page.getByRole('grid').getByRole('switch').first().click({ trial: true })
  const elapsed = performance.now() - started
  await app.close()
  return elapsed
}

function tunnelNumber(index: number): SavedTunnel {
  const draft = draftOf({
    name: `orders-${index}`,
    environment: 'development',
    kind: 'postgresql',
    profile: { type: 'named', name: 'bench' },
    region: 'eu-west-1',
    target: { by: 'id', id: 'i-0123456789abcdef0' },
    endpoint: { host: `orders-${index}.cluster.local`, port: 5432 },
    localPort: 35_400 + index,
  })
  return { ...draft, id: randomUUID(), armed: false }
}

function environmentWithoutAws(): Record<string, string> {
  const entries = Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined)
  return Object.fromEntries(entries.filter(([name]) => !name.startsWith('AWS_')))
}
