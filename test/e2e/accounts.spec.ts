import { checkScreen } from './check-screen.ts'
import { ask, expect, saveTunnel, signInAtOnce, test } from './fixtures.ts'
import { grownConfig, grownCredentials, launchWith } from './grown-settings.ts'
import { everyLook } from './screens.ts'

test('the page of accounts has each once, what is broken apart, and a tunnel begins in the role that is usual', async ({
  sandbox,
  folder,
  port,
}) => {
  const files = { config: grownConfig, credentials: grownCredentials }
  const culvert = await launchWith(files, folder, sandbox.environment)
  const { page } = culvert
  await signInAtOnce(culvert, sandbox)
  const id = await saveTunnel(page, { localPort: port, engine: 'builtin' })
  await ask(page, 'tunnel.connect', { id })
  await page.keyboard.press('Control+Shift+A')
  const grid = page.getByRole('grid', { name: 'Accounts' })
  const first = grid.getByRole('row', { name: /^orders-prod/ })
  await expect(first).toContainText('4821 0097 3316merged from 3')
  await expect(first).toContainText('now')
  await expect(first).toContainText('1 tunnel')
  await expect(grid.getByRole('row', { name: /^orders-old/ })).toContainText('sso-session nowhere does not exist.')
  await everyLook(culvert, 'accounts', ['en-light', 'en-dark', 'ja-light', 'en-light-small', 'ja-light-small'])

  await page.keyboard.press('/')
  await page.keyboard.type('orders')
  await expect(grid.getByRole('row', { name: /^platform-dev/ })).toHaveCount(0)
  await page.keyboard.press('ArrowDown')
  await expect(first).toBeFocused()
  await page.keyboard.press('s')
  await expect(page.getByRole('button', { name: /^Favourites/ })).toContainText('1')
  await page.keyboard.press('Enter')
  const panel = page.getByRole('complementary', { name: 'orders-prod' })
  await expect(panel).toContainText('Use by default')
  await panel.getByRole('radio', { name: 'ReadOnly' }).click()
  await checkScreen(page, 'accounts, one selected')
  await everyLook(culvert, 'account', ['en-light', 'en-dark', 'ja-dark', 'en-light-small', 'ja-light-small'])

  await panel.getByRole('button', { name: 'New tunnel' }).click()
  const sheet = page.getByRole('dialog', { name: 'New tunnel' })
  await expect(sheet.getByRole('combobox', { name: 'Account and role' })).toContainText('ReadOnly')
  await expect(sheet.getByRole('combobox', { name: 'Environment' })).toContainText('Production')
  await page.keyboard.press('Escape')
  await page.keyboard.press('Escape')
  await expect(panel).toHaveCount(0)
  await culvert.quit()
})
