import { expect, type Locator, type Page } from '@playwright/test'
import type { AppUnderTest } from '../support/app-under-test.ts'
import { decide } from '../support/person.ts'

/** The organisation of the sandbox. */
export const startUrl = 'https://harborline.awsapps.com/start'
export const homeRegion = 'ap-northeast-1'

/** What is typed into the new-tunnel sheet. */
export interface TunnelForm {
  readonly kind: 'PostgreSQL' | 'MySQL' | 'Redis' | 'OpenSearch' | 'Other TCP'
  readonly name: string
  readonly account: string
  readonly role: string
  readonly host: string
  readonly port?: number
  readonly environment?: 'Production' | 'Staging' | 'Development'
  /** An instance id; by tag `Role=bastion` unless given. */
  readonly instance?: string
  readonly localPort?: number
}

/** Answers main's next file dialogs: with this file, or by closing them. The page has no say in it. */
export async function answerFileDialog({ app }: AppUnderTest, path: string | null): Promise<void> {
  await app.evaluate(({ dialog }, chosen) => {
    dialog.showOpenDialog = async () => ({ canceled: chosen === null, filePaths: chosen === null ? [] : [chosen] })
  }, path)
}

/** Picks an option of a select by its label. */
export async function choose(page: Page, select: Locator, option: string | RegExp): Promise<void> {
  await select.click()
  await page.getByRole('option', { name: option }).first().click()
}

/** From the first page to the form for an address, past what was found on this computer. */
export async function askForAddress(page: Page): Promise<void> {
  const elsewhere = page.getByRole('button', { name: 'Sign in at another address' })
  const field = page.getByRole('textbox', { name: 'Start URL' })
  await expect(elsewhere.or(field)).toBeVisible()
  if (await elsewhere.isVisible()) await elsewhere.click()
}

/** Fills the first-run form and lets the browser open. */
export async function beginSignIn(page: Page): Promise<void> {
  await askForAddress(page)
  await page.getByRole('textbox', { name: 'Start URL' }).fill(startUrl)
  await choose(page, page.getByRole('combobox', { name: /region/i }), homeRegion)
  await page.getByRole('button', { name: 'Continue in browser' }).click()
}

/** First run to empty list: the form, the sandbox's page in a browser, and back. */
export async function signIn({ page, nextOpenedPage }: AppUnderTest): Promise<void> {
  await beginSignIn(page)
  await decide(await nextOpenedPage(), 'Allow')
  await expect(page.getByRole('button', { name: /^Account/ })).toContainText('Signed in')
}

/** Fills the sheet, without saving it. */
export async function fillTunnelForm(page: Page, form: TunnelForm): Promise<Locator> {
  await page
    .getByRole('button', { name: /^New tunnel/ })
    .first()
    .click()
  const sheet = page.getByRole('dialog', { name: 'New tunnel' })
  await sheet.getByRole('button', { name: form.kind }).click()
  await sheet.getByRole('textbox', { name: 'Name' }).fill(form.name)
  const accountAndRole = sheet.getByRole('combobox', { name: 'Account and role' })
  await choose(page, accountAndRole, new RegExp(`${form.account}.*${form.role}`))
  if (form.environment) await choose(page, sheet.getByRole('combobox', { name: 'Environment' }), form.environment)
  await sheet.getByRole('textbox', { name: 'Host' }).fill(form.host)
  if (form.port) await sheet.getByRole('textbox', { name: 'Port', exact: true }).fill(String(form.port))
  if (form.instance) {
    await choose(page, sheet.getByRole('combobox', { name: 'Through' }), /^Instance/)
    await sheet.getByRole('textbox', { name: /^Instance/ }).fill(form.instance)
  }
  if (form.localPort) await sheet.getByRole('textbox', { name: 'Local port' }).fill(String(form.localPort))
  return sheet
}

/** Saves a new tunnel, armed, and gives its local port. */
export async function saveTunnel(page: Page, form: TunnelForm): Promise<number> {
  const sheet = await fillTunnelForm(page, form)
  const port = Number(await sheet.getByRole('textbox', { name: 'Local port' }).inputValue())
  await sheet.getByRole('button', { name: /^Save and arm/ }).click()
  await expect(sheet).toBeHidden()
  await expect(tunnelRow(page, form.name)).toContainText('Armed')
  return port
}

/** Goes to a section of the settings. */
export async function openSettings(page: Page, section: string): Promise<void> {
  await page.getByRole('navigation', { name: 'Main' }).getByRole('button', { name: 'Settings' }).click()
  await page.getByRole('navigation', { name: 'Settings' }).getByRole('button', { name: section }).click()
}

/** A tunnel's row in the list. */
export function tunnelRow(page: Page, name: string): Locator {
  return page.getByRole('grid', { name: 'Tunnels' }).getByRole('row').filter({ hasText: name })
}
