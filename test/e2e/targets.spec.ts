import type { Page } from '@playwright/test'
import { ask, expect, saveTunnel, signInAtOnce, test } from './fixtures.ts'
import { allLooks, everyLook } from './screens.ts'
import { untilPrompt } from './shell-steps.ts'

const dev = {
  type: 'sso',
  session: 'harborline',
  accountId: '118840276650',
  roleName: 'DatabaseTunnel',
} as const
const staging = { ...dev, accountId: '730155204418' } as const

/** The list of targets, in a new tab of the shells. */
async function openTargets(page: Page) {
  await page.getByRole('navigation', { name: 'Main' }).getByRole('button', { name: 'Shells' }).click()
  const list = page.getByRole('grid', { name: 'Targets' })
  await expect(list).toBeVisible()
  return { list, row: (name: string | RegExp) => list.getByRole('row', { name }) }
}

/** Three environments, by what is saved in them. */
test.beforeEach(async ({ culvert, sandbox }) => {
  const { page } = culvert
  await signInAtOnce(culvert, sandbox)
  await saveTunnel(page, { localPort: 15_432, switch: 'off' })
  await saveTunnel(page, { localPort: 25_432, name: 'stg', environment: 'staging', profile: staging, switch: 'off' })
  await saveTunnel(page, { localPort: 35_432, name: 'dev', environment: 'development', profile: dev, switch: 'off' })
})

test('finds machines and containers of the accounts in use, and says why one cannot be opened', async ({ culvert }) => {
  const { row } = await openTargets(culvert.page)
  await expect(row(/^bastion-a, EC2 instance, Online/)).toBeVisible()
  await expect(row(/^bastion-c, EC2 instance, Agent offline/)).toBeVisible()
  await expect(row(/^migrate, Container, Cannot open, Exec is off/)).toBeVisible()
  await expect(row(/^osaka-office, Machine on premises, Online/)).toBeVisible()
  await row(/^migrate/)
    .getByRole('button', { name: 'How to' })
    .click()
  const why = culvert.page.getByRole('alertdialog')
  await expect(why).toContainText('ECS Exec is off for this task')
  await culvert.page.keyboard.press('Escape')
  await expect(why).toBeHidden()
})

test('is walked, searched, starred and left for a shell with the keyboard alone', async ({ culvert }) => {
  const { page } = culvert
  const { row } = await openTargets(page)
  await expect(row(/^bastion-dev/)).toBeVisible()
  await page.keyboard.press('/')
  await page.keyboard.type('toolbox')
  await expect(row(/^bastion-dev/)).toBeHidden()
  await page.keyboard.press('ArrowDown')
  await expect(row(/^toolbox/)).toBeFocused()
  await page.keyboard.press('s')
  await expect(row(/^toolbox.*Favourite$/)).toBeVisible()
  expect((await ask(page, 'target.list', { read: 'kept' })).favourites).toMatchObject([
    { what: { on: 'service', cluster: 'platform', service: 'toolbox', container: 'toolbox' } },
  ])
  await page.keyboard.press('/')
  await page.keyboard.press('Escape')
  await page.keyboard.press('Escape')
  await page.keyboard.press('End')
  await page.keyboard.press('Home')
  await expect(row(/^toolbox.*Favourite$/)).toBeFocused()
  await page.keyboard.press('Control+c')
  await expect(page.getByText(/^Copied 9f2c/)).toBeVisible()
})

test('asks before a shell on production, once a day and account if one likes', async ({ culvert }) => {
  const { page } = culvert
  const { row } = await openTargets(page)
  await row(/^bastion-a/).focus()
  await page.keyboard.press('Enter')
  const question = page.getByRole('alertdialog', { name: 'Open a shell on production?' })
  await expect(question.getByRole('button', { name: 'Cancel' })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(question).toBeHidden()
  await expect(row(/^bastion-a/)).toBeFocused()
  await page.keyboard.press('Enter')
  await question.getByRole('checkbox').check()
  await everyLook(culvert, 'targets-confirm', ['en-light', 'en-dark', 'ja-light'])
  await question.getByRole('button', { name: 'Open shell' }).click()
  await expect(question).toBeHidden()
  const place = { profile: { ...dev, accountId: '482100973316' }, region: 'ap-northeast-1' }
  expect(await ask(page, 'target.asksFirst', place)).toEqual({ asks: false })
})

test('looks as it was designed', async ({ culvert, sandbox }) => {
  const { page } = culvert
  await ask(page, 'target.addPlace', {
    profile: { ...dev, accountId: '482100973316', roleName: 'ReadOnly' },
    region: 'eu-west-1',
  })
  await ask(page, 'target.addPlace', { profile: staging, region: 'eu-west-1' })
  await sandbox.fault({ kind: 'error', action: 'ListClusters', code: 'AccessDeniedException', message: 'x', times: 1 })
  const { row } = await openTargets(page)
  await expect(row(/^edge-nagoya/)).toBeVisible()
  await expect(row(/^bastion-dev/)).toBeVisible()
  await row(/^bastion-a/).focus()
  await page.keyboard.press('s')
  const favourite = page.getByRole('rowgroup', { name: /^Favourites/ }).getByRole('row', { name: /^bastion-a/ })
  await expect(favourite).toHaveAttribute('data-production')
  await everyLook(culvert, 'targets', allLooks)
})

test('a shell is opened beside the list, and one by an id that is in no list', async ({ culvert }) => {
  const { page } = culvert
  const { row, list } = await openTargets(page)
  await row(/^bastion-dev/).focus()
  await page.keyboard.press('Control+Enter')
  await untilPrompt(page)
  await expect(list).toBeVisible()
  await expect(page.locator('.pane')).toHaveCount(2)
  await expect(list.getByText('Opened last')).toBeVisible()
  await everyLook(culvert, 'targets-recent', ['en-light', 'ja-dark', 'en-light-small'])
  await page.getByRole('searchbox', { name: 'Name, id, tag or address' }).fill('i-0ffffffffffffffff')
  await expect(page.getByRole('heading', { name: 'Not in the list' })).toBeVisible()
  await everyLook(culvert, 'targets-unlisted', ['en-light', 'ja-dark'])
  await page.getByRole('searchbox').press('Enter')
  await expect(page.getByRole('textbox', { name: 'Id of the managed node' })).toHaveValue('i-0ffffffffffffffff')
})
