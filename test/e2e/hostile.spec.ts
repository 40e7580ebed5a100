import { engines, expect, onlyShell, test } from './one-app.ts'
import { run, terminalText } from './shell-steps.ts'

/** Prints something, and counts the bytes that the terminal types by itself until it has been quiet for a second. */
const answersTo = (printed: string): string =>
  `printf '${printed}'; stty -icanon -echo min 0 time 10; typed=$(cat | wc -c); stty sane; printf '\\ntyped=%d.\\n' $typed`

/** What is printed, and a text that it would leave somewhere if it were obeyed. */
const orders: readonly (readonly [string, string])[] = [
  ['C1 controls', String.raw`\302\2350;owned\302\234\302\220+q6e616d65\302\234\302\233 21t\302\237owned\302\234`],
  ['window orders', String.raw`\033[8;3;20t\033[3;0;0t\033[2t\033[9;1t\033[14t\033[18t\033[20t\033[21t`],
  ['a question who it is', String.raw`\005`],
  ['a clipboard that is read', String.raw`\033]52;c;?\007\033]52;p;?\033\\`],
  [
    'a program that is to be run',
    String.raw`\033]777;notify;a;b\007\033]9;owned\007\033]1337;File=name=b3duZWQ=;inline=1:b3duZWQ=\007`,
  ],
  [
    'a macro, a font and a key of its own',
    String.raw`\033P1!zowned\033\\\033P{owned\033\\\033P0;1|17/6f776e6564\033\\`,
  ],
]

/** Megabytes are drawn without a graphics card here. */
const patience = { timeout: 60_000 }

for (const engine of engines) {
  test.describe(`hostile (${engine})`, () => {
    test.beforeEach(async ({ one }) => await onlyShell(one, engine))

    for (const [name, printed] of orders) {
      test(`${name}: nothing is typed, named or copied`, async ({ one }) => {
        const { page, app } = one.app
        await app.evaluate(({ clipboard }) => clipboard.writeText('mine'))
        const before = await app.evaluate(({ BrowserWindow }) => {
          const [window] = BrowserWindow.getAllWindows()
          return { title: window?.getTitle(), size: window?.getSize(), isMinimised: window?.isMinimized() }
        })
        await run(page, answersTo(printed), /^typed=0\.$/m)
        expect(await app.evaluate(({ clipboard }) => clipboard.readText())).toBe('mine')
        await expect(page.getByRole('tab')).not.toContainText('owned')
        const after = await app.evaluate(({ BrowserWindow }) => {
          const [window] = BrowserWindow.getAllWindows()
          return { title: window?.getTitle(), size: window?.getSize(), isMinimised: window?.isMinimized() }
        })
        expect(after).toEqual(before)
      })
    }

    test('an order without an end, and bytes that are no text, leave a terminal that works', async ({ one }) => {
      const { page } = one.app
      const endless = [
        String.raw`printf '\033]0;'; yes owned | tr -d '\n' | head -c 3000000; printf '\007'`,
        String.raw`printf '\033P+q'; yes 41 | tr -d '\n' | head -c 3000000; printf '\033\\'`,
        String.raw`printf '\033['; yes '1;' | tr -d '\n' | head -c 1000000; printf 'm\033[0m'`,
        String.raw`printf '\377\376\300\200\355\240\200\364\220\200\200\n'`,
      ]
      for (const [index, line] of endless.entries()) {
        await page.keyboard.type(`${line}; printf '\\033\\\\\\n'; echo "through=$((${index} + 70))"`)
        await page.keyboard.press('Enter')
        await expect.poll(() => terminalText(page), patience).toContain(`through=${index + 70}`)
      }
      await expect(page.getByRole('tab')).not.toContainText('owned')
      const title = (await page.locator('.pane-head b').getAttribute('title')) ?? ''
      expect(title.length).toBeLessThanOrEqual(200)
      await run(page, 'echo "works=$((9 * 9))"', 'works=81')
    })

    test('ten megabytes on one line are drawn, and the window answers meanwhile', async ({ one }) => {
      const { page } = one.app
      await page.keyboard.type(`head -c 10000000 /dev/zero | tr '\\0' x; echo; echo "line=$((50 + 5))"`)
      await page.keyboard.press('Enter')
      await page.getByRole('navigation', { name: 'Main' }).getByRole('button', { name: 'Settings' }).click()
      await expect(page.getByRole('heading', { name: 'Settings' })).toBeVisible()
      await page.getByRole('navigation', { name: 'Main' }).getByRole('button', { name: 'Shells' }).click()
      await expect.poll(() => terminalText(page), patience).toContain('line=55')
      await page.locator('.pane.active .xterm-screen').click()
      await run(page, 'echo "works=$((8 * 9))"', 'works=72')
    })
  })
}
