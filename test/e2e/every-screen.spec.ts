import type { Page } from '@playwright/test'
import type { AppUnderTest } from '../support/app-under-test.ts'
import { violations } from './axe.ts'
import { checkScreen } from './check-screen.ts'
import { playDesignList } from './design-list.ts'
import { ask, expect, signInAtOnce, test } from './fixtures.ts'
import { faintTexts } from './inspect-page.ts'
import { openSettings, tunnelRow } from './window-steps.ts'

/** Checks what an act opens, which Escape closes again. */
async function checkOpened(page: Page, screen: string, open: () => Promise<void>): Promise<void> {
  await open()
  await expect(
    page.locator('[role="menu"], [role="listbox"], [role="dialog"], [role="alertdialog"]').last(),
  ).toBeVisible()
  await checkScreen(page, screen)
  await page.keyboard.press('Escape')
}

/** A sign-in that is under way, until it is cancelled. */
async function checkSignIn({ page, nextOpenedPage }: AppUnderTest, method: 'browser' | 'device-code'): Promise<void> {
  const started = ask(page, 'signIn.start', { session: 'harborline', method }).catch(() => {})
  await nextOpenedPage()
  await expect(page.getByRole('heading', { name: 'Confirm in your browser' })).toBeVisible()
  await checkScreen(page, `sign-in by ${method}`)
  await ask(page, 'signIn.cancel', { session: 'harborline' })
  await started
}

async function checkFirstRun(culvert: AppUnderTest): Promise<void> {
  const { page } = culvert
  const elsewhere = page.getByRole('button', { name: 'Sign in at another address' })
  await expect(elsewhere).toBeVisible()
  await checkScreen(page, 'first run')
  await elsewhere.click()
  await checkScreen(page, 'address of a sign-in')
  await page.getByRole('button', { name: 'Cancel' }).click()
  await checkSignIn(culvert, 'browser')
  await checkSignIn(culvert, 'device-code')
}

async function checkList(page: Page): Promise<void> {
  const row = tunnelRow(page, 'session-cache').first()
  await checkScreen(page, 'tunnels')
  await checkOpened(page, 'account menu', async () => await page.getByRole('button', { name: /^Account/ }).click())
  await checkOpened(page, 'sort menu', async () => await page.getByRole('button', { name: /^Sorted by/ }).click())
  await checkOpened(page, 'row menu', async () => await row.press('Shift+F10'))
  const groupMenu = page.getByRole('button', { name: /^Actions for the group/ }).first()
  await checkOpened(page, 'group menu', async () => await groupMenu.click())
  await page.getByRole('searchbox').fill('nothing has this name')
  await checkScreen(page, 'search without a match')
  await page.keyboard.press('Escape')
  const fold = page.locator('.group-head button[aria-expanded]').last()
  await fold.click()
  await row.click({ modifiers: ['Control'] })
  await tunnelRow(page, 'catalog-search')
    .first()
    .click({ modifiers: ['Control'] })
  await checkScreen(page, 'two selected, one group folded')
  await checkOpened(page, 'move menu', async () => await page.getByRole('button', { name: 'Move to…' }).click())
  await page.keyboard.press('Escape')
  await fold.click()
}

async function checkQuestions(page: Page): Promise<void> {
  const [open, other] = [tunnelRow(page, 'orders-db').first(), tunnelRow(page, 'orders-dev').first()]
  await checkOpened(page, 'question: delete', async () => await tunnelRow(page, 'feature-flags').press('Delete'))
  await checkOpened(page, 'question: end connections', async () => await open.press('Space'))
  await open.click({ modifiers: ['Control'] })
  await other.click({ modifiers: ['Control'] })
  const stop = page.getByRole('toolbar').getByRole('button', { name: 'Stop' })
  await checkOpened(page, 'question: end connections of several', async () => await stop.click())
  await page.keyboard.press('Escape')
}

async function checkDetails(page: Page): Promise<void> {
  await tunnelRow(page, 'orders-db').first().click()
  await checkScreen(page, 'detail')
  await tunnelRow(page, 'feature-flags').first().click()
  await checkScreen(page, 'detail of a stopped tunnel')
  await tunnelRow(page, 'billing-mysql').first().click()
  await checkScreen(page, 'detail of a failed tunnel')
  await page.getByRole('button', { name: 'See why' }).first().click()
  await checkScreen(page, 'failure')
  await checkOpened(page, 'letter', async () => await page.getByRole('button', { name: 'Request…' }).click())
  await page.keyboard.press('Escape')
}

async function checkForm(page: Page): Promise<void> {
  await page.keyboard.press('Control+N')
  const sheet = page.getByRole('dialog', { name: 'New tunnel' })
  await checkScreen(page, 'new tunnel')
  await page.getByRole('button', { name: 'Paste a connection string' }).click()
  await page.getByRole('button', { name: 'More options' }).click()
  await page.getByRole('button', { name: 'Save and arm' }).click()
  await expect(page.getByText('Fill this in.').first()).toBeVisible()
  await checkScreen(page, 'new tunnel, with faults')
  const account = sheet.getByRole('combobox', { name: 'Account and role' })
  await checkOpened(page, 'accounts', async () => await account.click())
  const environment = sheet.getByRole('combobox', { name: 'Environment' })
  await checkOpened(page, 'environments', async () => await environment.click())
  await sheet.getByRole('textbox', { name: 'Name', exact: true }).fill('half-filled')
  await checkOpened(page, 'question: discard', async () => await page.keyboard.press('Escape'))
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Discard' }).click()
  await checkOpened(page, 'edit tunnel', async () => await tunnelRow(page, 'session-cache').first().press('Control+E'))
}

async function checkSettings(page: Page): Promise<void> {
  for (const section of ['General', 'Sign-in', 'Ports', 'Engine', 'Files']) {
    await openSettings(page, section)
    await checkScreen(page, `settings, ${section}`)
  }
  await openSettings(page, 'General')
  const licences = page.getByRole('button', { name: /^Show: Licen/ })
  await checkOpened(page, 'licences', async () => await licences.click())
  await openSettings(page, 'Sign-in')
  const choice = page.getByRole('combobox', { name: 'Sign in with' })
  await checkOpened(page, 'settings, a choice', async () => await choice.click())
  const remove = page.getByRole('button', { name: 'Remove…' }).first()
  await checkOpened(page, 'question: remove the sign-in', async () => await remove.click())
}

/** A browser at an armed port: the window says so above the list. */
async function checkBanner(page: Page): Promise<void> {
  const { tunnels } = await ask(page, 'app.snapshot')
  const armed = tunnels.find(({ status, definition }) => status.kind === 'armed' && definition.kind === 'redis')
  await fetch(`http://127.0.0.1:${armed?.preference.localPort}/`).catch(() => {})
  await expect(page.getByText('tried to use localhost')).toBeVisible()
  await checkScreen(page, 'a refused browser')
}

test('axe finds nothing on any screen, and each has names, sizes and contrast', async ({ culvert, sandbox }) => {
  test.setTimeout(300_000)
  const { page } = culvert
  await expect(page.getByRole('button', { name: 'Sign in at another address' })).toBeVisible()
  // The looks see something at all: no text has more than 21 to one, and a picture needs a text.
  expect((await faintTexts(page, 22)).length).toBeGreaterThan(10)
  await page.evaluate(() => document.body.append(document.createElement('img')))
  expect(await violations(page)).toContainEqual(expect.stringContaining('image-alt'))
  await page.evaluate(() => document.body.lastElementChild?.remove())

  await checkFirstRun(culvert)
  await signInAtOnce(culvert, sandbox)
  await expect(page.getByText('No tunnels yet')).toBeVisible()
  await checkScreen(page, 'empty list')
  const clients = await playDesignList(page)
  await checkList(page)
  await checkQuestions(page)
  await checkDetails(page)
  await checkForm(page)
  await checkOpened(page, 'shortcuts', async () => await page.keyboard.press('F1'))
  await checkBanner(page)
  await checkSettings(page)
  await clients.close()
})
