import type { CDPSession } from '@playwright/test'
import { openXKeyboard } from '../support/x-keyboard.ts'
import { engines, expect, onlyShell, test } from './one-app.ts'
import { run, terminalText, untilPrompt, untilShown } from './shell-steps.ts'

/**
 * Says that it is ready, and shows in hexadecimal what comes, after each Enter. One that comes before, with the command itself, is
 * no end of a line for a terminal that the shell's own line editor had set.
 */
const showBytes = `stty -echo; printf 'rea%s\\n' dy; while IFS= read -r got; do printf 'got%s\\n' "$(printf %s "$got" | od -An -v -tx1)"; done`

/** An input method puts letters together: they are not typed yet. */
async function compose(input: CDPSession, text: string): Promise<void> {
  await input.send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length })
}

const commit = async (input: CDPSession, text: string): Promise<void> =>
  void (await input.send('Input.insertText', { text }))

for (const engine of engines) {
  test.describe(`ime (${engine})`, () => {
    test('what is put together shows at the cursor, and is sent once, when it is taken', async ({ one }) => {
      await onlyShell(one, engine)
      const { page } = one.app
      const input = await page.context().newCDPSession(page)
      const view = page.locator('.pane.active .composition-view')
      await run(page, showBytes, /^ready$/m)
      for (const text of ['n', 'に', 'にh', 'にほ', 'にほん']) await compose(input, text)
      await expect(view).toHaveText('にほん')
      await expect(view).toBeVisible()
      const cursor = await page.locator('.pane.active .xterm-helper-textarea').boundingBox()
      const shown = await view.boundingBox()
      expect(Math.abs((shown?.x ?? 0) - (cursor?.x ?? -99))).toBeLessThan(4)
      expect(Math.abs((shown?.y ?? 0) - (cursor?.y ?? -99))).toBeLessThan(4)
      await commit(input, '日本')
      await expect(view).toBeHidden()
      await commit(input, '語')
      await page.keyboard.press('Enter')
      await untilShown(page, 'got e6 97 a5 e6 9c ac e8 aa 9e')
      await input.detach()
    })

    test('what is given up is not sent', async ({ one }) => {
      await onlyShell(one, engine)
      const { page } = one.app
      const input = await page.context().newCDPSession(page)
      await run(page, showBytes, /^ready$/m)
      await compose(input, 'か')
      await compose(input, '')
      await page.keyboard.type('x')
      await page.keyboard.press('Enter')
      await untilShown(page, 'got 78')
      expect(await terminalText(page)).not.toContain('e3 81 8b')
      await input.detach()
    })

    test('keys of the app rest while letters are put together', async ({ one }) => {
      await onlyShell(one, engine)
      const { page } = one.app
      const input = await page.context().newCDPSession(page)
      await compose(input, 'かん')
      const key = { key: 'D', code: 'KeyD', windowsVirtualKeyCode: 229, modifiers: 2 + 8 }
      await input.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', ...key })
      await input.send('Input.dispatchKeyEvent', { type: 'keyUp', ...key })
      await commit(input, '漢')
      await expect(page.locator('.pane')).toHaveCount(1)
      await untilShown(page, /[$#] 漢$/)
      await page.keyboard.press('Control+c')
      await untilPrompt(page)
      await input.detach()
    })
  })
}

test('ime: a dead key and a letter are one character', async ({ one }, info) => {
  info.skip(process.platform !== 'linux', 'keys are pressed through an X server')
  await onlyShell(one, 'builtin')
  const { page, app } = one.app
  await run(page, showBytes, /^ready$/m)
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.focus())
  const field = page.locator('.pane.active .xterm-helper-textarea')
  await expect(field).toBeFocused()
  await field.evaluate((element) =>
    element.addEventListener('keydown', (event) => {
      // The system's own input method has it.
      if (event instanceof KeyboardEvent && event.key === 'Process') element.setAttribute('data-dead-key', '')
    }),
  )
  const keyboard = await openXKeyboard(process.env['DISPLAY'] ?? ':0')
  await keyboard.deadAcute(async () => (await field.getAttribute('data-dead-key')) !== null)
  await keyboard.letter('e')
  // xterm sends it a turn after it is there, and Enter empties the field: what comes sooner than a hand can would find nothing to send.
  await expect(field).toHaveValue(/é$/)
  // By the same way: a key of the browser's own would overtake those that the system makes.
  await keyboard.enter()
  keyboard.close()
  await untilShown(page, 'got c3 a9')
})

test('ime: Enter that comes before a letter was sent does not take it away', async ({ one }) => {
  await onlyShell(one, 'builtin')
  const { page } = one.app
  await run(page, showBytes, /^ready$/m)
  // All in one turn, as a busy page hears keys: before the timer by which xterm sends what was put together.
  await page.locator('.pane.active .xterm-helper-textarea').evaluate((field) => {
    if (!(field instanceof HTMLTextAreaElement)) throw new Error('no field')
    const compose = (type: string, data: string): void =>
      void field.dispatchEvent(new CompositionEvent(type, { data, bubbles: true }))
    compose('compositionstart', '')
    field.value += 'é'
    compose('compositionupdate', 'é')
    compose('compositionend', 'é')
    field.dispatchEvent(
      new KeyboardEvent('keydown', { key: 'Enter', code: 'Enter', keyCode: 13, bubbles: true, cancelable: true }),
    )
  })
  await untilShown(page, 'got c3 a9')
})
