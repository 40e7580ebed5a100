import { _electron } from '@playwright/test'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Measurement } from './figure.ts'

const launches = 5

/** From the launch of the program to a page that answers, on a new profile: the median of several launches. */
export async function measureAppStart(root: string): Promise<Measurement> {
  const times: number[] = []
  for (let launch = 0; launch < launches; launch += 1) times.push(await timeOneStart(root))
  const sorted = times.toSorted((one, other) => one - other)
  return { name: 'app-start', engine: null, value: sorted[Math.floor(launches / 2)] ?? Number.NaN }
}

async function timeOneStart(root: string): Promise<number> {
  const home = await mkdtemp(join(tmpdir(), 'culvert-bench-'))
  try {
    const started = performance.now()
    const app = await _electron.launch({
      args: ['.', `--user-data-dir=${join(home, 'profile')}`],
      cwd: root,
      env: { ...definedEnvironment(), HOME: home, USERPROFILE: home },
    })
    const page = await app.firstWindow()
    await page.getByRole('button').first().waitFor({ state: 'visible' })
    const elapsed = performance.now() - started
    await app.close()
    return elapsed
  } finally {
    await rm(home, { recursive: true, force: true, maxRetries: 5 })
  }
}

function definedEnvironment(): Record<string, string> {
  const entries = Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined)
  return Object.fromEntries(entries.filter(([name]) => !name.startsWith('AWS_')))
}
