import { appendFile, mkdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Locator, Page } from '@playwright/test'
import type { ActivityEvent } from '#contract/activity.ts'
import { readPostgres } from '../support/real-clients.ts'
import { checkScreen } from './check-screen.ts'
import { databaseTunnel, expect, saveTunnel, signInAtOnce, test } from './fixtures.ts'
import { allLooks, everyLook } from './screens.ts'
import { tunnelRow } from './window-steps.ts'

const login = { user: 'app_ro', password: 'sandbox', database: 'orders' } as const

const rows = (page: Page): Locator =>
  page.getByRole('grid', { name: 'What happened' }).locator('[role="row"][data-key]')

async function openHistory(page: Page): Promise<void> {
  await page.getByRole('navigation', { name: 'Main' }).getByRole('button', { name: 'Activity' }).click()
  await expect(page.getByRole('heading', { name: 'Activity' })).toBeVisible()
}

/** What somebody did yesterday and long before, as it lies on the disk. */
async function writePast(profile: string, count: number): Promise<void> {
  const folder = join(profile, 'activity')
  await mkdir(folder, { recursive: true })
  const event = (index: number, at: number): ActivityEvent => ({
    at,
    kind: index % 5 === 0 ? 'connections-closed' : 'client',
    subject: { of: 'tunnel', id: '00000000-0000-4000-8000-000000000001', name: 'session-cache' },
    environment: 'staging',
    account: databaseTunnel.accountId,
    region: 'ap-northeast-1',
    program: { name: 'redis-cli', pid: 1_000 + index },
    person: 'mika.sato',
    node: 'i-0ab3f29c81d7e4402',
    endpoint: 'cache.example.internal:6379',
    sessionId: 'mika.sato-02aa41f0c07ab318',
    problem: null,
    lastedMs: null,
    bytesIn: 1_000,
    bytesOut: 10,
    connections: index % 5 === 0 ? 3 : null,
  })
  const yesterday = Date.now() - 86_400_000
  const name = `activity-${new Date(yesterday).toISOString().slice(0, 10)}.jsonl`
  const day = Date.parse(`${name.slice(9, 19)}T00:00:00Z`)
  const lines = Array.from({ length: count }, (_, index) => `${JSON.stringify(event(index, day + index * 1_000))}\n`)
  await appendFile(join(folder, name), lines.join(''), { mode: 0o600 })
}

test('what happened is kept across starts, searched, walked with the keyboard and exported', async ({
  folder,
  culvert: first,
  sandbox,
  port,
  launchAgain,
}) => {
  await signInAtOnce(first, sandbox)
  await saveTunnel(first.page, { localPort: port })
  expect(await readPostgres(port, login, 'SELECT 1, pg_sleep(1.2)')).toHaveLength(1)
  await expect(tunnelRow(first.page, 'orders-db')).toContainText('Ready')
  await first.quit()
  const profile = join(folder, 'profile')
  await writePast(profile, 500)

  const culvert = await launchAgain()
  const { page } = culvert
  await openHistory(page)
  await expect(rows(page).filter({ hasText: 'session opened' })).toContainText('orders-db')
  await expect(rows(page).filter({ hasText: 'a connection ended' })).toHaveCount(1)
  await expect(rows(page).filter({ hasText: 'signed in' })).toContainText('harborline')
  await expect(page.getByRole('status').filter({ hasText: 'events' })).toContainText(/^5\d\d events, 5\d\d KB$/)
  // Of a long list only what is seen is drawn.
  expect(await rows(page).count()).toBeLessThan(60)
  await checkScreen(page, 'history')
  await everyLook(culvert, 'activity-history', allLooks)

  await rows(page).first().focus()
  // The end is that of what was read; behind it more is.
  const focused = page.locator('[role="row"]:focus')
  await expect
    .poll(async () => {
      await page.keyboard.press('End')
      return await focused.textContent()
    })
    .toContain('redis-cli pid 1000')
  await page.keyboard.press('Home')
  await expect(rows(page).first()).toBeFocused()

  await page.keyboard.press('/')
  await page.getByRole('searchbox', { name: 'Program, tunnel or host' }).fill('orders-db 5432')
  await expect(rows(page).filter({ hasText: 'session-cache' })).toHaveCount(0)
  await expect(rows(page).filter({ hasText: 'orders-db' })).not.toHaveCount(0)
  await page.keyboard.press('Enter')
  await expect(rows(page).first()).toBeFocused()

  const path = join(folder, 'activity.jsonl')
  await culvert.app.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = async () => ({ canceled: false, filePath })
  }, path)
  await page.keyboard.press('Control+e')
  const sheet = page.getByRole('dialog')
  await expect(sheet).toContainText('Only what the filters show now.')
  await checkScreen(page, 'export of the history')
  await everyLook(culvert, 'activity-export', allLooks)
  await sheet.getByRole('button', { name: 'Save…' }).click()
  await expect(sheet).toHaveCount(0)
  const lines = (await readFile(path, 'utf8')).trimEnd().split('\n')
  const exported = lines.map((line) => JSON.parse(line) as Record<string, unknown>)
  expect(exported.map(({ kind }) => kind)).toContain('ready')
  expect(new Set(exported.map(({ name }) => name))).toEqual(new Set(['orders-db']))
  expect((await stat(path)).mode & 0o777).toBe(0o600)
  expect(await readFile(path, 'utf8')).not.toContain('amazonaws.com')
})

test('a history with nothing in it says what will be there', async ({ culvert }) => {
  const { page } = culvert
  await page.getByRole('button', { name: 'Continue without' }).click()
  await openHistory(page)
  await expect(page.getByText('Nothing is like that')).toBeVisible()
  await page.getByRole('combobox', { name: 'Any time' }).click()
  await page.getByRole('option', { name: 'Any time' }).click()
  await expect(page.getByText('Nothing has happened yet')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Export' })).toBeDisabled()
  await checkScreen(page, 'history, empty')
})
