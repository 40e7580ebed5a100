import { createHash, randomBytes } from 'node:crypto'
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import type { Locator, Page } from '@playwright/test'
import type { AppUnderTest } from '../support/app-under-test.ts'
import { violations } from './axe.ts'
import { ask, expect, saveTunnel, signInAtOnce, test } from './fixtures.ts'
import { allLooks, everyLook } from './screens.ts'

const development = {
  type: 'sso',
  session: 'harborline',
  accountId: '118840276650',
  roleName: 'DatabaseTunnel',
} as const

/** Main's dialogs for files and folders choose these from now on. */
async function choose({ app }: AppUnderTest, ...paths: readonly string[]): Promise<void> {
  await app.evaluate(({ dialog }, filePaths) => {
    dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [...filePaths] })
  }, paths)
}

/** Walks on with Tab, or back with Shift and Tab, until something has the focus. */
async function tabTo(page: Page, wanted: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  for (let step = 0; step < 40; step += 1) {
    if (await wanted.evaluate((element) => element === document.activeElement)) return
    await page.keyboard.press(key)
  }
  await expect(wanted).toBeFocused()
}

/** What a test does with the files of a target, with the keyboard alone. */
function filesOf(culvert: AppUnderTest) {
  const { page } = culvert
  const grid = page.getByRole('grid', { name: /^Files in/ })
  const transfers = page.getByRole('complementary', { name: 'Transfers' })
  return {
    grid,
    transfers,
    row: (name: string) => grid.getByRole('row', { name }),
    async go(folder: string): Promise<void> {
      await tabTo(page, page.getByRole('textbox', { name: 'Folder on the target' }), 'Shift+Tab')
      await page.keyboard.press('Control+a')
      await page.keyboard.type(folder)
      await page.keyboard.press('Enter')
      await expect(page.getByRole('grid', { name: `Files in ${folder}` })).toBeVisible()
    },
    async upload(path: string): Promise<void> {
      await choose(culvert, path)
      await tabTo(page, page.getByRole('button', { name: 'Upload…' }))
      await page.keyboard.press('Enter')
      await expect(page.getByRole('menuitem', { name: 'Files…' })).toBeFocused()
      await page.keyboard.press('Enter')
    },
    async download(name: string, into: string): Promise<void> {
      await choose(culvert, into)
      await tabTo(page, grid.locator('[role="row"][tabindex="0"]'))
      await page.keyboard.press('Home')
      const row = grid.getByRole('row', { name })
      for (let step = 0; step < 20; step += 1) {
        if (await row.evaluate((element) => element === document.activeElement)) break
        await page.keyboard.press('ArrowDown')
        // The focus follows with the next frame; a key before it would go one row too far.
        await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))))
      }
      await page.keyboard.press(' ')
      await tabTo(page, page.getByRole('button', { name: 'Download 1' }), 'Shift+Tab')
      await page.keyboard.press('Enter')
      // What was fetched stays chosen.
      await tabTo(page, row)
      await page.keyboard.press(' ')
    },
    same: (name: string, direction: 'Upload' | 'Download') =>
      transfers
        .getByRole('listitem')
        .filter({ hasText: name })
        .filter({ has: page.getByRole('img', { name: direction }) })
        .getByText('Same on both sides'),
  }
}

/** Two folders of this computer, one of which is a folder of the target's. */
async function twoSides(folder: string): Promise<{ readonly here: string; readonly there: string }> {
  const [here, there] = [join(folder, 'here'), join(folder, 'there')]
  await mkdir(join(there, 'shared'), { recursive: true })
  await mkdir(here)
  await writeFile(join(there, 'access.log'), 'GET / 200\n'.repeat(400))
  return { here, there }
}

test('files go to a target and come back with the keyboard alone, over the shell and over SSH', async ({
  culvert,
  sandbox,
  folder,
  port,
}) => {
  test.setTimeout(240_000)
  const { page } = culvert
  const { here, there } = await twoSides(folder)
  await signInAtOnce(culvert, sandbox)
  await saveTunnel(page, {
    localPort: port,
    name: 'dev',
    environment: 'development',
    profile: development,
    switch: 'off',
  })
  await page.getByRole('navigation', { name: 'Main' }).getByRole('button', { name: 'Shells' }).click()
  const target = page.getByRole('grid', { name: 'Targets' }).getByRole('row', { name: /^bastion-dev/ })
  await target.focus()
  await page.keyboard.press('f')

  const { grid, transfers, row, go, upload, download, same } = filesOf(culvert)
  const roundTrip = async (name: string): Promise<void> => {
    const bytes = randomBytes(300_000)
    await writeFile(join(here, name), bytes)
    await upload(join(here, name))
    await expect(same(name, 'Upload')).toBeVisible({ timeout: 60_000 })
    expect((await readFile(join(there, name))).equals(bytes)).toBe(true)
    await expect(row(name)).toBeVisible()
    const back = join(folder, `back of ${name}`)
    await mkdir(back)
    await download(name, back)
    await expect(same(name, 'Download')).toBeVisible({ timeout: 60_000 })
    expect((await readFile(join(back, name))).equals(bytes)).toBe(true)
  }
  // No key is taken for the usual user of such a machine.
  await expect(transfers.getByText(/^Files go over the shell, because SSH took no key/)).toBeVisible({
    timeout: 60_000,
  })
  await expect(grid).toBeVisible()
  await go(there)
  await expect(row('shared')).toBeVisible()
  await roundTrip('over the shell.bin')

  await tabTo(page, page.getByRole('button', { name: 'Connect as another user…' }).last())
  await page.keyboard.press('Enter')
  const question = page.getByRole('dialog', { name: 'Connect as another user' })
  await tabTo(page, question.getByRole('textbox'))
  await page.keyboard.press('Control+a')
  await page.keyboard.type(userInfo().username)
  await page.keyboard.press('Enter')
  await expect(transfers.getByText(/^Files go over SSH as /)).toBeVisible({ timeout: 60_000 })
  await expect(page.getByRole('grid', { name: `Files in ${there}` })).toBeVisible()
  await tabTo(page, grid.locator('[role="row"][tabindex="0"]'), 'Shift+Tab')
  await roundTrip('over ssh.bin')
  expect(await violations(page)).toEqual([])
  await everyLook(culvert, 'files', allLooks)

  // A second copy asks; what is safe has the focus.
  await upload(join(here, 'over ssh.bin'))
  const exists = page.getByRole('alertdialog', { name: 'Replace over ssh.bin?' })
  await expect(exists.getByRole('button', { name: 'Skip' })).toBeFocused()
  expect(await violations(page)).toEqual([])
  await everyLook(culvert, 'files-exists')
  await page.keyboard.press('Enter')
  await expect(exists).toBeHidden()
})

test('what moves is written down where shells are recorded, and nothing moves where it can not be', async ({
  culvert,
  sandbox,
  folder,
}) => {
  test.setTimeout(120_000)
  const { page } = culvert
  const { here, there } = await twoSides(folder)
  const recordings = join(folder, 'profile', 'recordings')
  await signInAtOnce(culvert, sandbox)
  await ask(page, 'target.addPlace', { profile: development, region: 'ap-northeast-1' })
  await ask(page, 'target.setEnvironment', {
    place: { profile: development, region: 'ap-northeast-1' },
    environment: 'development',
  })
  await ask(page, 'recording.choose', { environment: 'development', choice: 'required' })
  await writeFile(join(here, 'report.csv'), 'a,b\n')
  await page.getByRole('navigation', { name: 'Main' }).getByRole('button', { name: 'Shells' }).click()
  await page
    .getByRole('grid', { name: 'Targets' })
    .getByRole('row', { name: /^bastion-dev/ })
    .press('f')
  const { grid, go, upload, same, transfers } = filesOf(culvert)
  await expect(grid).toBeVisible({ timeout: 60_000 })
  await go(there)
  await upload(join(here, 'report.csv'))
  await expect(same('report.csv', 'Upload')).toBeVisible({ timeout: 60_000 })
  const written = async () => {
    const name = (await readdir(recordings)).find((one) => one.startsWith('transfers-')) ?? ''
    const lines = (await readFile(join(recordings, name), 'utf8')).trimEnd().split('\n')
    return lines.map((line) => JSON.parse(line) as { readonly event: string })
  }
  const sha256 = createHash('sha256').update('a,b\n').digest('hex')
  const common = {
    user: 'mika.sato',
    account: development.accountId,
    direction: 'up',
    there,
    environment: 'development',
  }
  await expect.poll(written).toMatchObject([
    { ...common, event: 'began', here: join(here, 'report.csv') },
    { ...common, event: 'file', name: 'report.csv', bytes: 4, sha256 },
    { ...common, event: 'same', name: 'report.csv', sha256 },
  ])
  await rm(recordings, { recursive: true })
  await writeFile(recordings, 'in the way')
  await writeFile(join(here, 'second.csv'), 'c\n')
  await upload(join(here, 'second.csv'))
  await expect(transfers.getByText('Transfers cannot be written down')).toBeVisible()
  await everyLook(culvert, 'files-not-logged', ['en-light', 'ja-dark'])
  expect(await readdir(there)).not.toContain('second.csv')
})
