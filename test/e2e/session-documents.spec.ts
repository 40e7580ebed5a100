import type { Page } from '@playwright/test'
import { ask, expect, saveTunnel, signInAtOnce, test } from './fixtures.ts'
import { everyLook } from './screens.ts'
import { untilShown } from './shell-steps.ts'

const staging = {
  type: 'sso',
  session: 'harborline',
  accountId: '730155204418',
  roleName: 'DatabaseTunnel',
} as const

test.beforeEach(async ({ culvert, sandbox }) => {
  await signInAtOnce(culvert, sandbox)
  await saveTunnel(culvert.page, {
    localPort: 25_432,
    name: 'stg',
    environment: 'staging',
    profile: staging,
    switch: 'off',
  })
})

/** The sheet for a target's session document, opened from its line with the keyboard. */
async function openSheet(page: Page) {
  await page.getByRole('navigation', { name: 'Main' }).getByRole('button', { name: 'Shells' }).click()
  const row = page.getByRole('grid', { name: 'Targets' }).getByRole('row', { name: /^bastion-stg,/ })
  await row.press('d')
  const sheet = page.getByRole('dialog', { name: 'Open bastion-stg with a session document' })
  await expect(sheet).toBeVisible()
  return { row, sheet, name: sheet.getByRole('combobox', { name: 'Session document' }) }
}

test('a target is opened by a document of its own from now on, with parameters that the document names', async ({
  culvert,
}) => {
  const { page } = culvert
  const { sheet, name } = await openSheet(page)
  await name.fill('Harborline-Follow')
  await page.getByRole('option', { name: 'Harborline-FollowLog' }).click()
  const service = sheet.getByRole('textbox', { name: 'service' })
  await expect(service).toBeVisible()
  await expect(sheet.getByRole('button', { name: 'Open shell' })).toBeDisabled()
  await service.fill('orders')
  await sheet.getByRole('checkbox').check()
  await everyLook(culvert, 'session-document', ['en-light', 'en-dark', 'ja-light', 'en-light-small'])
  await service.press('Enter')
  await untilShown(page, 'orders: the last 10 lines')
  await expect(page.locator('.pane.active .pane-document')).toHaveText('Harborline-FollowLog')
  await everyLook(culvert, 'session-document-pane', ['en-light', 'ja-dark'])
  expect((await ask(page, 'target.list', { read: 'kept' })).favourites).toMatchObject([
    { name: 'bastion-stg', document: { name: 'Harborline-FollowLog', parameters: { service: ['orders'] } } },
  ])
  await page.keyboard.press('Control+Shift+T')
  const row = page.getByRole('grid', { name: 'Targets' }).getByRole('row', { name: /^bastion-stg,.*FollowLog/ })
  await row.press('Enter')
  await untilShown(page, 'orders: the last 10 lines')
})

test('what a document does not take is said, and corrected in its place', async ({ culvert }) => {
  const { page } = culvert
  const { sheet, name } = await openSheet(page)
  await name.fill('Harborline-Nothing')
  await expect(sheet.getByText('There is no such document in this account and region.')).toBeVisible()
  await name.fill('Harborline-FollowLog')
  await sheet.getByRole('textbox', { name: 'service' }).fill('a; b')
  await sheet.getByRole('textbox', { name: 'service' }).press('Enter')
  const pane = page.locator('.pane.active')
  await expect(pane.getByText('The session document does not take these parameters')).toBeVisible()
  await everyLook(culvert, 'session-document-refused', ['en-light', 'ja-light'])
  await pane.getByRole('button', { name: 'Change the document…' }).click()
  await sheet.getByRole('textbox', { name: 'service' }).fill('billing')
  await sheet.getByRole('button', { name: 'Open shell' }).click()
  await untilShown(page, 'billing: the last 10 lines')
})

test('a target has a menu of all that can be done with it', async ({ culvert }) => {
  const { page } = culvert
  const { row, sheet } = await openSheet(page)
  await sheet.press('Escape')
  await expect(row).toBeFocused()
  await row.press('Shift+F10')
  const menu = page.getByRole('menu')
  await expect(menu.getByRole('menuitem', { name: 'Open shell' })).toBeVisible()
  await everyLook(culvert, 'target-menu', ['en-light', 'ja-light-small'])
  await page.keyboard.press('Escape')
  await expect(row).toBeFocused()
  await row.getByRole('button', { name: 'Actions for the target' }).click()
  await page.getByRole('menuitem', { name: 'Session document…' }).click()
  await expect(sheet).toBeVisible()
})
