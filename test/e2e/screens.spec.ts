import { connect, type Socket } from 'node:net'
import type { TunnelDraftInput } from '#contract/tunnel.ts'
import { until } from '../support/app-under-test.ts'
import { readPostgres } from '../support/real-clients.ts'
import { ask, databaseTunnel, expect, hosts, saveTunnel, signInAtOnce, test } from './fixtures.ts'
import { allLooks, everyLook } from './screens.ts'
import { fillTunnelForm, tunnelRow } from './window-steps.ts'

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
  await everyLook(culvert, 'tunnels', allLooks)

  await tunnelRow(page, 'orders-db').first().click()
  await expect(page.getByRole('list', { name: /route/i })).toContainText('i-0ab3f29c81d7e4402')
  await everyLook(culvert, 'tunnel-detail', allLooks)
  await tunnelRow(page, 'billing-mysql').first().click()
  await everyLook(culvert, 'tunnel-failed', allLooks)
  await page.getByRole('button', { name: 'See why' }).first().click()
  await expect(page.getByRole('heading', { name: 'The bastion is not connected to Systems Manager' })).toBeVisible()
  await everyLook(culvert, 'failure', allLooks)
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
