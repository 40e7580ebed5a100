import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { until, type AppUnderTest } from '../support/app-under-test.ts'
import { ask, expect } from './fixtures.ts'

/** Where pictures go unless the suite is told otherwise. */
const folder =
  process.env['CULVERT_SCREENSHOTS'] ?? join(import.meta.dirname, '..', '..', 'test-results', 'screenshots')

const sizes = { large: { width: 1_240, height: 800 }, small: { width: 900, height: 640 } } as const

/** Every look that is checked by eye: language, theme, and the smallest window. */
export const allLooks = [
  'en-light',
  'en-dark',
  'ja-light',
  'ja-dark',
  'en-light-small',
  'en-dark-small',
  'ja-light-small',
] as const

export type Look = (typeof allLooks)[number]

/** Takes a picture of the window as it is and gives its path. Animations stand still, the caret is hidden. */
export async function takePicture(page: Page, name: string): Promise<string> {
  await mkdir(folder, { recursive: true })
  const path = join(folder, `${name}.png`)
  await page.screenshot({ path, animations: 'disabled' })
  return path
}

/**
 * From now on the page shows `folder` as `shown`, also in what it draws later: a picture of a folder of this run would differ each time, and
 * tell where it was taken.
 */
export async function showFolderAs(page: Page, folder: string, shown: string): Promise<void> {
  await page.evaluate(
    ([from, to]) => {
      const rename = (): void => {
        const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
        for (let text = texts.nextNode(); text !== null; text = texts.nextNode()) {
          if (text.nodeValue?.includes(from) === true) text.nodeValue = text.nodeValue.replaceAll(from, to)
        }
      }
      rename()
      new MutationObserver(rename).observe(document.body, { childList: true, characterData: true, subtree: true })
    },
    [folder, shown] as const,
  )
}

interface ContentSize {
  readonly width: number
  readonly height: number
}

/** Resolves once the page has the size, in pixels. */
export async function resizeWindow({ app, page }: AppUnderTest, size: ContentSize): Promise<void> {
  const { width } = size
  await app.evaluate(
    ({ BrowserWindow }, bounds) => BrowserWindow.getAllWindows()[0]?.setContentSize(bounds.width, bounds.height),
    size,
  )
  await until(async () => ((await page.evaluate(() => window.innerWidth)) === width ? true : null), `${width} px`)
}

async function show(culvert: AppUnderTest, look: Look): Promise<void> {
  const { page } = culvert
  const [language, theme, size] = look.split('-')
  await resizeWindow(culvert, sizes[size === 'small' ? 'small' : 'large'])
  await ask(page, 'settings.change', {
    theme: theme === 'dark' ? 'dark' : 'light',
    language: language === 'ja' ? 'ja' : 'en',
  })
  await expect(page.locator('html')).toHaveAttribute('lang', language ?? '')
  await expect(page.locator('html')).toHaveAttribute('data-theme', theme ?? '')
}

/** One picture for each look that is asked for; afterwards the window is large, light and English again. */
export async function everyLook(
  culvert: AppUnderTest,
  name: string,
  looks: readonly Look[] = ['en-light', 'en-dark', 'ja-light'],
): Promise<void> {
  // A pointer that rests on something would draw it as hovered.
  await culvert.page.mouse.move(0, 0)
  for (const look of looks) {
    await show(culvert, look)
    await takePicture(culvert.page, `${name}-${look}`)
  }
  await show(culvert, 'en-light')
}
