import type { Page } from '@playwright/test'

/** Typed letter by letter and taken away again: queries that leave all, many, few and no tunnels. */
const typed = ['orders-1', 'production', 'redis 3', 'nothing-like-it'] as const

interface Probe {
  keystrokeTimes: number[]
}

/** Notes for each key how long it took until the second frame after it: then what it caused is on the screen. */
async function watchKeys(page: Page): Promise<void> {
  await page.evaluate(() => {
    const probe = globalThis as unknown as Probe
    probe.keystrokeTimes = []
    document.addEventListener(
      'keydown',
      ({ timeStamp }) =>
        requestAnimationFrame(() =>
          requestAnimationFrame(() => void probe.keystrokeTimes.push(performance.now() - timeStamp)),
        ),
      { capture: true },
    )
  })
}

/** Milliseconds from each keystroke in the list's search to the second animation frame after it. */
export async function keystrokeTimes(page: Page): Promise<readonly number[]> {
  await watchKeys(page)
  await page.getByRole('searchbox').focus()
  const keys = typed.flatMap((text) => [...text.split(''), ...text.split('').map(() => 'Backspace')])
  for (const [index, key] of keys.entries()) {
    await page.keyboard.press(key === ' ' ? 'Space' : key)
    await page.waitForFunction((count) => (globalThis as unknown as Probe).keystrokeTimes.length > count, index)
  }
  return await page.evaluate(() => (globalThis as unknown as Probe).keystrokeTimes)
}
