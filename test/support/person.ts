import { join } from 'node:path'
import { _electron, type Page } from '@playwright/test'

/** Opens a page in a browser window of its own, lets the person act, and closes the browser again. */
export async function inBrowser(url: string, act: (page: Page) => Promise<void>): Promise<void> {
  const folder = join(import.meta.dirname, 'browser')
  const browser = await _electron.launch({ args: [join(folder, 'main.mjs'), url] })
  try {
    await act(await browser.firstWindow())
  } finally {
    await browser.close()
  }
}

/** Answers the consent page as the user would. */
export async function decide(url: string, decision: 'Allow' | 'Deny'): Promise<void> {
  await inBrowser(url, async (page) => {
    await page.getByRole('button', { name: decision }).click()
    await page.waitForLoadState('load')
  })
}
