import type { Page } from '@playwright/test'
import { decide } from '../support/person.ts'
import { ask, expect, test } from './fixtures.ts'
import { allLooks, everyLook, takePicture } from './screens.ts'
import { homeRegion, startUrl } from './window-steps.ts'
import { grownConfig, grownCredentials, launchWith } from './grown-settings.ts'

/** Presses Tab until the control has the focus; a control that cannot be reached fails the test. */
async function tabTo(page: Page, name: RegExp): Promise<void> {
  const control = page.getByLabel(name).or(page.getByRole('button', { name })).first()
  for (let presses = 0; presses < 30; presses += 1) {
    if (await control.evaluate((element) => element === document.activeElement)) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`Tab does not lead to ${name}`)
}

test('a first run with settings of AWS: found, chosen and signed in by keyboard alone', async ({ sandbox, folder }) => {
  test.setTimeout(150_000)
  const culvert = await launchWith({ config: grownConfig, credentials: grownCredentials }, folder, sandbox.environment)
  const { page } = culvert
  await expect(page.getByRole('heading', { name: 'Your AWS settings were found' })).toBeVisible()
  const found = page.getByRole('group', { name: 'What to use' })
  await expect(found).toContainText('IAM Identity Center, 4 profiles for 2 accounts')
  await expect(found).toContainText('Profile legacy-deploy (line 41): source profile base does not exist.')
  await expect(found).toContainText('Profile orders-old (line 44): sso-session nowhere does not exist.')
  await expect(page.getByRole('checkbox', { name: /^ci-deploy/ })).not.toBeChecked()
  await everyLook(culvert, 'first-run-found', allLooks)

  await tabTo(page, /^kestrel-logistics/)
  await page.keyboard.press('Space')
  await expect(page.getByRole('button', { name: /^Use 4 profiles and sign in/ })).toBeVisible()
  // Enter does what the first button says, wherever the focus is.
  await page.keyboard.press('Enter')
  const firstPage = await culvert.nextOpenedPage()
  expect(firstPage).toContain('redirect_uri')
  await expect(page.getByRole('heading', { name: 'Confirm in your browser' })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('heading', { name: 'Your AWS settings were found' })).toBeVisible()
  await expect(page.getByText('cancelled')).toHaveCount(0)

  await tabTo(page, /^Use \d+ profiles and sign in/)
  await page.keyboard.press('Enter')
  await decide(await culvert.nextOpenedPage(), 'Allow')
  await expect(page.getByText('No tunnels yet')).toBeVisible()

  await page.keyboard.press('Control+N')
  await tabTo(page, /^Account and role/)
  await page.keyboard.press('Enter')
  await page.keyboard.type('4821 0097 databasetunnel')
  await expect(page.getByRole('option')).toHaveCount(1)
  await expect(page.getByRole('option')).toContainText('also prod')
  await page.keyboard.press('Enter')
  const account = page.getByRole('combobox', { name: /^(?:Account and role|アカウントとロール)$/ })
  await expect(account).toContainText('orders-prodDatabaseTunnel')
  for (const [language, theme] of [
    ['en', 'light'],
    ['ja', 'dark'],
  ] as const) {
    await ask(page, 'settings.change', { language, theme })
    await expect(page.locator('html')).toHaveAttribute('lang', language)
    await expect(page.getByRole('option')).toHaveCount(0)
    await expect(account).toBeFocused()
    await page.keyboard.press('Enter')
    await expect(page.getByRole('option').first()).toBeVisible()
    await takePicture(page, `accounts-${language}-${theme}`)
    await page.keyboard.press('Escape')
  }
  await culvert.quit()
})

test('a first run without settings: the address as it was pasted, a region of its own, and back', async ({
  sandbox,
  folder,
}) => {
  const environment = { ...sandbox.environment, AWS_REGION: 'eu-central-1' }
  const culvert = await launchWith({ config: '', credentials: '' }, folder, environment)
  const { page } = culvert
  const region = page.getByRole('combobox', { name: 'Identity Center region' })
  await expect(region).toHaveValue('eu-central-1')
  await page.getByRole('textbox', { name: 'Start URL' }).fill(' <HARBORLINE.awsapps.com/start/#/?tab=accounts> ')
  await expect(page.getByText(`Read as ${startUrl}`)).toBeVisible()
  await region.fill('xx-newest-9')
  await everyLook(culvert, 'first-run-form', allLooks)
  await region.fill(homeRegion)
  await page.keyboard.press('Enter')
  await culvert.nextOpenedPage()
  await page.getByRole('button', { name: /^Cancel/ }).click()
  await expect(page.getByRole('textbox', { name: 'Start URL' })).toHaveValue(/HARBORLINE/)
  await page.getByRole('button', { name: /^Continue in browser/ }).click()
  await decide(await culvert.nextOpenedPage(), 'Allow')
  await expect(page.getByRole('button', { name: /^Account/ })).toContainText('Signed in')
  await culvert.quit()
})
