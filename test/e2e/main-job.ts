import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from '@playwright/test'
import type { DatabaseAccess } from '#sandbox/start.ts'
import { launchApp, type AppUnderTest } from '../support/app-under-test.ts'
import { leftOvers } from '../support/left-overs.ts'
import { decide } from '../support/person.ts'
import { askRedis, readMysql, readPostgres, type Rows } from '../support/real-clients.ts'
import { startSandboxProcess, type SandboxProcess } from '../support/sandbox-process.ts'
import { ask, hosts } from './fixtures.ts'
import { takePicture } from './screens.ts'
import { agreeToProduction, run, untilPrompt } from './shell-steps.ts'
import { beginSignIn, saveTunnel, tunnelRow } from './window-steps.ts'

/** One step of the job, with its time. */
export interface JobStep {
  readonly name: string
  readonly milliseconds: number
}

/** What came of it. */
export interface MainJob {
  readonly steps: readonly JobStep[]
  /** What was read through the first tunnel. */
  readonly rows: Rows
  readonly port: number
  readonly screenshots: readonly string[]
}

/** How the job is played. */
export interface MainJobOptions {
  readonly report: (step: JobStep) => void
  /** For the sandbox's command line. */
  readonly sandboxOptions?: readonly string[]
  /** The engine of every tunnel; what the app would take unless given. */
  readonly engine?: 'builtin' | 'plugin'
}

type PlayStep = <T>(name: string, act: () => Promise<T>) => Promise<T>

interface Stage {
  readonly world: SandboxProcess
  readonly culvert: AppUnderTest
  readonly step: PlayStep
  picture(name: string): Promise<void>
}

const account = { account: 'orders-prod', role: 'DatabaseTunnel' } as const
const firstOrders = 'SELECT id, item, state FROM orders ORDER BY id LIMIT 5'

/**
 * The main job in the real window: first run, sign-in through the sandbox's page, a tunnel and a real client for each
 * database that runs, and a quit that leaves nothing. Throws at the first thing that does not happen.
 */
export async function playMainJob({ report, sandboxOptions = [], engine }: MainJobOptions): Promise<MainJob> {
  const steps: JobStep[] = []
  const screenshots: string[] = []
  const step: PlayStep = async (name, act) => {
    const started = performance.now()
    const value = await act()
    const done = { name, milliseconds: Math.round(performance.now() - started) }
    steps.push(done)
    report(done)
    return value
  }
  const folder = await mkdtemp(join(tmpdir(), 'culvert-job-'))
  let world: SandboxProcess | null = null
  let culvert: AppUnderTest | null = null
  try {
    world = await step('sandbox is ready', () => startSandboxProcess(sandboxOptions))
    const configFile = join(folder, 'config')
    await writeFile(configFile, '')
    const environment = { ...world.environment, AWS_CONFIG_FILE: configFile }
    culvert = await step('app opens on its first run', () => launchApp({ environment }))
    const { page } = culvert
    const picture = async (name: string): Promise<void> => void screenshots.push(await takePicture(page, name))
    const stage: Stage = { world, culvert, step, picture }
    await signIn(stage)
    if (engine !== undefined) await ask(page, 'settings.change', { engine })
    const { port, rows } = await queryPostgres(stage)
    const others = [await queryMysql(stage), await queryRedis(stage)].filter((open) => open !== null)
    await lookAtTheWindow(stage, port)
    await typeInAShell(stage)
    await quitAndLookAround(stage, [port, ...others])
    return { steps, rows, port, screenshots }
  } finally {
    await culvert?.quit()
    await world?.stop()
    await rm(folder, { recursive: true, force: true })
  }
}

async function signIn({ culvert, step, picture }: Stage): Promise<void> {
  const { page } = culvert
  await step('browser is asked to sign in', () => beginSignIn(page))
  const consent = await culvert.nextOpenedPage()
  await picture('job-1-waiting-for-the-browser')
  await step('signed in through the consent page', async () => {
    await decide(consent, 'Allow')
    await expect(page.getByRole('button', { name: /^Account/ })).toContainText('Signed in')
  })
}

function serverOf({ world }: Stage, engine: DatabaseAccess['engine']): DatabaseAccess | null {
  return world.databases.find((database) => database.engine === engine) ?? null
}

async function queryPostgres(stage: Stage): Promise<{ readonly port: number; readonly rows: Rows }> {
  const { culvert, step, picture } = stage
  const server = serverOf(stage, 'postgresql')
  if (server === null) throw new Error('the sandbox has no PostgreSQL')
  const port = await step('orders-db is saved and listens', () =>
    saveTunnel(culvert.page, { kind: 'PostgreSQL', name: 'orders-db', host: hosts.orders, ...account }),
  )
  await picture('job-2-armed')
  const rows = await step('psql reads rows; its connection opened the session', () =>
    readPostgres(port, server, firstOrders),
  )
  expect(rows).toHaveLength(5)
  return { port, rows }
}

async function queryMysql(stage: Stage): Promise<number | null> {
  const { culvert, step } = stage
  const server = serverOf(stage, 'mysql')
  if (server === null) return await step('billing-mysql: left out, no MariaDB here', async () => null)
  const port = await step('billing-mysql is saved and listens', () =>
    saveTunnel(culvert.page, { kind: 'MySQL', name: 'billing-mysql', host: hosts.billing, ...account }),
  )
  const invoices = await step('mysql counts invoices', () => readMysql(port, server, 'SELECT COUNT(*) FROM invoices'))
  if (invoices !== null) expect(invoices).toEqual([['120']])
  return port
}

async function queryRedis(stage: Stage): Promise<number | null> {
  const { culvert, step } = stage
  if (serverOf(stage, 'redis') === null) return await step('session-cache: left out, no Redis here', async () => null)
  const port = await step('session-cache is saved and listens', () =>
    saveTunnel(culvert.page, { kind: 'Redis', name: 'session-cache', host: hosts.cache, ...account }),
  )
  const feature = await step('redis-cli reads a key', () => askRedis(port, ['GET', 'feature:new-checkout']))
  if (feature !== null) expect(feature).toBe('on')
  return port
}

async function lookAtTheWindow(stage: Stage, port: number): Promise<void> {
  const { culvert, step, picture } = stage
  const { page } = culvert
  const server = serverOf(stage, 'postgresql')
  await step('the window shows the open session and its bytes', async () => {
    await expect(tunnelRow(page, 'orders-db')).toContainText('Ready')
    await tunnelRow(page, 'orders-db').click()
    await expect(page.getByRole('list', { name: /route/i })).toContainText('i-0ab3f29c81d7e4402')
    if (server !== null) await readPostgres(port, server, firstOrders)
    await expect(page.getByText(/In [1-9][\d.]* [KM]?B\/s/)).toBeVisible()
  })
  await picture('job-3-ready')
}

async function typeInAShell({ culvert, step, picture }: Stage): Promise<void> {
  const { page } = culvert
  await step('a shell on the bastion opens in the window', async () => {
    await tunnelRow(page, 'orders-db').focus()
    await page.keyboard.press('Control+t')
    await agreeToProduction(page)
    await untilPrompt(page)
  })
  await step('a command is typed in it and its output read', () => run(page, 'echo "sum=$((40 + 2))"', 'sum=42'))
  await picture('job-4-shell')
}

async function quitAndLookAround({ world, culvert, step }: Stage, ports: readonly number[]): Promise<void> {
  const processes = [...(await culvert.processIds()), world.pid]
  await step('quit leaves no process, no listener and no session', async () => {
    await culvert.quit()
    const { sessions } = await world.state()
    expect(sessions.active).toEqual([])
    expect(sessions.onGateway).toEqual([])
    expect(sessions.ended.length).toBeGreaterThanOrEqual(1)
    await world.stop()
    expect(await leftOvers({ processes, ports })).toEqual({ processes: [], ports: [] })
  })
}
