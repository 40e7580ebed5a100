import { chmod, writeFile } from 'node:fs/promises'
import { connect, type Socket } from 'node:net'
import { join } from 'node:path'
import type { TunnelDraftInput } from '#contract/tunnel.ts'
import { until, type AppUnderTest } from '../support/app-under-test.ts'
import { readPostgres } from '../support/real-clients.ts'
import { ask, databaseTunnel, expect, hosts, saveTunnel, signInAtOnce, test } from './fixtures.ts'
import { takePicture } from './screens.ts'
import { fillTunnelForm, tunnelRow } from './window-steps.ts'

const sizes = { large: { width: 1_240, height: 800 }, small: { width: 900, height: 640 } } as const
const login = { user: 'app_ro', password: 'sandbox', database: 'orders' } as const
const staging = { ...databaseTunnel, accountId: '730155204418' }
const development = { ...databaseTunnel, accountId: '118840276650' }

/** The design's list: every kind of database, three environments, and each state that lasts. */
const tunnels: readonly (Partial<TunnelDraftInput> & Pick<TunnelDraftInput, 'localPort'>)[] = [
  { name: 'orders-db', label: 'writer', database: 'orders', username: 'app_ro', localPort: 15_432 },
  {
    name: 'orders-db',
    label: 'reader',
    localPort: 15_433,
    endpoint: { host: hosts.orders.replace('.cluster-', '.cluster-ro-'), port: 5_432 },
  },
  {
    name: 'billing-mysql',
    kind: 'mysql',
    localPort: 13_306,
    endpoint: { host: hosts.billing, port: 3_306 },
    target: { by: 'id', id: 'i-0c7e41d8b5a90f236' },
  },
  {
    name: 'session-cache',
    label: 'primary',
    kind: 'redis',
    localPort: 16_379,
    endpoint: { host: hosts.cache, port: 6_379 },
  },
  {
    name: 'catalog-search',
    kind: 'opensearch',
    localPort: 19_200,
    endpoint: { host: 'vpc-catalog-search-k3vd7x.ap-northeast-1.es.amazonaws.com', port: 443 },
  },
  {
    name: 'orders-db',
    label: 'writer',
    environment: 'staging',
    profile: staging,
    localPort: 25_432,
    endpoint: { host: 'orders-db.cluster-cq04hw6xn1te.ap-northeast-1.rds.amazonaws.com', port: 5_432 },
  },
  {
    name: 'billing-mysql',
    kind: 'mysql',
    environment: 'staging',
    profile: staging,
    localPort: 23_306,
    endpoint: { host: 'billing-mysql.cq04hw6xn1te.ap-northeast-1.rds.amazonaws.com', port: 3_306 },
  },
  {
    name: 'catalog-search',
    kind: 'opensearch',
    environment: 'staging',
    profile: staging,
    localPort: 29_200,
    endpoint: { host: 'vpc-catalog-search-z81mfq.ap-northeast-1.es.amazonaws.com', port: 443 },
    armed: false,
  },
  {
    name: 'orders-dev',
    environment: 'development',
    profile: development,
    localPort: 35_432,
    endpoint: { host: 'orders-dev.cv2t7r5kpa0u.ap-northeast-1.rds.amazonaws.com', port: 5_432 },
  },
  {
    name: 'feature-flags',
    kind: 'redis',
    environment: 'development',
    profile: development,
    localPort: 36_379,
    endpoint: { host: 'feature-flags.m1zq0v.apne1.cache.amazonaws.com', port: 6_379 },
    armed: false,
  },
]

async function openClient(port: number): Promise<Socket> {
  return await new Promise((resolve, reject) => {
    const socket = connect({ host: '127.0.0.1', port }, () => resolve(socket))
    socket.once('error', reject)
  })
}

async function resize(
  { app, page }: AppUnderTest,
  size: { readonly width: number; readonly height: number },
): Promise<void> {
  await app.evaluate(
    ({ BrowserWindow }, bounds) => BrowserWindow.getAllWindows()[0]?.setContentSize(bounds.width, bounds.height),
    size,
  )
  await until(
    async () => ((await page.evaluate(() => window.innerWidth)) === size.width ? true : null),
    `a width of ${size.width}`,
  )
}

/** One picture for each language, theme and size that is asked for. */
async function everyLook(
  culvert: AppUnderTest,
  name: string,
  looks: readonly string[] = ['en-light', 'en-dark', 'ja-light'],
): Promise<void> {
  const { page } = culvert
  for (const look of looks) {
    const [language = 'en', theme = 'light', size = 'large'] = look.split('-')
    await resize(culvert, size === 'small' ? sizes.small : sizes.large)
    await ask(page, 'settings.change', {
      theme: theme === 'dark' ? 'dark' : 'light',
      language: language === 'ja' ? 'ja' : 'en',
    })
    await expect(page.locator('html')).toHaveAttribute('lang', language)
    await expect(page.locator('html')).toHaveAttribute('data-theme', theme)
    await takePicture(page, `${name}-${look}`)
  }
  await resize(culvert, sizes.large)
  await ask(page, 'settings.change', { theme: 'light', language: 'en' })
  await expect(page.locator('html')).toHaveAttribute('lang', 'en')
}

const all = ['en-light', 'en-dark', 'ja-light', 'ja-dark', 'en-light-small', 'en-dark-small', 'ja-light-small']

test('pictures of the way in', async ({ culvert }) => {
  await everyLook(culvert, 'signed-out')
  const started = ask(culvert.page, 'signIn.start', { session: 'harborline' }).catch(() => {})
  await culvert.nextOpenedPage()
  await everyLook(culvert, 'sign-in-waiting')
  await ask(culvert.page, 'signIn.cancel', { session: 'harborline' })
  await started
})

test('pictures of an empty list', async ({ culvert, sandbox }) => {
  await signInAtOnce(culvert, sandbox)
  await expect(culvert.page.getByText('No tunnels yet')).toBeVisible()
  await everyLook(culvert, 'empty')
})

test('pictures of the tunnels, the route, a failure, the sheet and the settings', async ({ culvert, sandbox }) => {
  test.setTimeout(180_000)
  const { page } = culvert
  await signInAtOnce(culvert, sandbox)
  for (const tunnel of tunnels) await saveTunnel(page, tunnel)
  // A port of the plan may be in passing use by the system; the app tries again by itself.
  const clients = await Promise.all(
    [15_432, 35_432].map((port) => until(async () => await openClient(port).catch(() => null), `port ${port}`)),
  )
  expect(await readPostgres(15_432, login, 'SELECT COUNT(*) FROM orders')).toEqual([['240']])
  await expect(readPostgres(13_306, login, 'SELECT 1')).rejects.toThrow()
  await expect(tunnelRow(page, 'billing-mysql').first()).toContainText('Failed')
  await everyLook(culvert, 'tunnels', all)

  await tunnelRow(page, 'orders-db').first().click()
  await expect(page.getByRole('list', { name: /route/i })).toContainText('i-0ab3f29c81d7e4402')
  await everyLook(culvert, 'tunnel-detail', all)
  await tunnelRow(page, 'billing-mysql').first().click()
  await everyLook(culvert, 'tunnel-failed', all)
  await page.getByRole('button', { name: 'See why' }).first().click()
  await expect(page.getByRole('heading', { name: 'The bastion is not connected to Systems Manager' })).toBeVisible()
  await everyLook(culvert, 'failure', all)
  await page.keyboard.press('Escape')

  await fillTunnelForm(page, {
    kind: 'PostgreSQL',
    name: 'ledger',
    account: 'orders-prod',
    role: 'DatabaseTunnel',
    host: 'ledger.cluster-c1kq8zv0m2pd.ap-northeast-1.rds.amazonaws.com',
  })
  await expect(page.getByText('2 match, 1 online', { exact: false }).first()).toBeVisible()
  await everyLook(culvert, 'new-tunnel', ['en-light', 'en-dark', 'ja-light', 'en-light-small'])
  await page.getByRole('button', { name: 'Cancel' }).click()
  await page
    .getByRole('button', { name: 'Discard' })
    .click({ timeout: 3_000 })
    .catch(() => {})
  await page.getByRole('navigation').getByRole('button', { name: 'Settings' }).click()
  await everyLook(culvert, 'settings')
  for (const client of clients) client.destroy()
})

test('pictures of the engine in the settings: found, older than recommended, and a wrong path', async ({
  culvert,
  sandbox,
  folder,
}) => {
  const { page } = culvert
  await signInAtOnce(culvert, sandbox)
  const looks = ['en-light', 'en-dark', 'ja-light']
  const field = page.getByRole('textbox', { name: 'Path of the plugin' })
  const row = page.getByRole('group', { name: 'Path of the plugin' })
  const plugin = async (name: string, text: string, mode: number): Promise<string> => {
    const path = join(folder, name)
    await writeFile(path, text)
    await chmod(path, mode)
    return path
  }
  const choose = async (path: string): Promise<void> => {
    await field.fill(path)
    await field.press('Enter')
  }
  await page.getByRole('navigation').getByRole('button', { name: 'Settings' }).click()
  const good = await plugin('session-manager-plugin', '#!/bin/sh\necho 1.2.835.0\n', 0o755)
  await choose(`"${good}"`)
  await expect(row).toContainText('Plugin 1.2.835.0')
  await expect(field).toHaveValue(good)
  await row.scrollIntoViewIfNeeded()
  await everyLook(culvert, 'settings-engine', looks)

  await choose(await plugin('older', '#!/bin/sh\necho 1.2.677.0\n', 0o755))
  await expect(row).toContainText('older than the recommended 1.2.764')
  await everyLook(culvert, 'settings-engine-old', looks)

  const text = await plugin('notes.txt', 'hello', 0o644)
  await choose(text)
  await expect(row).toContainText(`${text} is not a program that can run here`)
  await everyLook(culvert, 'settings-engine-wrong', looks)

  await choose('session-manager-plugin')
  await expect(row).toContainText('is not a full path')
  await choose(join(folder, 'nothing'))
  await expect(row).toContainText('There is no file at')
  await choose('')
  await expect(row).not.toContainText('There is no file at')
  const { settings } = await ask(page, 'app.snapshot')
  expect(settings.pluginPath).toBeNull()
})
