import type { Page } from '@playwright/test'
import { startSandbox } from '#sandbox/start.ts'
import { launchApp } from '../support/app-under-test.ts'
import type { FigureRow } from './figure-row.ts'

/** Accounts of the organisation; three are there without a crowd. */
const count = 1_000
/** What a person sees as a halt (ms). */
const longestFrameMs = 50
const longestListingMs = 60_000
const beforeListMs = 10_000

interface FrameProbe {
  longestFrame: number
}

/** Notes the longest time between two frames from here on. */
async function watchFrames(page: Page): Promise<void> {
  await page.evaluate(() => {
    const probe = globalThis as unknown as FrameProbe
    probe.longestFrame = 0
    const watch = (before: number): void => {
      requestAnimationFrame((now) => {
        probe.longestFrame = Math.max(probe.longestFrame, now - before)
        watch(now)
      })
    }
    watch(performance.now())
  })
}

/** By its key, which the window hears once it has drawn something. */
async function openAccounts(page: Page): Promise<void> {
  const isShown = async (): Promise<boolean> =>
    await page
      .getByRole('button', { name: /^All/ })
      .waitFor({ timeout: 500 })
      .then(() => true)
      .catch(() => false)
  for (let press = 0; press < 20; press += 1) {
    await page.keyboard.press('Control+Shift+A')
    if (await isShown()) return
  }
  throw new Error('the page of accounts does not open')
}

/** The page of accounts in the real window, from the first call until the last of a thousand is there. */
export async function measureAccountsWindow(): Promise<readonly FigureRow[]> {
  const sandbox = await startSandbox({ databases: [], crowd: { accounts: count - 3 } })
  await sandbox.seedSignIn()
  // The list begins when the page of accounts has been drawn.
  sandbox.fault({ kind: 'delay', action: 'ListAccounts', milliseconds: beforeListMs, times: 1 })
  const culvert = await launchApp({ environment: sandbox.environment })
  try {
    const { page } = culvert
    await openAccounts(page)
    // What the window draws for the first time has been drawn.
    await page.evaluate(() => new Promise((resolve) => requestIdleCallback(resolve, { timeout: 2_000 })))
    await watchFrames(page)
    const isEarly = !sandbox.state().calls.some(({ action }) => action === 'ListAccountRoles')
    await page.waitForFunction(
      (all) =>
        [...document.querySelectorAll('button')].some(({ textContent }) => {
          const shownCount = /^All\D*(\d[\d,]*)$/.exec(textContent ?? '')?.[1]
          return shownCount !== undefined && Number(shownCount.replaceAll(',', '')) >= all
        }),
      count,
      { timeout: longestListingMs },
    )
    const longest = await page.evaluate(() => (globalThis as unknown as FrameProbe).longestFrame)
    return [
      {
        name: `longest frame while ${count} accounts are listed`,
        value: isEarly ? Math.round(longest) : Number.NaN,
        unit: 'ms',
        goal: `≤ ${longestFrameMs}`,
        holds: isEarly && longest <= longestFrameMs,
      },
    ]
  } finally {
    await culvert.quit()
    await sandbox.stop()
  }
}
