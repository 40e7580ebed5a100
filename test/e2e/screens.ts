import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from '@playwright/test'

/** Where pictures go unless the suite is told otherwise. */
const folder =
  process.env['CULVERT_SCREENSHOTS'] ?? join(import.meta.dirname, '..', '..', 'test-results', 'screenshots')

/** Takes a picture of the window as it is and gives its path. Animations stand still, the caret is hidden. */
export async function takePicture(page: Page, name: string): Promise<string> {
  await mkdir(folder, { recursive: true })
  const path = join(folder, `${name}.png`)
  await page.screenshot({ path, animations: 'disabled' })
  return path
}
