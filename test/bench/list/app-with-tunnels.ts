import { _electron, type ElectronApplication, type Page } from '@playwright/test'
import { randomUUID } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { SavedTunnel } from '#contract/tunnel.ts'
import { draftOf } from '../../support/tunnel-fields.ts'

const environments = ['production', 'staging', 'development'] as const
const kinds = ['postgresql', 'mysql', 'redis', 'opensearch'] as const
const firstPort = 35_400

function tunnelNumber(index: number): SavedTunnel {
  const environment = environments[index % environments.length] ?? 'development'
  const draft = draftOf({
    name: `orders-${index}`,
    environment,
    kind: kinds[index % kinds.length] ?? 'postgresql',
    profile: { type: 'named', name: `bench-${environment}` },
    region: 'eu-west-1',
    target: { by: 'id', id: 'i-0123456789abcdef0' },
    endpoint: { host: `orders-${index}.cluster.local`, port: 5432 },
    localPort: firstPort + index,
  })
  return { ...draft, id: randomUUID(), armed: false }
}

/** Makes a home folder whose app has so many saved tunnels, none of them listening. */
export async function saveTunnels(home: string, count: number): Promise<void> {
  const profile = join(home, 'profile')
  await mkdir(profile, { recursive: true })
  const tunnels = Array.from({ length: count }, (_, index) => tunnelNumber(index))
  await writeFile(join(profile, 'tunnels.json'), JSON.stringify({ version: 2, tunnels }))
}

export interface ShownList {
  readonly app: ElectronApplication
  readonly page: Page
  /** Milliseconds from the launch to a list that takes clicks. */
  readonly startMs: number
}

/** Starts the app of a home folder and waits for its list. */
export async function showList(root: string, home: string): Promise<ShownList> {
  const started = performance.now()
  const app = await _electron.launch({
    args: ['.', `--user-data-dir=${join(home, 'profile')}`],
    cwd: root,
    env: { ...environmentWithoutAws(), HOME: home, USERPROFILE: home },
  })
  const page = await app.firstWindow()
  // A trial click waits until the switch is there, still, enabled and not covered.
  await page.getByRole('grid').getByRole('switch').first().click({ trial: true })
  return { app, page, startMs: performance.now() - started }
}

function environmentWithoutAws(): Record<string, string> {
  const entries = Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined)
  return Object.fromEntries(entries.filter(([name]) => !name.startsWith('AWS_')))
}
