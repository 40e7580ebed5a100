import { openShell, run } from '../../../e2e/shell-steps.ts'
import { until } from '../../../support/app-under-test.ts'
import type { BenchEngine, Measurement } from '../../figure.ts'
import { drawnBytes, installProbe, keyTimes, watchKey } from './page-probe.ts'
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

/** From Ctrl+C's own time to xterm's drawing of the prompt, while a flood goes on: the median of several. */
export async function measureInterrupt({ page, culvert }: ShellWindow, engine: BenchEngine): Promise<Measurement> {
  await installProbe(page)
  await openShell(page)
  await run(page, `PS1='${prompt} '; clear`, new RegExp(`^${prompt}$`, 'm'))
  await watchKey(page, { key: 'c', shows: 'a text', text: prompt })
  for (let round = 1; round <= interrupts; round += 1) {
    const before = await drawnBytes(page)
    await page.keyboard.type(`flood ${endlessMegabytes}`)
    await page.keyboard.press('Enter')
    await until(async () => ((await drawnBytes(page)) - before > underWayBytes ? true : null), 'a flood', 60_000)
    await page.keyboard.press('Control+c')
    await keyTimes(page, round)
  }
  const times = (await keyTimes(page, interrupts)).toSorted((one, other) => one - other)
  const value = times[Math.floor(interrupts / 2)] ?? Number.NaN
  const beside = { most: times.at(-1) ?? Number.NaN }
  return { name: 'shell-interrupt', engine, value, beside, agent: 'unpaced', note: await drawnBy(culvert) }
}
