import { expect, ask, saveTunnel, signInAtOnce, test } from './fixtures.ts'
import { allLooks, everyLook } from './screens.ts'
import { bastion, openShell, panes, paste, run, shellStates, textOf, untilPrompt, untilShown } from './shell-steps.ts'
import { tunnelRow } from './window-steps.ts'

test.beforeEach(async ({ culvert, sandbox }) => {
  await sandbox.fault({ kind: 'agent', behaviour: { firstOutputMs: 0 } })
  await signInAtOnce(culvert, sandbox)
})

test('the keyboard alone opens a shell, types, reads, splits, walks and closes', async ({ culvert, port }) => {
  const { page } = culvert
  await saveTunnel(page, { localPort: port, switch: 'off' })
  await page.keyboard.press('Control+1')
  await tunnelRow(page, 'orders-db').focus()
  await page.keyboard.press('Control+t')
  const question = page.getByRole('alertdialog', { name: 'Open a shell on production?' })
  await expect(question.getByRole('button', { name: 'Cancel' })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.getByText('orders-prod is production, so nothing was opened')).toBeVisible()
  expect(await shellStates(page)).toEqual([])
  await page.getByRole('button', { name: 'Open again' }).click()
  await expect(question.getByRole('button', { name: 'Cancel' })).toBeFocused()
  for (const key of ['Shift+Tab', 'Space', 'Tab', 'Tab', 'Enter']) await page.keyboard.press(key)
  await untilPrompt(page)
  await run(page, 'echo "sum=$((40 + 2))"', 'sum=42')
  await expect(page.locator('.pane.active .pane-head')).toContainText('Production')

  await page.keyboard.press('Control+Shift+D')
  await expect(panes(page)).toHaveCount(2)
  await untilPrompt(page)
  await run(page, 'echo "second=$((6 * 7))"', 'second=42')
  await page.keyboard.press('Control+Shift+E')
  await expect(panes(page)).toHaveCount(3)
  await untilPrompt(page)
  await page.keyboard.press('Control+Shift+ArrowLeft')
  await run(page, 'echo "first=$((1 + 1))"', 'first=2')
  expect(await textOf(page.locator('.pane.active'))).toContain('sum=42')
  await everyLook(culvert, 'shells', allLooks)

  await page.keyboard.press('Control+Shift+Enter')
  await expect(panes(page)).toHaveCount(1)
  await page.keyboard.press('Control+Shift+Enter')
  await expect(panes(page)).toHaveCount(3)
  await page.keyboard.press('Control+Shift+F')
  await page.keyboard.type('sum=42')
  await expect(page.getByRole('search')).toContainText('1 of 1')
  await page.keyboard.press('Escape')
  await run(page, 'echo "back=$((3 * 3))"', 'back=9')

  await page.keyboard.press('Control+Shift+Escape')
  await expect(page.getByRole('tab', { name: 'bastion-a' })).toBeFocused()
  await page.keyboard.press('Enter')
  for (const left of [2, 1]) {
    await page.keyboard.press('Control+Shift+W')
    await expect(page.getByRole('button', { name: 'Keep open' })).toBeFocused()
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await expect(panes(page)).toHaveCount(left)
  }
  await expect.poll(() => shellStates(page)).toEqual(['open'])
})

test('a shell that is left says so, and comes back in its place below what it had shown', async ({
  culvert,
  sandbox,
}) => {
  const { page } = culvert
  await openShell(page)
  await run(page, 'echo "before=$((2 + 3))"', 'before=5')
  await page.keyboard.type('exit')
  await page.keyboard.press('Enter')
  await expect(page.getByText('You left the shell')).toBeVisible()
  await paste(page, 'cd /tmp\nls')
  await expect(page.getByRole('alertdialog')).toHaveCount(0)
  await everyLook(culvert, 'shells-ended')
  expect((await sandbox.state()).sessions.active).toEqual([])
  await page.keyboard.press('Enter')
  await untilPrompt(page)
  await run(page, 'echo "after=$((2 * 3))"', 'after=6')
  await untilShown(page, 'before=5')
})

test('who agrees to production for once is not asked about a split, nor when the same shell comes back', async ({
  culvert,
}) => {
  const { page } = culvert
  await openShell(page, bastion, 'once')
  await page.keyboard.press('Control+Shift+D')
  await expect(panes(page)).toHaveCount(2)
  await untilPrompt(page)
  await run(page, 'echo "second=$((6 * 7))"', 'second=42')
  await page.keyboard.type('exit')
  await page.keyboard.press('Enter')
  await expect(page.getByText('You left the shell')).toBeVisible()
  await page.keyboard.press('Enter')
  await untilPrompt(page)
  await run(page, 'echo "again=$((6 * 8))"', 'again=48')
  await expect(page.getByRole('alertdialog')).toHaveCount(0)
})

test('the dock has the same shells under the list', async ({ culvert, port }) => {
  const { page } = culvert
  await saveTunnel(page, { localPort: port, switch: 'off' })
  await openShell(page)
  await run(page, 'echo "dock=$((5 * 5))"', 'dock=25')
  await page.keyboard.press('Control+Shift+J')
  await untilShown(page, 'dock=25')
  await run(page, 'echo "still=$((5 * 6))"', 'still=30')
  await everyLook(culvert, 'dock')
  await page.getByRole('button', { name: 'Close the dock' }).click()
  await expect(page.locator('.dock')).toBeHidden()
  expect(await shellStates(page)).toEqual(['open'])
})

test('tabs come back at the next start, and nothing is started unasked', async ({ culvert, launchAgain, sandbox }) => {
  await openShell(culvert.page)
  await culvert.page.keyboard.press('Control+Shift+D')
  await untilPrompt(culvert.page)
  await expect.poll(async () => (await ask(culvert.page, 'shell.layout')).panes.length).toBe(2)
  await culvert.quit()
  expect((await sandbox.state()).sessions.active).toEqual([])
  const { page } = await launchAgain()
  await page.getByRole('navigation', { name: 'Main' }).getByRole('button', { name: 'Shells' }).click()
  await expect(page.getByText(/was open here/)).toHaveCount(2)
  expect(await shellStates(page)).toEqual([])
  await page.getByRole('button', { name: 'Open', exact: true }).first().click()
  await expect.poll(() => shellStates(page)).toEqual(['open'])
  await expect(page.getByText(/was open here/)).toHaveCount(1)
})
