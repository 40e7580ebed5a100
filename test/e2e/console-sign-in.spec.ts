import { readPostgres } from '../support/real-clients.ts'
import { decide } from '../support/person.ts'
import { startSandboxProcess } from '../support/sandbox-process.ts'
import { violations } from './axe.ts'
import { ask, expect, saveTunnel, test as base } from './fixtures.ts'
import { allLooks, everyLook } from './screens.ts'
import { openSettings } from './window-steps.ts'

const login = { user: 'app_ro', password: 'sandbox', database: 'orders' } as const
/** A profile of `aws login`, and a database of its account. */
const ofLogin = {
  profile: { type: 'named', name: 'staging-login' },
  environment: 'staging',
  endpoint: { host: 'orders-db.cluster-cq04hw6xn1te.ap-northeast-1.rds.amazonaws.com', port: 5_432 },
} as const
const who = 'rin (730155204418)'

/** An organisation with somebody who signs in at the console and has no keys. */
const test = base.extend({
  sandbox: async ({ browserName: _unused }, use) => {
    const sandbox = await startSandboxProcess(['--databases', 'postgresql', '--login'])
    await use(sandbox)
    await sandbox.stop()
  },
})

const read = (port: number) => readPostgres(port, login, 'SELECT COUNT(*) FROM orders')

test('psql waits while the console’s page asks in the browser, and comes through once it is answered', async ({
  culvert,
  sandbox,
  port,
}) => {
  const { page } = culvert
  await saveTunnel(page, { localPort: port, ...ofLogin })
  const rows = read(port)
  const consolePage = await culvert.nextOpenedPage()
  const banner = page.getByRole('status').filter({ hasText: `Confirm the sign-in to ${who} in your browser.` })
  await expect(banner).toBeVisible()
  await expect(page.locator('[data-tunnel]')).toContainText(/Signing in, psql waits, \d+ s/)
  await expect.poll(async () => await culvert.trayLabels()).toContain(`${who} · Waiting for you`)
  await everyLook(culvert, 'console-waiting', allLooks)
  await page.getByRole('button', { name: /^Account/ }).click()
  await everyLook(culvert, 'console-menu-waiting', ['en-light', 'ja-dark'])
  await page.keyboard.press('Escape')

  await banner.getByRole('button', { name: 'Show' }).click()
  await expect(page.getByText(`Choose the session of ${who} there`)).toBeVisible()
  await everyLook(culvert, 'console-confirm', allLooks)
  expect(await violations(page)).toEqual([])
  await decide(consolePage, 'Allow')
  expect(await rows).toEqual([['240']])
  await expect(page.locator('[data-tunnel]')).toBeVisible()
  await page.getByRole('button', { name: /^Account/ }).click()
  await expect(page.getByRole('menu')).toContainText(`${who}`)
  await everyLook(culvert, 'console-menu-signed-in', ['en-light', 'ja-dark'])
  await page.keyboard.press('Escape')
  await openSettings(page, 'Sign-in')
  await everyLook(culvert, 'console-settings', ['en-light', 'ja-dark'])

  // One page, one code, and nothing of what it gave in the window.
  expect(await culvert.openedPages()).toHaveLength(1)
  expect((await sandbox.state()).calls.filter(({ action }) => action === 'CreateOAuth2Token')).toHaveLength(1)
  expect(JSON.stringify(await ask(page, 'app.snapshot'))).not.toMatch(/ASIA[A-Z0-9]{16}|code_challenge|EC PRIVATE KEY/)
})

test('somebody else’s console session is told by name, and nothing is opened with it', async ({
  culvert,
  sandbox,
  port,
}) => {
  const { page } = culvert
  const other = 'arn:aws:iam::730155204418:user/sora'
  await sandbox.fault({ kind: 'console-session', identity: other })
  await saveTunnel(page, { localPort: port, ...ofLogin })
  const refused = read(port).then(String, String)
  await decide(await culvert.nextOpenedPage(), 'Allow')
  expect(await refused).toContain('the browser is signed in as somebody else')
  const row = page.locator('[data-tunnel]')
  await expect(row).toContainText('Wrong identity')
  await everyLook(culvert, 'console-other-row', ['en-light', 'ja-dark'])
  await row.click()
  const panel = page.getByRole('complementary', { name: 'Tunnel detail' })
  await expect(panel).toContainText(`The console gave sora (730155204418), and this profile is for ${who}.`)
  await everyLook(culvert, 'console-other', allLooks)
  expect(await violations(page)).toEqual([])
  expect((await sandbox.state()).calls.filter(({ action }) => action === 'StartSession')).toEqual([])

  await panel.getByRole('button', { name: 'Sign in' }).click()
  await culvert.nextOpenedPage()
  await page.keyboard.press('Escape')
})
