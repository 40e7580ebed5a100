import type { Page } from '@playwright/test'
import { openShell, run, terminalText } from '../../../e2e/shell-steps.ts'
import { until } from '../../../support/app-under-test.ts'
import type { BenchEngine, Measurement } from '../../figure.ts'
import { appMemory, watchGrowth } from './app-memory.ts'
import { drawnBytes, installProbe, takeFrameGaps } from './page-probe.ts'
import { drawnBy, type ShellWindow } from './shell-window.ts'

/** Times 1,000,000 bytes. */
const floodMegabytes = 200
const lastLine = `FLOOD END ${floodMegabytes}`
/** What the far end prints: the flood, then its last line with CR and LF. */
const floodBytes = floodMegabytes * 1_000_000 + lastLine.length + 2
const floodLimitMs = 180_000
const idleMs = 5_000
const aKey = 'head -c 1 >/dev/null'

/**
 * A flood of mixed output through the real window: how much of it was drawn, when its last line is the right one and no byte is
 * missing or too much; how quickly; how evenly the page goes on drawing; and what relay and page take meanwhile.
 */
export async function measureFlood(window: ShellWindow, engine: BenchEngine): Promise<readonly Measurement[]> {
  const { page, culvert } = window
  await installProbe(page)
  await openShell(page)
  // A key starts it and a key lets it end: nothing but the flood is printed in between.
  await run(
    page,
    `clear; stty raw -echo; printf 'rea%s\\r\\n' dy; ${aKey}; flood ${floodMegabytes}; ${aKey}`,
    /^ready$/m,
  )
  await takeFrameGaps(page)
  await new Promise((resolve) => setTimeout(resolve, idleMs))
  const idle = await takeFrameGaps(page)
  const before = await drawnBytes(page)
  const memory = watchGrowth(culvert, await appMemory(culvert))
  const seconds = await flood(page, before)
  const grown = await memory.stop()
  const gaps = await takeFrameGaps(page)
  const drawn = (await drawnBytes(page)) - before
  const isWhole = drawn === floodBytes && (await terminalText(page)).endsWith(lastLine)
  const note = await drawnBy(culvert)
  const common = { engine, agent: 'unpaced', note } as const
  return [
    { name: 'shell-flood', ...common, value: isWhole ? drawn / 1e6 : 0, beside: { drawnBytes: drawn } },
    { name: 'shell-drawn', ...common, value: drawn / 1e6 / seconds },
    {
      name: 'shell-frame-gap',
      ...common,
      value: percentile(gaps, 0.99),
      beside: { most: gaps.at(-1) ?? 0, idle: percentile(idle, 0.99), idleMost: idle.at(-1) ?? 0 },
    },
    { name: 'shell-growth', ...common, value: grown.together, beside: { page: grown.page, relay: grown.relay } },
  ]
}

/** Seconds from the key that starts it to its last byte. What is drawn is not looked at meanwhile: that would take the page's time. */
async function flood(page: Page, before: number): Promise<number> {
  const startedAt = performance.now()
  await page.keyboard.press('x')
  const isOver = async () => ((await drawnBytes(page)) - before >= floodBytes ? true : null)
  await until(isOver, 'the end of the flood', floodLimitMs)
  return (performance.now() - startedAt) / 1_000
}

function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}
