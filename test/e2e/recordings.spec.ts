import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Locator, Page } from '@playwright/test'
import { until, type AppUnderTest } from '../support/app-under-test.ts'
import { checkScreen } from './check-screen.ts'
import { ask, expect, test } from './fixtures.ts'
import { makeRecordings, makeTransfers, makeWideRecording } from './made-recordings.ts'
import { allLooks, everyLook } from './screens.ts'
import { choose, openSettings } from './window-steps.ts'

/** Noon of today: yesterday is a day before, whenever the test runs. */
const noon = (): number => new Date().setHours(12, 0, 0, 0)

const rows = (page: Page): Locator => page.getByRole('listbox', { name: 'Recordings' }).getByRole('option')

/** The app with some recordings, in its list of them. */
async function inRecordings(folder: string, launchAgain: () => Promise<AppUnderTest>): Promise<AppUnderTest> {
  await makeRecordings(join(folder, 'profile'), noon())
  const culvert = await launchAgain()
  const { page } = culvert
  await page.getByRole('button', { name: 'Continue without' }).click()
  await page.getByRole('navigation', { name: 'Main' }).getByRole('button', { name: 'Activity' }).click()
  await page.getByRole('button', { name: 'Recordings', exact: true }).click()
  await expect(rows(page)).toHaveCount(7)
  return culvert
}

/** Answers main's next questions; the page has no say in them. Gives what was asked. */
async function answerQuestions({ app }: AppUnderTest, response: 0 | 1): Promise<() => Promise<readonly string[]>> {
  await app.evaluate(({ dialog }, answer) => {
    const asked: string[] = []
    Object.assign(globalThis, { asked })
    dialog.showMessageBox = async (...given: unknown[]) => {
      const options = given.at(-1) as { message: string }
      asked.push(options.message)
      return { response: answer, checkboxChecked: false }
    }
  }, response)
  return async () => await app.evaluate(() => (globalThis as unknown as { asked: string[] }).asked)
}

const shownText = async (page: Page): Promise<string> => (await page.locator('.xterm-rows').textContent()) ?? ''

test('recordings are listed with their seals, and searched', async ({ folder, launchAgain }) => {
  const culvert = await inRecordings(folder, launchAgain)
  const { page } = culvert
  await expect(rows(page).nth(0)).toContainText('Cannot be checked')
  await expect(rows(page).nth(2)).toContainText('Ends early')
  await expect(rows(page).nth(4)).toContainText('Altered')
  await expect(rows(page).nth(4)).toContainText('Seal broken at')
  await expect(rows(page).nth(5)).toContainText('Newer format')
  await everyLook(culvert, 'recordings', allLooks)
  await page.keyboard.press('/')
  await page.getByRole('searchbox', { name: 'Search in recordings' }).fill('orders-db')
  await expect(rows(page)).toHaveCount(6)
  await expect(rows(page).first()).toContainText('6 hits')
  await checkScreen(page, 'recordings')
  await everyLook(culvert, 'recordings-search', allLooks)
  await page.getByRole('searchbox').fill('nothing has this in it')
  await expect(page.getByText('Nothing matches')).toBeVisible()
  await page.getByRole('searchbox').fill('')
  await page.getByRole('combobox', { name: 'Any target' }).click()
  await page.locator('.menu').getByRole('option', { name: 'ledger-worker' }).click()
  await expect(rows(page)).toHaveCount(2)
})

test('a recording is played with the keyboard alone', async ({ folder, launchAgain }) => {
  const culvert = await inRecordings(folder, launchAgain)
  const { page } = culvert
  await page.keyboard.press('/')
  await page.getByRole('searchbox').fill('orders-db')
  await expect(rows(page).first()).toContainText('6 hits')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: 'bastion-a' })).toBeVisible()
  const slider = page.getByRole('slider', { name: 'Position' })
  const text = async (): Promise<string | null> =>
    (await shownText(page)).includes('Starting session') ? 'shown' : null
  await until(text, 'the first output')
  await expect(page.getByRole('button', { name: 'Pause' })).toBeVisible()
  await page.getByRole('group', { name: 'What the terminal showed' }).click()
  await page.keyboard.press(' ')
  await expect(page.getByRole('button', { name: 'Play' })).toBeVisible()
  await page.keyboard.press('n')
  await page.keyboard.press('n')
  await until(async () => ((await shownText(page)).includes('Ncat: Connected') ? 'shown' : null), 'the second hit')
  expect(await shownText(page)).not.toContain('failover')
  await page.keyboard.press('.')
  await expect(page.getByRole('button', { name: '2×' })).toHaveAttribute('aria-pressed', 'true')
  await checkScreen(page, 'replay')
  await everyLook(culvert, 'replay', allLooks)
  await slider.focus()
  await page.keyboard.press('End')
  await until(async () => ((await shownText(page)).includes('failover done') ? 'shown' : null), 'the end')
  await page.keyboard.press('Home')
  await until(async () => ((await shownText(page)).includes('failover') ? null : 'gone'), 'the beginning')
  await page.keyboard.press('Escape')
  await expect(rows(page).first()).toBeFocused()
})

test('a recording that is wider than the window keeps its letters readable, and is moved sideways', async ({
  folder,
  launchAgain,
}) => {
  await makeWideRecording(join(folder, 'profile'), noon())
  const culvert = await launchAgain()
  const { page } = culvert
  await page.getByRole('button', { name: 'Continue without' }).click()
  await page.getByRole('navigation', { name: 'Main' }).getByRole('button', { name: 'Activity' }).click()
  await page.getByRole('button', { name: 'Recordings', exact: true }).click()
  await rows(page).first().dblclick()
  await page.getByRole('group', { name: 'What the terminal showed' }).click()
  await page.keyboard.press('End')
  await until(async () => ((await shownText(page)).includes('orders_2026') ? 'shown' : null), 'the end')
  const place = page.locator('.replay-terminal')
  const letters = async (): Promise<number> =>
    await page.locator('.xterm-rows').evaluate((element) => Number.parseFloat(getComputedStyle(element).fontSize))
  await expect.poll(letters).toBe(9)
  await everyLook(culvert, 'replay-wide', ['en-light', 'en-dark', 'ja-light-small'])
  const moved = await place.evaluate((element) => {
    element.scrollLeft = 10_000
    const end = element.querySelector('.xterm-screen')?.getBoundingClientRect().right ?? 0
    return { left: element.scrollLeft, isAtEnd: end <= element.getBoundingClientRect().right }
  })
  expect(moved).toEqual({ left: expect.any(Number), isAtEnd: true })
  expect(moved.left).toBeGreaterThan(100)
})

test('files that moved are listed with their sums, and searched', async ({ folder, launchAgain }) => {
  await makeTransfers(join(folder, 'profile'), noon())
  const culvert = await inRecordings(folder, launchAgain)
  const { page } = culvert
  await page.getByRole('button', { name: 'Files', exact: true }).click()
  const moved = page.getByRole('list', { name: 'Files that moved' }).getByRole('listitem')
  await expect(moved).toHaveCount(4)
  await expect(moved.nth(0)).toContainText('Failed: Not allowed')
  await expect(moved.nth(1)).toContainText('SHA-256 9f86d081…b0f00a08')
  await expect(page.getByText('Cannot be checkedNo key')).toBeVisible()
  await checkScreen(page, 'files that moved')
  await everyLook(culvert, 'recordings-files', allLooks)
  await page.getByRole('searchbox', { name: 'Search in files that moved' }).fill('ken dump')
  await expect(moved).toHaveCount(1)
  const list = join(folder, 'profile', 'recordings', `transfers-${new Date(noon()).toISOString().slice(0, 7)}.jsonl`)
  await writeFile(list, (await readFile(list, 'utf8')).replace('ken.ito', 'kim.lee'))
  await page.getByRole('searchbox', { name: 'Search in files that moved' }).fill('dump')
  await expect(moved).toContainText('Not as it was written')
  await page.getByRole('searchbox', { name: 'Search in files that moved' }).fill('')
  await expect(moved).toHaveCount(4)
  await everyLook(culvert, 'recordings-files-altered', allLooks)
})

test('a recording is exported, deleted and kept as main’s dialogs are answered', async ({ folder, launchAgain }) => {
  const culvert = await inRecordings(folder, launchAgain)
  const { app, page } = culvert
  const copy = join(folder, 'copy.txt')
  await app.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = async () => ({ canceled: false, filePath })
  }, copy)
  await rows(page).first().click()
  await page.getByRole('button', { name: /^Export/ }).click()
  await page.getByRole('menuitem', { name: 'As plain text (.txt)' }).click()
  await expect(page.getByText('The recording was exported')).toBeVisible()
  const text = await readFile(copy, 'utf8')
  expect(text).toContain('# Seal: no key: cannot be checked')
  expect(text).toContain('# Who: mika.sato')
  expect(text).toContain('Ncat: Connected to 10.40.12.87:5432.')

  const refused = await answerQuestions(culvert, 0)
  await rows(page).first().press('Delete')
  await until(async () => ((await refused()).length === 1 ? true : null), 'the question')
  await expect(rows(page)).toHaveCount(7)
  const agreed = await answerQuestions(culvert, 1)
  await rows(page).first().press('Delete')
  await expect(rows(page)).toHaveCount(6)
  expect(await agreed()).toEqual([expect.stringContaining('Delete the recording of bastion-a')])
  expect(await readdir(join(folder, 'profile', 'recordings'))).toHaveLength(6)
})

test('less is recorded only when main was told so', async ({ folder, launchAgain }) => {
  const culvert = await inRecordings(folder, launchAgain)
  const { page } = culvert
  await openSettings(page, 'Recordings')
  const production = page.getByRole('group', { name: 'Production' }).getByRole('combobox')
  await choose(page, production, 'Recorded, or not opened')
  await expect(production).toContainText('Recorded, or not opened')
  await checkScreen(page, 'settings of recordings')
  await everyLook(culvert, 'settings-recordings', ['en-light', 'en-dark', 'ja-light', 'en-light-small'])
  const refused = await answerQuestions(culvert, 0)
  // Neither by the page's own controls nor by what a page that was taken over may say.
  await choose(page, production, 'Not recorded')
  await until(async () => ((await refused()).length === 1 ? true : null), 'the question')
  await ask(page, 'recording.choose', { environment: 'production', choice: 'off' })
  await expect(ask(page, 'settings.change', { recordShells: {} } as object)).rejects.toThrow('INPUT_INVALID')
  expect((await ask(page, 'app.snapshot')).settings.recordShells).toEqual({ production: 'required' })
  expect(await refused()).toEqual(['Record less in Production?', 'Record less in Production?'])
  await ask(page, 'recording.keep', { days: 1, megabytes: null })
  expect((await refused()).at(-1)).toMatch(/^Delete \d recordings\?$/)
  expect(await readdir(join(folder, 'profile', 'recordings'))).toHaveLength(7)
})
