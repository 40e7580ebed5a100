import type { Page } from '@playwright/test'

/** What is looked at in the page, beside its own program. Times are milliseconds. */
interface Probe {
  /** Bytes whose drawing the page has told the relay. */
  drawnBytes: number
  /** As many had been drawn when the watched key was pressed. */
  drawnAtKey: number
  /** When animation frames began, since they were last asked for. */
  frames: number[]
  /** From a key's own time to what it causes. */
  times: number[]
}

type ProbedPage = typeof globalThis & { culvertProbe?: Probe }

/** To be installed before a shell is opened. */
export async function installProbe(page: Page): Promise<void> {
  await page.evaluate(() => {
    const probe: Probe = { drawnBytes: 0, drawnAtKey: 0, frames: [], times: [] }
    ;(globalThis as ProbedPage).culvertProbe = probe
    const post = MessagePort.prototype.postMessage
    MessagePort.prototype.postMessage = function (this: MessagePort, message: unknown, ...rest: unknown[]) {
      const said = message as { readonly type?: unknown; readonly bytes?: unknown } | null
      if (said?.type === 'drawn' && typeof said.bytes === 'number') probe.drawnBytes += said.bytes
      Reflect.apply(post, this, [message, ...rest])
    }
    const frame = (at: number): void => {
      probe.frames.push(at)
      requestAnimationFrame(frame)
    }
    requestAnimationFrame(frame)
  })
}

/** Bytes of output that terminals have drawn since the probe is there. */
export async function drawnBytes(page: Page): Promise<number> {
  return await page.evaluate(() => (globalThis as ProbedPage).culvertProbe?.drawnBytes ?? 0)
}

/** Milliseconds between the animation frames since this was last asked, shortest first. */
export async function takeFrameGaps(page: Page): Promise<readonly number[]> {
  const frames = await page.evaluate(() => (globalThis as ProbedPage).culvertProbe?.frames.splice(0) ?? [])
  return frames
    .slice(1)
    .map((at, index) => at - (frames[index] ?? at))
    .toSorted((one, other) => one - other)
}

/** A key that is watched, and what it causes in the terminal's rows. */
export type Watched =
  | { readonly key: 'x'; readonly shows: 'one more x' }
  | {
      readonly key: 'c'
      readonly shows: 'a text'
      /** It is in no other row that is shown. An interrupted line stands before it, so that it may begin in one row and end in the next. */
      readonly text: string
    }

/** From now on, notes for each such key when the terminal's rows show what it causes: when xterm has drawn them, not the screen. */
export async function watchKey(page: Page, watched: Watched): Promise<void> {
  await page.evaluate((wanted) => {
    const probe = (globalThis as ProbedPage).culvertProbe
    const rows = document.querySelector('.pane.active .xterm-rows')
    if (probe === undefined || rows === null) throw new Error('no terminal has the keys')
    const shown = (): string => rows.textContent ?? ''
    const count = (): number => shown().split('x').length
    let pressedAt: number | null = null
    let before = 0
    probe.times = []
    const press = ({ timeStamp, key }: KeyboardEvent): void => {
      if (key !== wanted.key) return
      before = count()
      probe.drawnAtKey = probe.drawnBytes
      pressedAt = timeStamp
    }
    document.addEventListener('keydown', press, { capture: true })
    const isThere = (): boolean => (wanted.shows === 'one more x' ? count() > before : shown().includes(wanted.text))
    new MutationObserver(() => {
      if (pressedAt === null || !isThere()) return
      probe.times.push(performance.now() - pressedAt)
      pressedAt = null
    }).observe(rows, { childList: true, subtree: true, characterData: true })
  }, watched)
}

/** Resolves with all times once there are so many. */
export async function keyTimes(page: Page, count: number): Promise<readonly number[]> {
  await page.waitForFunction((wanted) => ((globalThis as ProbedPage).culvertProbe?.times.length ?? 0) >= wanted, count)
  return await page.evaluate(() => (globalThis as ProbedPage).culvertProbe?.times ?? [])
}

/** Bytes of output that were drawn since the watched key was pressed. */
export async function drawnSinceKey(page: Page): Promise<number> {
  return await page.evaluate(() => {
    const probe = (globalThis as ProbedPage).culvertProbe
    return probe === undefined ? 0 : probe.drawnBytes - probe.drawnAtKey
  })
}
