import { taskTarget, workerOf } from '#sandbox/world/containers.ts'
import { createWorld } from '#sandbox/world/world.ts'
import { readPostgres } from '../support/real-clients.ts'
import { ask, expect, hosts, saveTunnel, signInAtOnce, test } from './fixtures.ts'
import { allLooks, everyLook } from './screens.ts'
import { choose } from './window-steps.ts'

const login = { user: 'app_ro', password: 'sandbox', database: 'orders' } as const
const target = { by: 'ecs', cluster: 'ledger', service: 'worker', container: 'app' } as const
const worker = workerOf(createWorld().tasks)

test.beforeEach(async ({ culvert, sandbox }) => await signInAtOnce(culvert, sandbox))

test('a tunnel through a task is filled in from what there is, and psql reads through it', async ({
  culvert,
  port,
}) => {
  const { page } = culvert
  await page.getByRole('button', { name: /^New tunnel/ }).click()
  const sheet = page.getByRole('dialog', { name: 'New tunnel' })
  const part = (name: string) => sheet.getByRole('combobox', { name, exact: true })
  await sheet.getByRole('textbox', { name: /^Name/ }).fill('orders-db')
  await sheet.getByRole('textbox', { name: 'Host' }).fill(hosts.orders)
  await choose(page, part('Account and role'), /orders-prod.*DatabaseTunnel/)
  await choose(page, part('Through'), 'ECS task')
  await sheet.getByRole('button', { name: 'Show clusters' }).click()
  await page.getByRole('option', { name: /^ledger/ }).click()
  await expect(part('Cluster')).toHaveValue('ledger')
  await sheet.getByRole('button', { name: 'Show services' }).click()
  await expect(page.getByRole('option')).toHaveText([/^worker.*1 task, exec on/, /^migrate.*Exec off/])
  await everyLook(culvert, 'new-tunnel-ecs-services', ['en-light', 'en-dark', 'ja-light', 'ja-dark'])
  await page.getByRole('option', { name: /^worker/ }).click()
  await expect(part('Container')).toHaveValue('app')
  await expect(sheet).toContainText('Now 4c1e…a07d')
  await everyLook(culvert, 'new-tunnel-ecs', allLooks)

  await sheet.getByRole('textbox', { name: 'Local port' }).fill(String(port))
  await page.keyboard.press('Control+Enter')
  await expect(sheet).toBeHidden()
  await expect(async () =>
    expect(await readPostgres(port, login, 'SELECT COUNT(*) FROM orders')).toEqual([['240']]),
  ).toPass()
  const { tunnels } = await ask(page, 'app.snapshot')
  expect(tunnels).toMatchObject([
    { definition: { target }, route: [{}, {}, {}, { facts: { targetId: taskTarget(worker) } }, {}] },
  ])
  await page.getByRole('row', { name: /orders-db/ }).click()
  await expect(page.getByRole('complementary', { name: 'Tunnel detail' })).toContainText('ledger / worker / app')
  await everyLook(culvert, 'detail-ecs', ['en-light', 'en-dark', 'ja-light'])
})

test('psql is told why a task refuses', async ({ culvert, port }) => {
  const { page } = culvert
  await saveTunnel(page, { localPort: port, target: { ...target, service: 'migrate' } })
  const read = () => readPostgres(port, login, 'SELECT COUNT(*) FROM orders')
  expect(await read().then(String, String)).toMatch(/ECS Exec is off/)
  await expect(page.getByText('Exec is off').first()).toBeVisible()
  await page.getByRole('row', { name: /orders-db/ }).click()
  await everyLook(culvert, 'detail-ecs-exec-off', ['en-light', 'en-dark', 'ja-light'])
})
