import { readPostgres } from '../support/real-clients.ts'
import { startSandboxProcess } from '../support/sandbox-process.ts'
import { ask, databaseTunnel, expect, saveTunnel, signInAtOnce, test as base } from './fixtures.ts'
import { allLooks, everyLook } from './screens.ts'
import { agreeToProduction, run, shellStates, untilPrompt } from './shell-steps.ts'

const login = { user: 'app_ro', password: 'sandbox', database: 'orders' } as const
const profile = { ...databaseTunnel, roleName: 'DatabaseOnRequest' } as const

/** An organisation that gives out its nodes on request. */
const test = base.extend({
  sandbox: async ({ browserName: _unused }, use) => {
    const sandbox = await startSandboxProcess(['--databases', 'postgresql', '--approvals'])
    await use(sandbox)
    await sandbox.stop()
  },
})
test.beforeEach(async ({ culvert, sandbox }) => await signInAtOnce(culvert, sandbox))

test('psql waits while access is requested and approved, and the granted time is shown', async ({
  culvert,
  sandbox,
  port,
}) => {
  const { page } = culvert
  await saveTunnel(page, { localPort: port, profile })
  const rows = readPostgres(port, login, 'SELECT COUNT(*) FROM orders')
  const row = page.getByRole('row', { name: /orders-db/ })
  await expect(row).toContainText('Needs approval')
  await row.click()
  const panel = page.getByRole('complementary', { name: 'Tunnel detail' })
  await panel.getByRole('textbox', { name: /^Reason/ }).fill('Held orders after the 13:40 deploy')
  await panel.getByRole('textbox', { name: /^Ticket/ }).fill('OPS-4471')
  await everyLook(culvert, 'access-asking', allLooks)
  await panel.getByRole('button', { name: 'Request access' }).click()
  await expect(panel).toContainText('Waiting for approval')
  await expect(panel).toContainText(/Request oi-[0-9a-f]{12}/)
  await everyLook(culvert, 'access-waiting', ['en-light', 'en-dark', 'ja-light', 'ja-dark'])
  const { calls } = await sandbox.state()
  expect(JSON.stringify(calls)).toContain('OPS-4471: Held orders after the 13:40 deploy')

  await sandbox.fault({ kind: 'access-requests', decision: 'Approved', seconds: 3_600 })
  expect(await rows).toEqual([['240']])
  await expect(panel).toContainText(/5\d min left/)
  await everyLook(culvert, 'access-granted', ['en-light', 'en-dark', 'ja-light', 'ja-dark'])
  await panel.getByRole('button', { name: 'Ask for more' }).click()
  await expect(panel.getByRole('textbox', { name: /^Reason/ })).toHaveValue(
    'OPS-4471: Held orders after the 13:40 deploy',
  )
  await everyLook(culvert, 'access-more', ['en-light', 'ja-dark'])
  await panel.getByRole('button', { name: 'Request access' }).click()
  await expect(panel).toContainText('More time is asked for')
  await expect(panel).toContainText(/5\d min left/)
  await everyLook(culvert, 'access-more-waiting', ['en-light', 'ja-dark'])
  await sandbox.fault({ kind: 'access-requests', decision: 'Approved', seconds: 7_200 })
  await expect(panel).toContainText(/1 h 5\d min left/)
  const told = JSON.stringify(await ask(page, 'app.snapshot'))
  expect(told).not.toMatch(/ASIA[A-Z0-9]{16}|IQoJb3JpZ2lu/)
})

test('a request that is rejected says so, and can be made again', async ({ culvert, sandbox, port }) => {
  const { page } = culvert
  await saveTunnel(page, { localPort: port, profile })
  const refused = readPostgres(port, login, 'SELECT 1').then(String, String)
  const row = page.getByRole('row', { name: /orders-db/ })
  await expect(row).toContainText('Needs approval')
  await row.click()
  const panel = page.getByRole('complementary', { name: 'Tunnel detail' })
  await panel.getByRole('textbox', { name: /^Reason/ }).fill('A look')
  await page.keyboard.press('Enter')
  await expect(panel).toContainText('Waiting for approval')
  await sandbox.fault({ kind: 'access-requests', decision: 'Rejected' })
  await expect(panel).toContainText('An approver rejected the request')
  expect(await refused).toContain('an approver rejected the request')
  await everyLook(culvert, 'access-rejected', ['en-light', 'en-dark', 'ja-light'])
  await panel.getByRole('button', { name: 'Request access' }).click()
  await expect(panel.getByRole('textbox', { name: /^Reason/ })).toBeVisible()
})

test('a shell on such a bastion asks in its pane, and opens with the keys once it is approved', async ({
  culvert,
  sandbox,
  port,
}) => {
  const { page } = culvert
  await saveTunnel(page, { localPort: port, profile, switch: 'off' })
  await page.getByRole('row', { name: /orders-db/ }).focus()
  await page.keyboard.press('Control+t')
  await agreeToProduction(page)
  const pane = page.locator('.pane.active')
  const reason = pane.getByRole('textbox', { name: /^Reason/ })
  await expect(reason).toBeFocused()
  await everyLook(culvert, 'access-shell', allLooks)
  await reason.fill('Held orders after the 13:40 deploy')
  await page.keyboard.press('Enter')
  await expect(pane).toContainText('Waiting for approval')
  await everyLook(culvert, 'access-shell-waiting', ['en-light', 'en-dark', 'ja-light', 'ja-dark'])
  await sandbox.fault({ kind: 'access-requests', decision: 'Approved', seconds: 3_600 })
  await untilPrompt(page)
  await expect(page.getByRole('textbox', { name: 'Terminal input' })).toBeFocused()
  await run(page, 'echo "sum=$((40 + 2))"', 'sum=42')
  expect(await shellStates(page)).toEqual(['open'])
})

test('files on such a bastion ask in their pane, too', async ({ culvert, sandbox, port }) => {
  const { page } = culvert
  await saveTunnel(page, { localPort: port, profile, switch: 'off' })
  await page.getByRole('row', { name: /orders-db/ }).click({ button: 'right' })
  await page.getByRole('menuitem', { name: 'Files on bastion' }).click()
  const question = page.getByRole('alertdialog')
  await question.getByRole('button', { name: /^Open/ }).click()
  const pane = page.locator('.pane')
  const reason = pane.getByRole('textbox', { name: /^Reason/ })
  await expect(reason).toBeVisible()
  await everyLook(culvert, 'access-files', ['en-light', 'ja-dark', 'en-light-small'])
  await reason.fill('A log file')
  await page.keyboard.press('Enter')
  await expect(pane).toContainText('Waiting for approval')
  await sandbox.fault({ kind: 'access-requests', decision: 'Approved', seconds: 3_600 })
  await expect(page.getByRole('grid').getByRole('row').first()).toBeVisible()
})
