import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test as base, type Page } from '@playwright/test'
import type { CallInput, CallName, CallOutput, ContractClient } from '#contract/calls.ts'
import type { Result } from '#contract/result.ts'
import { startDesktop } from '../../script/setup/desktop.mjs'
import { launchApp, until, type AppUnderTest } from '../support/app-under-test.ts'
import { draftOf, type TunnelFields } from '../support/tunnel-fields.ts'
import { startSandboxProcess, type SandboxProcess } from '../support/sandbox-process.ts'

/** The DatabaseTunnel permission set of orders-prod. */
export const databaseTunnel = {
  type: 'sso',
  session: 'harborline',
  accountId: '482100973316',
  roleName: 'DatabaseTunnel',
} as const

/** Databases of the sandbox's production VPC. */
export const hosts = {
  orders: 'orders-db.cluster-c1kq8zv0m2pd.ap-northeast-1.rds.amazonaws.com',
  billing: 'billing-mysql.c1kq8zv0m2pd.ap-northeast-1.rds.amazonaws.com',
  cache: 'master.session-cache.x7q2lm.apne1.cache.amazonaws.com',
} as const

/** Asks main through the page's own bridge. Throws the problem's code when the answer is one. */
export async function ask<N extends CallName>(page: Page, name: N, input?: CallInput<N>): Promise<CallOutput<N>> {
  const result = await page.evaluate(
    async ([call, value]) => {
      const { culvert } = globalThis as unknown as {
        culvert: ContractClient & { call(name: string, input: unknown): Promise<Result<unknown>> }
      }
      return await culvert.call(call, value)
    },
    [name, input] as const,
  )
  if (!result.ok) throw new Error(`${name}: ${result.error.code} ${JSON.stringify(result.error.details)}`)
  return result.value as CallOutput<N>
}

/** Signs in without a look at the pages: the sandbox consents by itself. */
export async function signInAtOnce({ page, nextOpenedPage }: AppUnderTest, sandbox: SandboxProcess): Promise<void> {
  await sandbox.fault({ kind: 'consent', mode: 'allow' })
  const started = ask(page, 'signIn.start', { session: 'harborline' })
  await fetch(await nextOpenedPage())
  await started
}

/** What is special about a tunnel that is saved; it is armed unless the switch says otherwise. */
export type SavedPart = Partial<TunnelFields> & Pick<TunnelFields, 'localPort'> & { readonly switch?: 'on' | 'off' }

/**
 * Saves a tunnel to orders-db through the bastions of production; `part` says what is different. Gives its id, once the
 * port listens or was found to be taken.
 */
export async function saveTunnel(page: Page, part: SavedPart): Promise<string> {
  const draft = draftOf({
    name: 'orders-db',
    environment: 'production',
    kind: 'postgresql',
    profile: databaseTunnel,
    region: 'ap-northeast-1',
    target: { by: 'tag', tags: [{ key: 'Role', value: 'bastion' }] },
    endpoint: { host: hosts.orders, port: 5_432 },
    ...part,
  })
  const { id } = await ask(page, 'tunnel.create', draft)
  if (part.switch === 'off') return id
  await ask(page, 'tunnel.arm', { id })
  await until(async () => ((await isStopped(page, id)) ? null : true), 'the port to listen')
  return id
}

async function isStopped(page: Page, id: string): Promise<boolean> {
  const { tunnels } = await ask(page, 'app.snapshot')
  const view = tunnels.find((tunnel) => tunnel.id === id)
  return view === undefined || view.status.kind === 'stopped' || view.status.kind === 'unknown'
}

/** Starts the app; over the engine that a whole run of tests is for, where it is for one. */
async function launch(sandbox: SandboxProcess, folder: string): Promise<AppUnderTest> {
  const culvert = await launchApp({ environment: sandbox.environment, userData: join(folder, 'profile') })
  const engine = process.env['CULVERT_TEST_ENGINE']
  if (engine === 'builtin' || engine === 'plugin') await ask(culvert.page, 'settings.change', { engine })
  return culvert
}

export interface Fixtures {
  readonly sandbox: SandboxProcess
  /** A local port that nothing uses, for this test's tunnel. */
  readonly port: number
  /** A folder of this test's own, removed afterwards. */
  readonly folder: string
  /** The app on the sandbox's own AWS config (one SSO session, signed out), in a fresh profile. */
  readonly culvert: AppUnderTest
  /** Starts the app once more on the same profile, after the first one quit. */
  readonly launchAgain: () => Promise<AppUnderTest>
}

export interface WorkerFixtures {
  /** Where the windows of this worker are shown. */
  readonly desktop: 'of the run' | 'of its own'
}

export const test = base.extend<Fixtures, WorkerFixtures>({
  desktop: [
    async ({ browserName: _unused }, use, { parallelIndex }) => {
      // The clipboard, the keyring and the tray's bus name belong to a desktop: no two workers share one.
      if (parallelIndex === 0) return await use('of the run')
      const { env, stop } = await startDesktop()
      delete process.env['WAYLAND_DISPLAY']
      Object.assign(process.env, env)
      await use('of its own')
      await stop()
    },
    { scope: 'worker', auto: true },
  ],
  sandbox: async ({ browserName: _unused }, use) => {
    const sandbox = await startSandboxProcess(['--databases', 'postgresql'])
    await use(sandbox)
    await sandbox.stop()
  },
  port: async ({ browserName: _unused }, use) => {
    const server = createServer()
    const port = await new Promise<number>((resolve) => {
      server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port))
    })
    await new Promise((resolve) => server.close(resolve))
    await use(port)
  },
  folder: async ({ browserName: _unused }, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'culvert-e2e-'))
    await use(folder)
    await rm(folder, { recursive: true, force: true, maxRetries: 5 })
  },
  culvert: async ({ sandbox, folder }, use) => {
    const culvert = await launch(sandbox, folder)
    await use(culvert)
    await culvert.quit()
  },
  launchAgain: async ({ sandbox, folder }, use) => {
    const started: AppUnderTest[] = []
    await use(async () => {
      const culvert = await launch(sandbox, folder)
      started.push(culvert)
      return culvert
    })
    for (const culvert of started) await culvert.quit()
  },
})

export { expect } from '@playwright/test'
