import type { Locator, Page } from '@playwright/test'
import { until, type AppUnderTest } from '../support/app-under-test.ts'
import { expect, signInAtOnce, test } from './fixtures.ts'
import { beginShell, panes, shellStates } from './shell-steps.ts'

/** Which contexts the page gets: those of a graphics card, or ones that are lost before anything is drawn. */
type Contexts = 'a card' | 'lost at once'

/** Has the page draw terminals by WebGL, as with a graphics card. */
async function withContexts(page: Page, contexts: Contexts): Promise<void> {
  await page.evaluate((wanted) => {
    const globals = globalThis as unknown as { contexts: Contexts }
    const isFirst = globals.contexts === undefined
    globals.contexts = wanted
    if (!isFirst) return
    const getContext = HTMLCanvasElement.prototype.getContext as (kind: string, options?: object) => RenderingContext
    Object.assign(HTMLCanvasElement.prototype, {
      getContext(this: HTMLCanvasElement, kind: string, options?: object) {
        if (kind !== 'webgl2') return getContext.call(this, kind, options)
        const context = getContext.call(this, kind, { ...options, failIfMajorPerformanceCaveat: false })
        if (globals.contexts === 'lost at once' && context instanceof WebGL2RenderingContext)
          context.getExtension('WEBGL_lose_context')?.loseContext()
        return context
      },
    })
  }, contexts)
}

/** Who draws the terminal in a pane: a canvas of WebGL, or rows of the page. */
async function drawnBy(pane: Locator): Promise<'graphics' | 'page'> {
  return (await pane.locator('.xterm-rows').count()) > 0 ? 'page' : 'graphics'
}

/** How many points of a terminal's first lines have another colour than its ground, as the window shows it. */
async function pointsIn({ app }: AppUnderTest, pane: Locator): Promise<number> {
  const box = await pane.locator('.xterm-screen').boundingBox()
  if (box === null) return 0
  const place = { x: Math.ceil(box.x), y: Math.ceil(box.y), width: Math.floor(Math.min(box.width, 200)), height: 54 }
  return await app.evaluate(async ({ BrowserWindow }, rectangle) => {
    const image = await BrowserWindow.getAllWindows()[0]?.webContents.capturePage(rectangle)
    const points = image?.toBitmap() ?? Buffer.alloc(0)
    const ground = points[points.length - 4] ?? 0
    return points.filter((value, at) => at % 4 === 0 && Math.abs(value - ground) > 60).length
  }, place)
}

async function untilDrawn(one: AppUnderTest, pane: Locator, by: 'graphics' | 'page', least: number): Promise<void> {
  await expect.poll(async () => [await drawnBy(pane), (await pointsIn(one, pane)) >= least]).toEqual([by, true])
}

async function loseContext(pane: Locator): Promise<void> {
  await pane.evaluate((element) => {
    for (const canvas of element.querySelectorAll<HTMLCanvasElement>('.xterm-screen canvas:not([class])'))
      canvas.getContext('webgl2')?.getExtension('WEBGL_lose_context')?.loseContext()
  })
}

/** A letter has some ten points or more; a prompt and a line of these are hundreds. */
const line = 'echo "########################"'
const someText = 150

// An app for each test: what is done to the page's contexts can not be taken back.
test.beforeEach(async ({ culvert, sandbox }) => {
  await sandbox.fault({ kind: 'agent', behaviour: { firstOutputMs: 0 } })
  await signInAtOnce(culvert, sandbox)
})

test('what a terminal shows outlives the graphics context that drew it, and a look at another tab', async ({
  culvert,
}) => {
  const { page } = culvert
  const pane = page.locator('.pane.active')
  await withContexts(page, 'a card')
  await beginShell(page)
  await untilDrawn(culvert, pane, 'graphics', 20)
  await page.keyboard.type(line)
  await page.keyboard.press('Enter')
  await untilDrawn(culvert, pane, 'graphics', someText)
  await loseContext(pane)
  await untilDrawn(culvert, pane, 'page', someText)

  await page.getByRole('button', { name: 'New shell' }).click()
  await expect(page.locator('.pane .xterm-screen')).toHaveCount(0)
  await page.getByRole('tab').first().click()
  await untilDrawn(culvert, pane, 'graphics', someText)
  await loseContext(pane)
  await page.getByRole('navigation', { name: 'Main' }).getByRole('button', { name: 'Tunnels' }).click()
  await page.getByRole('navigation', { name: 'Main' }).getByRole('button', { name: 'Shells' }).click()
  await untilDrawn(culvert, pane, 'graphics', someText)
})

test('a context that is lost before it draws leaves nothing in front of the text', async ({ culvert }) => {
  const { page } = culvert
  const pane = page.locator('.pane.active')
  await withContexts(page, 'lost at once')
  await beginShell(page)
  await untilDrawn(culvert, pane, 'page', 20)
  await page.keyboard.type(line)
  await page.keyboard.press('Enter')
  await untilDrawn(culvert, pane, 'page', someText)
  expect(await pane.locator('.xterm-screen canvas:not([class])').count()).toBe(0)
})

/** Divides the pane that has most room, across its longer side. */
async function splitLargest(page: Page): Promise<void> {
  const all = await panes(page).all()
  const boxes = await Promise.all(all.map((pane) => pane.boundingBox()))
  const areas = boxes.map((box) => (box === null ? 0 : box.width * box.height))
  const at = areas.indexOf(Math.max(...areas))
  await all[at]?.locator('.xterm-screen').click()
  const { width, height } = boxes[at] ?? { width: 0, height: 0 }
  await page.keyboard.press(width > height ? 'Control+Shift+D' : 'Control+Shift+E')
}

test('the 17th pane and those before it all draw', async ({ culvert }) => {
  test.setTimeout(180_000)
  const { page } = culvert
  await withContexts(page, 'a card')
  await beginShell(page)
  await expect(panes(page)).toHaveCount(1)
  for (let count = 2; count <= 17; count += 1) {
    await splitLargest(page)
    await expect(panes(page)).toHaveCount(count)
  }
  await until(
    async () => ((await shellStates(page)).filter((state) => state === 'open').length === 17 ? true : null),
    '17 shells',
  )
  for (const pane of await panes(page).all()) await expect.poll(() => pointsIn(culvert, pane)).toBeGreaterThan(20)
  const drawing = await Promise.all((await panes(page).all()).map(drawnBy))
  expect(drawing.filter((by) => by === 'graphics')).toHaveLength(15)
})
