import { createHash } from 'node:crypto'
import { ask, expect, saveTunnel, signInAtOnce, test } from './fixtures.ts'
import { openXKeyboard } from '../support/x-keyboard.ts'
import { everyLook } from './screens.ts'
import { openShell, panes, paste, run, shellStates, terminalText, untilPrompt, untilShown } from './shell-steps.ts'

test.beforeEach(async ({ culvert, sandbox }) => {
  await sandbox.fault({ kind: 'agent', behaviour: { firstOutputMs: 0 } })
  await signInAtOnce(culvert, sandbox)
})

test('Control with each letter is the shell’s', async ({ culvert }) => {
  const { page, app } = culvert
  await openShell(page)
  await run(page, "stty raw -echo; printf 'ready\\r\\n'; head -c 26 | od -An -v -tx1 -w26; stty sane", 'ready')
  // Menus have accelerators for some of them; only keys that the system makes come to menus.
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.focus())
  const keyboard = process.platform === 'linux' ? await openXKeyboard(process.env['DISPLAY'] ?? ':0') : null
  for (const letter of 'abcdefghijklmnopqrstuvwxyz') {
    if (keyboard === null) await page.keyboard.press(`Control+${letter}`)
    else await keyboard.control(letter)
  }
  keyboard?.close()
  const bytes = Array.from({ length: 26 }, (_, index) => (index + 1).toString(16).padStart(2, '0'))
  // AWS's plugin sends a newline that it reads alone as a return (decision 4).
  const sent = bytes.map((byte) => (byte === '0a' && process.env['CULVERT_TEST_ENGINE'] === 'plugin' ? '0[ad]' : byte))
  await untilShown(page, new RegExp(sent.join(' ')))
  await expect(page.getByRole('dialog')).toHaveCount(0)
  expect(await shellStates(page)).toEqual(['open'])
})

test('a paste is looked at first, and arrives as it was said', async ({ culvert, port }) => {
  const { page } = culvert
  await saveTunnel(page, { localPort: port, switch: 'off' })
  await openShell(page)
  await paste(page, 'echo plain')
  await untilShown(page, 'echo plain')
  await page.keyboard.press('Control+c')
  const esc = '\u001b'
  const lines = ['cd /tmp', `echo\t"one"${esc}[31m`, 'echo \u202e"two"', `echo three${esc}[201~`]
  await paste(page, lines.join('\n'))
  const sheet = page.getByRole('alertdialog')
  await expect(sheet).toContainText('Paste 4 lines into bastion-a?')
  await expect(sheet).toContainText('ESC [31m')
  await expect(sheet).toContainText('U+202E')
  await expect(sheet.getByRole('button', { name: 'Cancel' })).toBeFocused()
  await everyLook(culvert, 'shells-paste')
  await page.keyboard.press('Escape')
  await expect(sheet).toBeHidden()
  expect(await terminalText(page)).not.toContain('cd /tmp')
  await paste(page, 'echo "a=$((1 + 1))"\necho "b=$((2 + 2))"\n')
  await sheet.getByRole('button', { name: 'Paste 2 lines' }).click()
  await untilShown(page, 'echo "b=$((2 + 2))"')
  await page.keyboard.press('Enter')
  await untilShown(page, /a=2[\s\S]*b=4/)
})

test('ten thousand pasted lines arrive whole', async ({ culvert }) => {
  const { page } = culvert
  await openShell(page)
  await run(
    page,
    'stty -echo; echo "reads=$((1 + 1))"; cat > /tmp/culvert-paste-$$; sha256sum < /tmp/culvert-paste-$$; rm /tmp/culvert-paste-$$; stty echo',
    // Until the shell has given its prompt up, a paste is between brackets, which cat would take for text.
    'reads=2',
  )
  const text = Array.from(
    { length: 10_000 },
    (_, index) => `line ${index} of what was pasted, ${'x'.repeat(index % 40)}\n`,
  ).join('')
  await paste(page, text)
  await page.getByRole('button', { name: 'Paste 10000 lines' }).click()
  await expect(page.getByRole('progressbar')).toBeVisible()
  await everyLook(culvert, 'shells-paste-sending', ['en-dark'])
  await expect(page.getByRole('alertdialog')).toBeHidden({ timeout: 60_000 })
  await page.keyboard.press('Control+d')
  await untilShown(page, createHash('sha256').update(text).digest('hex'))
})

test('what is typed goes to the panes that hear, and production joins only when asked', async ({ culvert, port }) => {
  const { page } = culvert
  await openShell(page)
  await page.keyboard.press('Control+Shift+D')
  await expect(panes(page)).toHaveCount(2)
  await untilPrompt(page)
  await page.keyboard.press('Control+Shift+B')
  await expect(page.getByText('Typing goes to 0 of 2 panes')).toBeVisible()
  await expect(page.getByText('Production is left out.')).toBeVisible()
  for (const pane of [0, 1]) {
    await page.getByRole('checkbox').nth(pane).click()
    await page.getByRole('alertdialog').getByRole('button', { name: 'Let it hear' }).click()
  }
  await expect(page.getByText('Typing goes to 2 of 2 panes')).toBeVisible()
  await expect(page.getByText('Production hears it.')).toBeVisible()
  // Whoever ticked the last box with the pointer goes on typing.
  await expect(page.getByRole('textbox', { name: 'Terminal input' }).nth(1)).toBeFocused()
  await page.keyboard.type('echo "all=$((7 * 7))"')
  await page.keyboard.press('Enter')
  await expect(page.locator('.pane', { hasText: 'all=49' })).toHaveCount(2)
  await everyLook(culvert, 'shells-broadcast')
  await page.getByRole('checkbox').last().uncheck()
  await expect(page.getByText('Typing goes to 1 of 2 panes')).toBeVisible()
  await page.keyboard.press('Control+1')
  await page.getByRole('navigation', { name: 'Main' }).getByRole('button', { name: 'Tunnels' }).click()
  await page.getByRole('navigation', { name: 'Main' }).getByRole('button', { name: 'Shells' }).click()
  await expect(page.getByText(/Typing goes to/)).toHaveCount(0)
  await saveTunnel(page, { localPort: port, switch: 'off' })
  expect(await shellStates(page)).toEqual(['open', 'open'])
})

test('what the far end asks for is text, and its clipboard is neither read nor written', async ({ culvert }) => {
  const { page, app } = culvert
  await app.evaluate(({ clipboard }) => clipboard.writeText('secret'))
  await openShell(page)
  await run(
    page,
    String.raw`printf '\033]52;c;?\007\033]52;c;aGFja2Vk\007\033]0;<b>evil</b>\007'; stty -icanon -echo min 0 time 5; cat -v; stty sane; echo "end=$((8 * 8))"`,
    'end=64',
  )
  expect(await terminalText(page)).not.toMatch(/\^\[\]52|c2VjcmV0/)
  expect(await app.evaluate(({ clipboard }) => clipboard.readText())).toBe('secret')
  await expect(page.getByRole('tab')).not.toContainText('evil')
  expect(await page.locator('.pane-head b').getAttribute('title')).toBe('<b>evil</b>')
  await ask(page, 'settings.change', { clipboardFromShells: true })
  await run(page, String.raw`printf '\033]52;c;aGFja2Vk\007'; echo "done=$((9 * 9))"`, 'done=81')
  await expect.poll(() => app.evaluate(({ clipboard }) => clipboard.readText())).toBe('hacked')
})
