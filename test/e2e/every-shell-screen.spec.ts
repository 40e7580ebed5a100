import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import type { AppUnderTest } from '../support/app-under-test.ts'
import { checkScreen } from './check-screen.ts'
import { ask, databaseTunnel, expect, saveTunnel, signInAtOnce, test } from './fixtures.ts'
import { allLooks, everyLook } from './screens.ts'
import { agreeToProduction, bastion, paste, run, shellStates, untilPrompt } from './shell-steps.ts'
import { openSettings } from './window-steps.ts'

const dev = { ...databaseTunnel, accountId: '118840276650' } as const

const goTo = async (page: Page, name: string): Promise<void> =>
  await page.getByRole('navigation', { name: 'Main' }).getByRole('button', { name }).click()

test.beforeEach(async ({ culvert, sandbox, port }) => {
  test.setTimeout(300_000)
  await sandbox.fault({ kind: 'agent', behaviour: { firstOutputMs: 0 } })
  await signInAtOnce(culvert, sandbox)
  await saveTunnel(culvert.page, { localPort: port, switch: 'off' })
  const place = { localPort: port + 1, name: 'dev', environment: 'development', profile: dev } as const
  await saveTunnel(culvert.page, { ...place, switch: 'off' })
})

/** The list of targets, the question about production, and a recorded shell in two panes. */
async function checkOpening(page: Page): Promise<void> {
  await ask(page, 'recording.choose', { environment: 'production', choice: 'on' })
  await goTo(page, 'Shells')
  const list = page.getByRole('grid', { name: 'Targets' })
  const row = list.getByRole('row', { name: new RegExp(bastion) })
  await expect(row).toBeVisible()
  await expect(list.getByRole('row', { name: /^bastion-dev/ })).toBeVisible()
  await checkScreen(page, 'targets')
  await row.press('Enter')
  await expect(page.getByRole('alertdialog', { name: 'Open a shell on production?' })).toBeVisible()
  await checkScreen(page, 'question: a shell on production')
  await agreeToProduction(page)
  await untilPrompt(page)
  await run(page, 'echo "error=$((1 + 1))"', 'error=2')
  await page.keyboard.press('Control+Shift+D')
  await expect(page.locator('.pane')).toHaveCount(2)
  await untilPrompt(page)
  await expect(page.locator('.pane.active .pane-head')).toContainText(/\d:\d\d/)
  await checkScreen(page, 'shells')
}

/** What lies over a shell, or beside it. */
async function checkInShell(culvert: AppUnderTest): Promise<void> {
  const { page } = culvert
  await page.keyboard.press('Control+Shift+F')
  await page.keyboard.type('sh')
  await checkScreen(page, 'search in a shell')
  await everyLook(culvert, 'shells-find', ['en-light', 'en-dark', 'ja-light-small'])
  await page.keyboard.press('Escape')
  await page.locator('.pane.active').getByRole('button', { name: 'Pane menu' }).click()
  await checkScreen(page, 'menu of a pane')
  await page.keyboard.press('Escape')
  await page.getByRole('tab').click({ button: 'right' })
  await expect(page.getByRole('menuitem', { name: 'Close the other tabs' })).toBeVisible()
  await checkScreen(page, 'menu of a tab')
  await page.keyboard.press('Escape')
  await page.locator('.pane.active .xterm').click()
  await paste(page, 'cd /tmp\necho \u001b[31mtwo')
  await expect(page.getByRole('alertdialog')).toBeVisible()
  await checkScreen(page, 'question: a paste')
  await page.keyboard.press('Escape')
  await page.keyboard.press('Control+Shift+B')
  await page.getByRole('checkbox').first().click()
  await checkScreen(page, 'question: production hears')
  await page.getByRole('button', { name: 'Let it hear' }).click()
  await checkScreen(page, 'typing in several panes')
  await page.keyboard.press('Control+Shift+B')
  await page.keyboard.press('Control+Shift+W')
  await expect(page.getByRole('alertdialog', { name: 'Close bastion-a?' })).toBeVisible()
  await checkScreen(page, 'question: close a shell')
  await everyLook(culvert, 'shells-close', allLooks)
  await page.keyboard.press('Escape')
  await page.keyboard.press('Control+Shift+J')
  await expect(page.locator('.dock .xterm')).toHaveCount(2)
  await checkScreen(page, 'dock')
  await goTo(page, 'Shells')
}

test('axe finds nothing on the screens of shells, and each has names, sizes and contrast', async ({
  culvert,
  sandbox,
}) => {
  const { page } = culvert
  // Only this engine tells of its tries.
  await ask(page, 'settings.change', { engine: 'builtin' })
  await checkOpening(page)
  await checkInShell(culvert)
  const rows = page.locator('.pane.active .xterm-rows > div')
  const before = await rows.count()
  await sandbox.fault({ kind: 'throttle', action: 'ResumeSession', times: 1_000 }, { kind: 'drop-session' })
  await expect(page.getByText(/Reconnecting, try \d/).first()).toBeVisible()
  await checkScreen(page, 'shells that reconnect')
  await everyLook(culvert, 'shells-reconnecting', allLooks)
  // The program at the far end would see a smaller window.
  expect(await rows.count()).toBe(before)
  await sandbox.fault({ kind: 'end-session' })
  for (const { id } of (await ask(page, 'app.snapshot')).shells) await ask(page, 'shell.end', { id })
  await expect.poll(async () => new Set(await shellStates(page))).toEqual(new Set(['ended']))
  await checkScreen(page, 'shells that are over')
  for (const section of ['Terminal', 'Recordings', 'SSH']) {
    await openSettings(page, section)
    await checkScreen(page, `settings, ${section}`)
  }
})

test('axe finds nothing on the screens of files', async ({ culvert, folder }) => {
  const { page } = culvert
  const [here, there] = [join(folder, 'here'), join(folder, 'there')]
  for (const side of [here, there]) {
    await mkdir(side)
    await writeFile(join(side, 'config.yml'), side)
  }
  await culvert.app.evaluate(
    ({ dialog }, path) => {
      dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [path] })
    },
    join(here, 'config.yml'),
  )
  await goTo(page, 'Shells')
  const target = page.getByRole('grid', { name: 'Targets' }).getByRole('row', { name: /^bastion-dev/ })
  await target.focus()
  await page.keyboard.press('f')
  const path = page.getByRole('textbox', { name: 'Folder on the target' })
  await expect(page.getByRole('grid', { name: /^Files in/ })).toBeVisible({ timeout: 60_000 })
  await path.fill(there)
  await path.press('Enter')
  await expect(page.getByRole('grid', { name: `Files in ${there}` })).toBeVisible()
  await page.getByRole('button', { name: 'Upload…' }).click()
  await page.getByRole('menuitem', { name: 'Files…' }).click()
  await expect(page.getByRole('alertdialog', { name: 'Replace config.yml?' })).toBeVisible()
  await checkScreen(page, 'question: a name that is there')
  await everyLook(culvert, 'files-exists', allLooks)
  await page.keyboard.press('Escape')
  await checkScreen(page, 'files')
  await page.getByRole('tab', { name: /Files/ }).press('Delete')
  await expect(page.getByRole('alertdialog', { name: 'Close bastion-dev?' })).toBeVisible()
  await checkScreen(page, 'question: close files')
  await everyLook(culvert, 'files-close', ['en-light', 'en-dark', 'ja-light-small'])
})
