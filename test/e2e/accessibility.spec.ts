import { until } from '../support/app-under-test.ts'
import { playDesignList } from './design-list.ts'
import { expect, hosts, saveTunnel, signInAtOnce, test } from './fixtures.ts'
import { cutControls, focusStop, tabStops } from './inspect-page.ts'
import { takePicture } from './screens.ts'
import { openSettings, tunnelRow } from './window-steps.ts'

const names = (stops: readonly { readonly name: string }[]): readonly string[] => stops.map(({ name }) => name)

/** Every stop of the keyboard is seen: it is in the window and has an outline of two pixels. */
function checkStops(stops: Awaited<ReturnType<typeof tabStops>>, screen: string): void {
  expect
    .soft(
      stops.filter(({ outline, isVisible, name }) => outline < 2 || !isVisible || !name.includes(' ')),
      `${screen}: stops that are not seen`,
    )
    .toEqual([])
}

test('the keyboard reaches everything, and one sees where it is', async ({ culvert, sandbox, port }) => {
  const { page } = culvert
  checkStops(await tabStops(page), 'signed out')
  await signInAtOnce(culvert, sandbox)
  await saveTunnel(page, { localPort: port, label: 'writer' })
  const list = await tabStops(page)
  checkStops(list, 'tunnels')
  expect(names(list)).toEqual([
    'button Hide sidebar',
    expect.stringMatching(/^button Account/),
    'button Tunnels1',
    'button Shells',
    'button Activity',
    'button Settings',
    'button Production1',
    'button Staging',
    'button Development',
    'button All1',
    'button Sorted by saved order',
    'searchbox Name, port or host',
    expect.stringMatching(/^button New tunnel/),
    expect.stringMatching(/^row orders-db writer/),
    `button Copy localhost:${port}`,
    `switch Listen on :${port}`,
    'button More, orders-db writer',
  ])
  await tunnelRow(page, 'orders-db').click()
  checkStops(await tabStops(page), 'detail')
  for (const section of ['General', 'Engine']) {
    await openSettings(page, section)
    checkStops(await tabStops(page), `settings, ${section}`)
  }
  await page.keyboard.press('Control+N')
  const sheet = page.getByRole('dialog', { name: 'New tunnel' })
  await expect(sheet.getByRole('textbox', { name: 'Name' })).toBeFocused()
  const inSheet = await tabStops(page)
  checkStops(inSheet, 'new tunnel')
  expect(names(inSheet)).toContain('button More options')
  expect(names(inSheet)).not.toContain('button Settings')
})

test('the list is walked with the arrows, and Escape leads back', async ({ culvert, sandbox, port }) => {
  const { page } = culvert
  await signInAtOnce(culvert, sandbox)
  await saveTunnel(page, { localPort: port, name: 'first', switch: 'off' })
  await saveTunnel(page, {
    localPort: port + 1,
    name: 'second',
    switch: 'off',
    endpoint: { host: hosts.cache, port: 6_379 },
  })
  const [first, second] = [tunnelRow(page, 'first'), tunnelRow(page, 'second')]
  await first.focus()
  await page.keyboard.press('ArrowDown')
  await expect(second).toBeFocused()
  await page.keyboard.press('Home')
  await expect(first).toBeFocused()

  await page.keyboard.press('Shift+F10')
  const menu = page.getByRole('menu')
  await expect(menu).toBeVisible()
  await page.keyboard.press('ArrowDown')
  expect((await focusStop(page))?.name).toMatch(/^menuitem /)
  await page.keyboard.press('Escape')
  await expect(menu).toBeHidden()
  await expect(first).toBeFocused()

  await page.keyboard.press('Space')
  await expect(first).toContainText('Armed')
  await page.keyboard.press('Enter')
  const panel = page.getByRole('complementary', { name: 'Tunnel detail' })
  await expect(panel).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(panel).toBeHidden()
  await expect(first).toBeFocused()

  // A menu had the focus before; a form's first field takes it at once.
  await page.getByRole('button', { name: /^Sorted by/ }).click()
  await expect(menu).toBeVisible()
  // The menu takes the focus a moment after it is shown.
  await expect(async () => {
    await page.keyboard.press('Escape')
    await expect(menu).toBeHidden({ timeout: 500 })
  }).toPass()
  for (const [keys, sheet] of [
    ['Control+E', 'Edit first'],
    ['Control+N', 'New tunnel'],
    ['F1', 'Keyboard shortcuts'],
  ] as const) {
    await first.press(keys)
    await expect(page.getByRole('dialog', { name: sheet })).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(page.getByRole('dialog', { name: sheet })).toBeHidden()
    await expect(first).toBeFocused()
  }
  await first.click({ modifiers: ['Control'] })
  await page.getByRole('toolbar').getByRole('button', { name: 'Move to…' }).focus()
  await page.keyboard.press('Escape')
  await expect(first).toBeFocused()

  await page.keyboard.press('/')
  await expect(page.getByRole('searchbox')).toBeFocused()
  await page.keyboard.type('second')
  await expect(first).toBeHidden()
  await page.keyboard.press('Escape')
  await expect(first).toBeVisible()

  await page.keyboard.press('Delete')
  await first.focus()
  await page.keyboard.press('Delete')
  const question = page.getByRole('alertdialog', { name: 'Delete first?' })
  await expect(question.getByRole('button', { name: 'Cancel' })).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(question).toBeHidden()
  await expect(first).toBeFocused()
})

test('who wants less motion sees none, and forced colours keep every state', async ({ culvert, sandbox }) => {
  test.setTimeout(120_000)
  const { page } = culvert
  await signInAtOnce(culvert, sandbox)
  const clients = await playDesignList(page)
  await tunnelRow(page, 'orders-db').first().click()
  const moving = async (): Promise<number> => await page.evaluate(() => document.getAnimations().length)
  await until(async () => ((await moving()) > 0 ? true : null), 'the pipe to move')
  await page.emulateMedia({ reducedMotion: 'reduce' })
  expect(await moving()).toBe(0)
  await page.emulateMedia({ reducedMotion: 'no-preference', forcedColors: 'active' })
  await takePicture(page, 'tunnel-detail-forced-colors')
  await page.emulateMedia({ forcedColors: 'none' })
  await clients.close()
})

test('at twice the size every control can still be reached', async ({ culvert, sandbox, port }) => {
  const { app, page } = culvert
  const scale = await page.evaluate(() => window.devicePixelRatio)
  // A window that is still on its way to its first page forgets what it is told, and has no width to compare.
  await until(async () => {
    await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.setZoomFactor(2))
    return (await page.evaluate(() => window.devicePixelRatio)) > scale ? true : null
  }, 'larger text')
  const check = async (screen: string): Promise<void> =>
    expect.soft(await cutControls(page), `${screen}: controls that are cut off`).toEqual([])
  await check('signed out')
  const change = page.getByRole('button', { name: 'Sign in at another address' })
  await change.evaluate((button) => button.style.setProperty('translate', '2000px'))
  expect(await cutControls(page), 'what is pushed out is noticed').toEqual(['Sign in at another address'])
  await change.evaluate((button) => button.style.removeProperty('translate'))
  await change.click()
  await check('sign-in form')
  await page.getByRole('button', { name: 'Cancel' }).click()
  await signInAtOnce(culvert, sandbox)
  await saveTunnel(page, { localPort: port, label: 'writer' })
  await check('tunnels')
  await tunnelRow(page, 'orders-db').focus()
  await page.keyboard.press('Enter')
  await check('detail')
  await page.keyboard.press('Escape')
  await page.keyboard.press('Control+N')
  await page.getByRole('button', { name: 'Paste a connection string' }).click()
  await check('new tunnel')
  await page.keyboard.press('Escape')
  await page.keyboard.press('Escape')
  for (const section of ['General', 'Sign-in', 'Engine']) {
    await openSettings(page, section)
    await check(`settings, ${section}`)
  }
})
