import { until } from '../support/app-under-test.ts'
import { engines, expect, onlyShell, test } from './one-app.ts'
import { paste, run, terminalText, untilPrompt, untilShown } from './shell-steps.ts'
import { resizeWindow } from './screens.ts'

/** How many cells a text took, as the terminal itself tells where its cursor is. */
const measure = String.raw`width() { printf '\r%s\033[6n' "$1"; IFS=';' read -rsd R -t 5 _ at; printf '\n<%s> %s wide\n' "$1" "$((at - 1))"; }`

for (const engine of engines) {
  test.describe(`terminal (${engine})`, () => {
    test.beforeEach(async ({ one }) => await onlyShell(one, engine))

    test('a program that owns the screen draws, hears the mouse, and leaves what was there', async ({ one }) => {
      const { page } = one.app
      await run(page, 'echo "before=$((2 + 3))"', 'before=5')
      await run(page, 'draw', /draw \d+ x \d+/)
      // What it draws may come in parts.
      await untilShown(page, '日本語')
      expect(await terminalText(page)).not.toContain('before=5')
      const screen = page.locator('.pane.active .xterm-screen')
      await screen.click({ position: { x: 3, y: 3 } })
      await untilShown(page, /input: +1b 5b 3c 30 3b 31 3b 31 [46]d/)
      await page.keyboard.press('ArrowUp')
      await untilShown(page, /input: +1b 5b 41/)
      await page.keyboard.press('q')
      await untilPrompt(page)
      const after = await terminalText(page)
      expect(after).toContain('before=5')
      expect(after).not.toContain('q leaves')
      await screen.click({ position: { x: 3, y: 3 } })
      await run(page, 'echo "after=$((2 * 4))"', /^after=8/m)
    })

    test('a paste comes between brackets where the program wants them, and as it is elsewhere', async ({ one }) => {
      const { page } = one.app
      await run(page, String.raw`printf '\033[?2004hready\n'; cat -v`, /^ready$/m)
      await paste(page, 'two words')
      await page.keyboard.press('Enter')
      await untilShown(page, /^\^\[\[200~two words\^\[\[201~$/m)
      await page.keyboard.press('Control+d')
      await run(page, String.raw`printf '\033[?2004lplain\n'; cat -v`, /^plain$/m)
      await paste(page, 'as it is')
      await page.keyboard.press('Enter')
      await untilShown(page, /^as it is\nas it is$/m)
    })

    test('a key that is pressed while a paste goes comes after it, and its end takes the focus from nobody', async ({
      one,
    }) => {
      const { page } = one.app
      const count = 15_000
      await run(
        page,
        String.raw`stty raw -echo; printf 'ready\r\n'; head -c ${count + 1} | tail -c 4 | od -An -c; stty sane`,
        /^ready$/m,
      )
      await page.evaluate((pasted) => {
        const field = document.querySelector('.pane.active .xterm-helper-textarea')
        const data = new DataTransfer()
        data.setData('text/plain', pasted)
        field?.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }))
        const press = (init: KeyboardEventInit): unknown =>
          field?.dispatchEvent(new KeyboardEvent('keydown', { ...init, bubbles: true, cancelable: true }))
        press({ key: 'Enter', keyCode: 13 })
        press({ key: 'F', code: 'KeyF', keyCode: 70, shiftKey: true, ctrlKey: true })
      }, 'p'.repeat(count))
      await untilShown(page, /p +p +p +\\r/)
      await expect(page.getByRole('search').getByRole('textbox')).toBeFocused()
      await page.keyboard.press('Escape')
    })

    test('what is found is not below the bar of the search', async ({ one }) => {
      const { page } = one.app
      const bar = page.getByRole('search')
      const lookFor = async (text: string): Promise<void> => {
        await page.keyboard.press('Control+Shift+F')
        await page.keyboard.insertText(text)
        const match = page.locator('.pane.active .xterm-rows > div').filter({ hasText: new RegExp(`^${text}`) })
        await expect(match).toBeVisible()
        const [of, found] = [await bar.boundingBox(), await match.boundingBox()]
        const [top, bottom] = [of?.y ?? 0, (of?.y ?? 0) + (of?.height ?? 0)]
        expect((found?.y ?? 0) >= bottom || (found?.y ?? 0) + (found?.height ?? 0) <= top).toBe(true)
        await page.keyboard.press('Escape')
        await expect(bar).toBeHidden()
      }
      await run(page, String.raw`clear; printf 'need%s\n' le1; seq 3`, /^3$/m)
      await lookFor('needle1')
      // Another screen has nothing to scroll.
      await run(page, String.raw`printf '\033[?1049h\033[Hneed%s\n' le2; seq 7 9; cat`, /^9$/m)
      await lookFor('needle2')
    })

    test('characters take the width that terminals agree on', async ({ one }) => {
      const { page } = one.app
      await run(page, 'exec bash --norc', '')
      await run(page, 'echo "in=$0"', 'in=bash')
      await run(page, measure, /[$#]$/)
      for (const [text, cells] of [
        ['日本語', 6],
        ['ｶﾅ', 2],
        ['e\u0301', 1],
        ['👍🏽', 2],
        ['👩‍👩‍👧', 2],
        ['🇯🇵', 2],
      ] as const) {
        await page.keyboard.insertText(`width '${text}'`)
        await page.keyboard.press('Enter')
        await untilShown(page, `<${text}> ${cells} wide`)
      }
    })

    test('lines are whole again after the window was narrow', async ({ one }) => {
      const { page } = one.app
      const line = (index: number): string => `line ${index} ${'0123456789'.repeat(10)} end`
      await run(
        page,
        `for i in 1 2 3 4 5; do echo "line $i $(printf '0123456789%.0s' 1 2 3 4 5 6 7 8 9 10) end"; done`,
        line(5),
      )
      for (const width of [900, 1_100, 1_240]) await resizeWindow(one.app, { width, height: 800 })
      const kept = async (): Promise<readonly number[]> => {
        const shown = (await terminalText(page)).split('\n')
        return [1, 2, 3, 4, 5].map((index) => shown.filter((text) => text === line(index)).length)
      }
      await expect.poll(kept).toEqual([1, 1, 1, 1, 1])
    })

    test('the far end is told the size of the window, each time it changes', async ({ one }) => {
      const { page } = one.app
      const told = async (): Promise<string> => {
        await run(page, 'clear; echo "size=$(stty size)."', /^size=\d+ \d+\./m)
        return /^size=(\d+ \d+)\./m.exec(await terminalText(page))?.[1] ?? ''
      }
      const shown = async (): Promise<string> => {
        const text = await page.locator('.status-bar').innerText()
        const [, columns, rows] = /(\d+) × (\d+)/.exec(text) ?? []
        return `${rows} ${columns}`
      }
      const large = await until(async () => {
        const size = await told()
        return size === (await shown()) ? size : null
      }, 'the size of the window')
      await resizeWindow(one.app, { width: 900, height: 640 })
      const small = await until(async () => {
        const size = await told()
        return size !== large && size === (await shown()) ? size : null
      }, 'the smaller size')
      await resizeWindow(one.app, { width: 1_240, height: 800 })
      await until(async () => {
        const size = await told()
        return size !== small && size === (await shown()) ? size : null
      }, 'the larger size')
    })
  })
}

test.describe('terminal', () => {
  test.beforeEach(async ({ one }) => await onlyShell(one, 'builtin'))

  test('a screen reader finds what is printed', async ({ one }) => {
    const { app, page } = one.app
    const tree = page.locator('.pane.active .xterm-accessibility')
    await expect(tree).toHaveCount(0)
    await app.evaluate(({ app: main }) => {
      main.setAccessibilitySupportEnabled(true)
    })
    await run(page, 'echo "read=$((6 * 7))"', 'read=42')
    await expect(tree).toContainText('read=42')
    await app.evaluate(({ app: main }) => {
      main.setAccessibilitySupportEnabled(false)
    })
    await expect(tree).toHaveCount(0)
  })

  test('a pane in which something may run is not closed unasked', async ({ one }) => {
    const { page } = one.app
    await page.keyboard.press('Control+Shift+D')
    await untilPrompt(page)
    await page.keyboard.press('Control+Shift+W')
    const question = page.getByRole('alertdialog', { name: /^Close .+\?$/ })
    await expect(question.getByRole('button', { name: 'Keep open' })).toBeFocused()
    await page.keyboard.press('Enter')
    await expect(question).toBeHidden()
    await run(page, 'echo "kept=$((5 * 5))"', 'kept=25')
    await page.getByRole('tab').first().focus()
    await page.keyboard.press('Delete')
    await expect(page.getByRole('alertdialog', { name: 'Close 2 shells?' }).getByRole('listitem')).toHaveCount(2)
    await page.keyboard.press('Escape')
    await expect(page.getByRole('tab').first()).toBeFocused()
    await page.keyboard.press('Enter')
    await run(page, 'echo "still=$((4 * 4))"', 'still=16')
    await page.keyboard.press('Control+Shift+W')
    await expect(question.getByRole('button', { name: 'Keep open' })).toBeFocused()
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await expect(page.locator('.pane')).toHaveCount(1)
    await run(page, 'echo "left=$((6 * 6))"', 'left=36')
  })

  test('a shell that ends while it is asked about needs no answer', async ({ one }) => {
    const { page } = one.app
    await page.keyboard.press('Control+Shift+W')
    await expect(page.getByRole('alertdialog')).toBeVisible()
    await one.sandbox.fault({ kind: 'end-session' })
    await expect(page.getByRole('alertdialog')).toBeHidden()
  })
})
