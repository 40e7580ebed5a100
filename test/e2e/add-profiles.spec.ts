import { appendFile, chmod, readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { checkScreen } from './check-screen.ts'
import { expect, signInAtOnce, test } from './fixtures.ts'
import { grownConfig, grownCredentials, launchWith } from './grown-settings.ts'
import { everyLook, showFolderAs } from './screens.ts'

const looks = ['en-light', 'en-dark', 'ja-light', 'ja-dark', 'en-light-small', 'ja-light-small'] as const

test('profiles are shown as the file would be, written, used, and taken back', async ({ sandbox, folder }) => {
  const culvert = await launchWith({ config: grownConfig, credentials: grownCredentials }, folder, sandbox.environment)
  const { page } = culvert
  const file = join(folder, 'config')
  await chmod(file, 0o600)
  await signInAtOnce(culvert, sandbox)
  await showFolderAs(page, folder, '~/.aws')
  await page.keyboard.press('Control+Shift+A')
  const grid = page.getByRole('grid', { name: 'Accounts' })
  await grid.getByRole('row', { name: /^orders-prod/ }).click()
  const panel = page.getByRole('complementary', { name: 'orders-prod' })
  await panel.getByRole('button', { name: /^Add to / }).click()
  const sheet = page.getByRole('dialog', { name: /^Add profiles to / })
  const change = sheet.getByRole('list', { name: 'What changes in the file' })
  await expect(change).toContainText('[profile orders-prod-PortForwardOnly]')
  await expect(sheet.getByRole('checkbox', { name: /^DatabaseTunnel/ })).not.toBeChecked()

  const name = sheet.getByRole('textbox', { name: 'Name of the profile for PortForwardOnly' })
  await name.fill('orders-prod')
  await expect(sheet).toContainText('There is a profile of that name already.')
  await expect(sheet.getByRole('button', { name: 'Add profile' })).toBeDisabled()
  await name.fill('orders readers')
  await expect(change).toContainText("[profile 'orders readers']")
  await sheet.getByRole('checkbox', { name: /^DatabaseTunnel/ }).check()
  await expect(change).toContainText('[profile orders-prod-DatabaseTunnel]')
  await checkScreen(page, 'adding profiles')
  await everyLook(culvert, 'add-profiles', looks)

  await appendFile(file, '\n# somebody was faster\n')
  await sheet.getByRole('button', { name: 'Add 2 profiles' }).click()
  await expect(sheet).toContainText('The file was changed in the meantime.')
  const before = await readFile(file, 'utf8')
  expect(before.endsWith('# somebody was faster\n')).toBe(true)
  await sheet.getByRole('button', { name: 'Add 2 profiles' }).click()
  await expect(sheet).toContainText('2 profiles are in')
  await checkScreen(page, 'profiles added')
  await everyLook(culvert, 'profiles-added', looks)
  const after = await readFile(file, 'utf8')
  expect(after.startsWith(before)).toBe(true)
  expect((await stat(file)).mode & 0o777).toBe(0o600)
  const copies = (await readdir(folder)).filter((one) => one.includes('config.culvert-backup-'))
  expect(await Promise.all(copies.map((one) => readFile(join(folder, one), 'utf8')))).toEqual([before])

  await appendFile(file, '\n[profile theirs]\nregion = eu-west-2\n')
  await sheet.getByRole('button', { name: 'Undo' }).click()
  await expect(sheet).toContainText('The file was changed since')
  await checkScreen(page, 'undo of a changed file')
  await everyLook(culvert, 'undo-changed', looks)
  await sheet.getByRole('button', { name: 'Take out only what was added' }).click()
  await expect(sheet).toHaveCount(0)
  expect(await readFile(file, 'utf8')).toBe(`${before}\n[profile theirs]\nregion = eu-west-2\n`)
  await culvert.quit()
})
