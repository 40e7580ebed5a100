import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from '@playwright/test'
import { launchApp, type AppUnderTest } from '../support/app-under-test.ts'
import { askRedis, readMysql, readPostgres, type Rows } from '../support/real-clients.ts'
import { startSandboxProcess, type SandboxProcess } from '../support/sandbox-process.ts'
import { leftOvers } from '../support/left-overs.ts'
import { takePicture } from './screens.ts'
import { beginSignIn, saveTunnel, tunnelRow } from './window-steps.ts'
import { decide } from '../support/person.ts'

/** One step of the job, with its time. */
export interface JobStep {
  readonly name: string
  readonly milliseconds: number
}

/** What came of it. */
export interface MainJob {
  readonly steps: readonly JobStep[]
  readonly rows: Rows
  readonly port: number
  readonly screenshots: readonly string[]
}

const hosts = {
  orders: 'orders-db.cluster-c1kq8zv0m2pd.ap-northeast-1.rds.amazonaws.com',
  billing: 'billing-mysql.c1kq8zv0m2pd.ap-northeast-1.rds.amazonaws.com',
  cache: 'master.session-cache.x7q2lm.apne1.cache.amazonaws.com',
} as const
const account = { account: 'orders-prod', role: 'DatabaseTunnel' } as const
const login = { user: 'app_ro', password: 'sandbox' } as const

/**
 * The main job in the real window: first run, sign-in through the sandbox's page, three tunnels, a real client through
 * each, and a quit that leaves nothing. Throws at the first thing that does not happen.
 */
export async function playMainJob({ report }: { readonly report: (step: JobStep) => void }): Promise<MainJob> {
  const steps: JobStep[] = []
  const screenshots: string[] = []
  const step = async <T>(name: string, act: () => Promise<T>): Promise<T> => {
    const started = performance.now()
    const value = await act()
    const done = { name, milliseconds: Math.round(performance.now() - started) }
    steps.push(done)
    report(done)
    return value
  }
  const folder = await mkdtemp(join(tmpdir(), 'culvert-job-'))
  const configFile = join(folder, 'config')
  await writeFile(configFile, '')
  let sandbox: SandboxProcess | null = null
  let culvert: AppUnderTest | null = null
  try {
    const world = await step('sandbox is ready', () => startSandboxProcess())
    sandbox = world
    const environment = { ...world.environment, AWS_CONFIG_FILE: configFile }
    const window = await step('app opens on its first run', () => launchApp({ environment }))
    culvert = window
    const { page } = window
    const picture = async (name: string): Promise<void> => void screenshots.push(await takePicture(page, name))

    await step('browser is asked to sign in', () => beginSignIn(page))
    const consent = await window.nextOpenedPage()
    await picture('job-1-waiting-for-the-browser')
    await step('signed in through the consent page', async () => {
      await decide(consent, 'Allow')
      await expect(page.getByRole('button', { name: /^Account/ })).toContainText('Signed in')
    })
    const port = await step('orders-db is saved and listens', () =>
      saveTunnel(page, { kind: 'PostgreSQL', name: 'orders-db', host: hosts.orders, ...account }),
    )
    await picture('job-2-armed')
    const rows = await step('psql reads rows; its connection opened the session', () =>
      readPostgres(port, { ...login, database: 'orders' }, 'SELECT id, item, state FROM orders ORDER BY id LIMIT 5'),
    )
    expect(rows).toHaveLength(5)
    const billing = await step('billing-mysql is saved and listens', () =>
      saveTunnel(page, { kind: 'MySQL', name: 'billing-mysql', host: hosts.billing, ...account }),
    )
    const invoices = await step('mysql counts invoices', () =>
      readMysql(billing, { ...login, database: 'billing' }, 'SELECT COUNT(*) FROM invoices'),
    )
    if (invoices !== null) expect(invoices).toEqual([['120']])
    const cache = await step('session-cache is saved and listens', () =>
      saveTunnel(page, { kind: 'Redis', name: 'session-cache', host: hosts.cache, ...account }),
    )
    const feature = await step('redis-cli reads a key', () => askRedis(cache, ['GET', 'feature:new-checkout']))
    if (feature !== null) expect(feature).toBe('on')

    await step('the window shows the open session and its bytes', async () => {
      await expect(tunnelRow(page, 'orders-db')).toContainText('Ready')
      await tunnelRow(page, 'orders-db').click()
      await expect(page.getByRole('list', { name: /route/i })).toContainText('i-0ab3f29c81d7e4402')
    })
    await picture('job-3-ready')
    const processes = [...(await window.processIds()), world.pid]
    await step('quit leaves no process, no listener and no session', async () => {
      await window.quit()
      culvert = null
      const { sessions } = await world.state()
      expect(sessions.active).toEqual([])
      expect(sessions.onGateway).toEqual([])
      expect(sessions.ended.length).toBeGreaterThanOrEqual(1)
      await world.stop()
      expect(await leftOvers({ processes, ports: [port, billing, cache] })).toEqual({ processes: [], ports: [] })
    })
    return { steps, rows, port, screenshots }
  } finally {
    await culvert?.quit()
    await sandbox?.stop()
    await rm(folder, { recursive: true, force: true })
  }
}
