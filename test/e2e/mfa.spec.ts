import type { Page } from '@playwright/test'
import { mfaDevice } from '#sandbox/world/mfa.ts'
import { codeOfStep, stepAt } from '#sandbox/service/sts/totp.ts'
import { until, type AppUnderTest } from '../support/app-under-test.ts'
import { readPostgres } from '../support/real-clients.ts'
import { startSandboxProcess } from '../support/sandbox-process.ts'
import { violations } from './axe.ts'
import { closeWindow } from './close-window.ts'
import { ask, expect, saveTunnel, test as base } from './fixtures.ts'
import { allLooks, everyLook, takePicture } from './screens.ts'

const login = { user: 'app_ro', password: 'sandbox', database: 'orders' } as const
const profile = { type: 'named', name: 'orders-mfa' } as const

/** An organisation whose people have keys and a phone. */
const test = base.extend({
  sandbox: async ({ browserName: _unused }, use) => {
    const sandbox = await startSandboxProcess(['--databases', 'postgresql', '--mfa'])
    await use(sandbox)
    await sandbox.stop()
  },
})

/** What the phone shows in this half minute, or so many later: AWS takes one early or late. */
const code = (later = 0): string => codeOfStep(mfaDevice.secret, stepAt(Date.now()) + later)

const question = (page: Page) => page.getByRole('dialog', { name: 'Code for orders-mfa' })
const field = (page: Page) => page.getByRole('textbox', { name: 'Code' })

/** Reads through the tunnel, as a client that waits. */
const read = (port: number) => readPostgres(port, login, 'SELECT COUNT(*) FROM orders')

test('psql waits while the window asks for a code, and comes through with it', async ({ culvert, sandbox, port }) => {
  const { page } = culvert
  await saveTunnel(page, { localPort: port, profile })
  const rows = read(port)
  await expect(question(page)).toBeVisible()
  await expect(field(page)).toBeFocused()
  await expect(question(page)).toContainText(`From the device mika-phone. A client waits on localhost:${port}.`)
  await expect(page.locator('[data-tunnel]')).toContainText(/Needs a code.*psql waits, \d+ s/)
  await everyLook(culvert, 'mfa', allLooks)
  expect(await violations(page)).toEqual([])

  await page.keyboard.type(code(-2))
  await expect(question(page)).toContainText('Not accepted. Each code works once.')
  await expect(field(page)).toHaveValue('')
  await everyLook(culvert, 'mfa-refused', ['en-light', 'en-dark', 'ja-light'])
  expect(await violations(page)).toEqual([])
  await field(page).fill(code(-2).replace(/^(...)/, '$1 '))
  await expect(question(page)).toContainText('This code was sent already, and each works once.')

  await page.keyboard.type(code())
  await expect(question(page)).toBeHidden()
  expect(await rows).toEqual([['240']])
  const told = JSON.stringify(await ask(page, 'app.snapshot'))
  for (const secret of [code(), code(-2)]) expect(told).not.toContain(`"${secret}"`)
  expect((await sandbox.state()).calls.filter(({ action }) => action === 'GetSessionToken')).toHaveLength(2)
})

test('a question that is closed leaves the client told, and the banner asks again', async ({ culvert, port }) => {
  const { page } = culvert
  await saveTunnel(page, { localPort: port, profile })
  const refused = read(port).then(String, String)
  await expect(question(page)).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(question(page)).toBeHidden()
  expect(await refused).toContain('Open Culvert and enter the code of your MFA device')
  const banner = page.getByRole('status').filter({ hasText: 'orders-mfa needs a code from mika-phone.' })
  await expect(banner).toBeVisible()
  await everyLook(culvert, 'mfa-banner', ['en-light', 'ja-dark'])
  // No client brings the question back; the person does.
  expect(await read(port).then(String, String)).toContain('Culvert')
  await expect(question(page)).toBeHidden()
  await banner.getByRole('button', { name: 'Enter code' }).click()
  // The sheet opens a moment after the click: a key before it would go nowhere.
  await expect(field(page)).toBeFocused()
  await page.keyboard.type(code())
  await expect(question(page)).toBeHidden()
  await expect(banner).toBeHidden()
  expect(await read(port)).toEqual([['240']])
})

/** The small window's page. */
async function smallWindow({ app }: AppUnderTest): Promise<Page> {
  return await until(async () => app.windows().find((page) => page.url().endsWith('#code')) ?? null, 'the small window')
}

test('with the window closed a small one asks, and closes itself', async ({ culvert, port }) => {
  await ask(culvert.page, 'settings.change', { theme: 'dark' })
  await saveTunnel(culvert.page, { localPort: port, profile })
  await closeWindow(culvert)
  const rows = read(port)
  const page = await smallWindow(culvert)
  await expect(page.getByRole('heading', { name: 'Code for orders-mfa' })).toBeVisible()
  await expect(field(page)).toBeFocused()
  await takePicture(page, 'mfa-small-dark')
  // The tray's menu follows a moment later than the window.
  await expect.poll(async () => await culvert.trayLabels()).toContain('mika-phone · Waiting for a code')
  await page.keyboard.type(code(-2))
  await expect(page.getByRole('alert')).toContainText('Not accepted. Each code works once.')
  await takePicture(page, 'mfa-small-refused-dark')
  // The window may be gone before the debugger has said that the last key was pressed.
  await Promise.all([page.waitForEvent('close'), page.keyboard.type(code()).catch(() => undefined)])
  expect(await rows).toEqual([['240']])
  expect(culvert.app.windows()).toEqual([])
})

test('the small window that is closed is a no, and the tray asks again', async ({ culvert, port }) => {
  await saveTunnel(culvert.page, { localPort: port, profile })
  await closeWindow(culvert)
  const refused = read(port).then(String, String)
  const page = await smallWindow(culvert)
  await expect(field(page)).toBeFocused()
  expect(await violations(page)).toEqual([])
  await takePicture(page, 'mfa-small-light')
  await closeWindow(culvert)
  expect(await refused).toContain('Culvert')
  await until(
    async () =>
      (await culvert.trayLabels()).some((label) => label.startsWith('Enter the code of mika-phone')) ? true : null,
    'the tray to offer it',
  )
})
