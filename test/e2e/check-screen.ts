import type { Page } from '@playwright/test'
import { violations } from './axe.ts'
import { ask, expect } from './fixtures.ts'
import { faintTexts, namelessControls, smallTargets } from './inspect-page.ts'

/** Contrast follows from the theme, names from the language: two looks have both of each. */
const looks = [
  { theme: 'dark', language: 'ja' },
  { theme: 'light', language: 'en' },
] as const

/** Waits until colours have stopped changing; what turns for ever is not waited for. */
async function settled(page: Page): Promise<void> {
  await expect
    .poll(
      async () =>
        await page.evaluate(() => document.getAnimations().filter((one) => one instanceof CSSTransition).length),
    )
    .toBe(0)
}

/** Everything that holds on any screen, light and dark, in English and Japanese; the window is light and English afterwards. */
export async function checkScreen(page: Page, screen: string): Promise<void> {
  for (const look of looks) {
    await ask(page, 'settings.change', look)
    await expect(page.locator('html')).toHaveAttribute('data-theme', look.theme)
    await expect(page.locator('html')).toHaveAttribute('lang', look.language)
    await page.mouse.move(0, 0)
    await settled(page)
    const where = `${screen}, ${look.theme}, ${look.language}`
    expect.soft(await violations(page), `${where}: axe`).toEqual([])
    expect.soft(await faintTexts(page), `${where}: faint texts`).toEqual([])
    expect.soft(await namelessControls(page), `${where}: controls without a name`).toEqual([])
  }
  expect.soft(await smallTargets(page), `${screen}: small targets`).toEqual([])
}
