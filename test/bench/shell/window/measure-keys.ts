import { openShell, run } from '../../../e2e/shell-steps.ts'
import { until } from '../../../support/app-under-test.ts'
import type { BenchEngine, FigureName, Measurement } from '../../figure.ts'
import { drawnBytes, drawnSinceKey, installProbe, keyTimes, watchKey } from './page-probe.ts'
import { drawnBy, type ShellWindow } from './shell-window.ts'

const echoes = 200
/**
 * A person's key comes at any time between two frames. What waits for the page hears of a frame just after it began, and would press
 * each key then: so the keys are spread over a frame.
 */
const frameMs = 1_000 / 60
const phases = 20
const interrupts = 5
const prompt = 'READY>'
/** A flood is one once so much of it has come. */
const underWayBytes = 20_000_000
/** More than any machine draws before it is interrupted. */
const endlessMegabytes = 4_000

/** From a key's own time to xterm's drawing of its echo, in the middle of many; the program at the far end is in raw mode. */
export async function measureEcho({ page, culvert }: ShellWindow, engine: BenchEngine): Promise<Measurement> {
  await installProbe(page)
  await openShell(page)
  await run(page, "clear; stty raw -echo; printf 'rea%s\\r\\n' dy; cat", /^ready$/m)
  await watchKey(page, { key: 'x', shows: 'one more x' })
  for (let pressed = 1; pressed <= echoes; pressed += 1) {
    await new Promise((resolve) => setTimeout(resolve, (frameMs * (pressed % phases)) / phases))
    await page.keyboard.press('x')
    await keyTimes(page, pressed)
  }
  const times = (await keyTimes(page, echoes)).toSorted((one, other) => one - other)
  const at = (share: number): number => times[Math.floor(echoes * share)] ?? Number.NaN
  const beside = { p99: at(0.99), least: at(0) }
  return { name: 'shell-key-echo', engine, value: at(0.5), beside, agent: 'faithful', note: await drawnBy(culvert) }
}

/**
 * From Ctrl+C's own time to xterm's drawing of the prompt, while a flood goes on: the median of several, and beside it how much of the flood
 * came after the key.
 */
export async function measureInterrupt(
  { page, culvert }: ShellWindow,
  engine: BenchEngine,
  name: FigureName,
): Promise<Measurement> {
  await installProbe(page)
  await openShell(page)
  await run(page, `PS1='${prompt} '; clear`, new RegExp(`^${prompt}$`, 'm'))
  await watchKey(page, { key: 'c', shows: 'a text', text: prompt })
  const behind: number[] = []
  for (let round = 1; round <= interrupts; round += 1) {
    const before = await drawnBytes(page)
    await page.keyboard.type(`flood ${endlessMegabytes}`)
    await page.keyboard.press('Enter')
    await until(async () => ((await drawnBytes(page)) - before > underWayBytes ? true : null), 'a flood', 60_000)
    await page.keyboard.press('Control+c')
    await keyTimes(page, round)
    behind.push(await drawnSinceKey(page))
  }
  const value = median(await keyTimes(page, interrupts))
  const beside = { most: Math.max(...(await keyTimes(page, interrupts))), kilobytesBehind: median(behind) / 1_000 }
  return { name, engine, value, beside, agent: 'unpaced', note: await drawnBy(culvert) }
}

function median(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? Number.NaN
}
