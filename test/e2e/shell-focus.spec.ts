import type { Page } from '@playwright/test'
import { ask, expect, signInAtOnce, test } from './fixtures.ts'
import { openShell, panes, run, untilPrompt } from './shell-steps.ts'

test.beforeEach(async ({ culvert, sandbox }) => {
  await sandbox.fault({ kind: 'agent', behaviour: { firstOutputMs: 0 } })
  await signInAtOnce(culvert, sandbox)
})

const screen = (page: Page, name: string) =>
  page.getByRole('navigation', { name: 'Main' }).getByRole('button', { name })

test('what is shown has the keys: a list that was asked for, a tab that was clicked, the shells that were come back to', async ({
  culvert,
}) => {
  const { page } = culvert
  await openShell(page)
  await page.getByRole('button', { name: /^New shell/ }).click()
  await expect(page.getByRole('grid', { name: 'Targets' }).locator('[role="row"]:focus')).toHaveCount(1)
  await page.getByRole('tab', { name: 'bastion-a' }).click()
  await run(page, 'echo "clicked=$((2 + 2))"', 'clicked=4')
  await screen(page, 'Settings').click()
  await screen(page, 'Shells').click()
  await expect(page.getByRole('textbox', { name: 'Terminal input' })).toBeFocused()
  await run(page, 'echo "back=$((3 + 3))"', 'back=6')
  await page.keyboard.press('Control+Shift+Escape')
  await page.keyboard.press('Control+1')
  await page.keyboard.press('Control+j')
  await expect(page.getByRole('textbox', { name: 'Terminal input' })).toBeFocused()
  await run(page, 'echo "docked=$((4 + 4))"', 'docked=8')
})

test('the keys of the shells are heard where no terminal has them, and the search leads nowhere else', async ({
  culvert,
}) => {
  const { page } = culvert
  await openShell(page)
  const tab = page.getByRole('tab').first()
  const leave = async (): Promise<void> => {
    await page.keyboard.press('Control+Shift+Escape')
    await expect(tab).toBeFocused()
  }
  await leave()
  await page.keyboard.press('/')
  await page.keyboard.press('Control+f')
  await expect(tab).toBeVisible()
  await page.keyboard.press('Control+Shift+D')
  await expect(panes(page)).toHaveCount(2)
  await untilPrompt(page)
  await leave()
  await page.keyboard.press('Control+Shift+F')
  await expect(page.getByRole('search')).toBeVisible()
  await page.keyboard.press('Escape')
  await leave()
  await page.keyboard.press('Control+Shift+T')
  await expect(page.getByRole('tab')).toHaveCount(2)
  await page.keyboard.press('Control+Tab')
  await run(page, 'echo "second=$((5 + 5))"', 'second=10')
})

test('a name of a tab is taken with Enter and given up with Escape', async ({ culvert }) => {
  const { page } = culvert
  await openShell(page)
  const field = page.getByRole('textbox', { name: 'Rename tab' })
  await page.getByRole('tab').dblclick()
  await expect(field).toHaveValue('bastion-a')
  await page.keyboard.type('something else')
  await page.keyboard.press('Escape')
  await expect(page.getByRole('tab')).toHaveText('bastion-a')
  // What waits at the prompt waits still when the name is taken.
  await page.keyboard.type('echo "name')
  await page.keyboard.press('Control+Shift+R')
  await page.keyboard.type('the bastion')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('tab')).toHaveText('the bastion')
  await expect.poll(async () => (await ask(page, 'shell.layout')).tabs[0]?.title).toBe('the bastion')
  await run(page, 'd=$((6 + 6))"', 'named=12')
  for (const count of [2, 3]) {
    await page.keyboard.press('Control+Shift+T')
    await expect(page.getByRole('tab')).toHaveCount(count)
  }
  await page.getByRole('tab', { name: 'the bastion' }).click({ button: 'right' })
  await page.getByRole('menuitem', { name: 'Rename…' }).click()
  await expect(field).toBeFocused()
  await page.keyboard.press('Escape')
  await page.getByRole('tab', { name: 'the bastion' }).click({ button: 'right' })
  await page.getByRole('menuitem', { name: 'Close the other tabs' }).click()
  await expect(page.getByRole('tab')).toHaveCount(1)
  await expect(page.getByRole('tab')).toHaveText('the bastion')
})
