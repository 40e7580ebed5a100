import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { _electron, type ElectronApplication, type Page } from '@playwright/test'
import type { ContractClient } from '#contract/calls.ts'

const repository = join(import.meta.dirname, '..', '..')

/** Names put on the main process by {@link launchApp}; they stand in for the user's browser and make the tray's menu reachable. */
interface TestGlobals {
  openedPages: string[]
  trayMenu: Electron.Menu | null
  clicksDone: number
}

/** How the app is started. */
export interface LaunchOptions {
  readonly environment: Readonly<Record<string, string>>
  /** Kept when given, so that a test can start the app twice on one profile. */
  readonly userData?: string
  readonly size?: { readonly width: number; readonly height: number }
}

/** The real app in its real window. */
export interface AppUnderTest {
  readonly app: ElectronApplication
  readonly page: Page
  readonly userData: string
  /** Process ids of the app, its helpers and its relay. */
  processIds(): Promise<readonly number[]>
  /** The page that the app wants to show next in the user's browser. */
  nextOpenedPage(): Promise<string>
  openedPages(): Promise<readonly string[]>
  /** Labels of the tray's menu as it stands, submenus joined with ` › `. */
  trayLabels(): Promise<readonly string[]>
  /** Clicks an item of the real tray menu by its path. */
  clickTray(...path: readonly string[]): Promise<void>
  /** Quits as the user would and waits for the process's end; removes the profile unless it was given. */
  quit(): Promise<void>
}

/** Pictures for documents are taken at twice the size: `CULVERT_SCREENSHOT_SCALE=2`. */
function scaleArguments(): readonly string[] {
  const scale = process.env['CULVERT_SCREENSHOT_SCALE']
  return scale === undefined ? [] : [`--force-device-scale-factor=${scale}`]
}

/** Collects the pages that are to be shown and keeps hold of the tray's menu. */
function standInForTheUser({ shell, Tray }: typeof Electron.CrossProcessExports): void {
  const globals = globalThis as unknown as TestGlobals
  if (globals.openedPages !== undefined) return
  globals.openedPages = []
  globals.trayMenu = null
  globals.clicksDone = 0
  shell.openExternal = async (url) => void globals.openedPages.push(url)
  const setContextMenu = Tray.prototype.setContextMenu
  Tray.prototype.setContextMenu = function (menu) {
    globals.trayMenu = menu
    setContextMenu.call(this, menu)
  }
}

function hasTrayMenu(): boolean {
  return (globalThis as unknown as TestGlobals).trayMenu !== null
}

function trayMenuLabels(): readonly string[] {
  const labelsOf = (menu: Electron.Menu | null | undefined, before: string): string[] =>
    (menu?.items ?? []).flatMap((item) => {
      const label = before + item.label
      return item.type === 'separator' ? [] : [label, ...labelsOf(item.submenu, `${label} › `)]
    })
  return labelsOf((globalThis as unknown as TestGlobals).trayMenu, '')
}

/** Clicks once, however often it is asked for the same click. */
function clickInTray(
  _electronModule: typeof Electron.CrossProcessExports,
  { path, click }: { readonly path: readonly string[]; readonly click: number },
): void {
  const globals = globalThis as unknown as TestGlobals
  if (globals.clicksDone >= click) return
  let menu = globals.trayMenu
  for (const [depth, label] of path.entries()) {
    const item = menu?.items.find((candidate) => candidate.label.startsWith(label))
    if (item === undefined) throw new Error(`no tray item ${label}`)
    if (depth < path.length - 1) menu = item.submenu ?? null
    else {
      globals.clicksDone = click
      item.click()
    }
  }
}

/** Starts `dist/main` in Electron. The user's browser is the only thing that is replaced: pages are collected, not shown. */
export async function launchApp({
  environment,
  userData,
  size = { width: 1_240, height: 800 },
}: LaunchOptions): Promise<AppUnderTest> {
  const profile = userData ?? (await mkdtemp(join(tmpdir(), 'culvert-app-')))
  const inherited = Object.fromEntries(
    Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  )
  delete inherited['ELECTRON_RUN_AS_NODE']
  // Below each route the window names those that count: a picture would differ from computer to computer.
  for (const name of ['NODE_EXTRA_CA_CERTS', 'SSL_CERT_DIR', 'SSL_CERT_FILE']) delete inherited[name]
  const app = await _electron.launch({
    args: [...scaleArguments(), repository, `--user-data-dir=${profile}`],
    cwd: repository,
    env: { ...inherited, ...environment },
  })
  hearAnswers(app)
  await app.evaluate(standInForTheUser)
  const child = app.process()
  const page = await app.firstWindow()
  // Main answers once everything is built. Before that it loads so much that answers to a test can get lost.
  await page.evaluate(async () => {
    const { culvert } = globalThis as unknown as { culvert: ContractClient }
    await culvert.call('app.snapshot')
  })
  await app.evaluate(
    ({ BrowserWindow }, bounds) => BrowserWindow.getAllWindows()[0]?.setSize(bounds.width, bounds.height),
    size,
  )
  const openedPages = async (): Promise<readonly string[]> =>
    await app.evaluate(() => [...(globalThis as unknown as TestGlobals).openedPages])
  // It comes a second after the icon.
  const trayMenu = (): Promise<true> =>
    until(async () => ((await app.evaluate(hasTrayMenu)) ? true : null), 'the tray’s menu')
  let taken = 0
  let clicks = 0
  return {
    app,
    page,
    userData: profile,
    processIds: async () => await app.evaluate(({ app: main }) => main.getAppMetrics().map(({ pid }) => pid)),
    openedPages,
    async nextOpenedPage() {
      const index = taken++
      return await until(async () => (await openedPages())[index])
    },
    async trayLabels() {
      await trayMenu()
      return await app.evaluate(trayMenuLabels)
    },
    async clickTray(...path) {
      await trayMenu()
      const click = ++clicks
      await app.evaluate(clickInTray, { path, click })
    },
    async quit() {
      if (child.exitCode === null && child.signalCode === null) {
        const gone = new Promise((resolve) => child.once('exit', resolve))
        await app.evaluate(({ app: main }) => main.quit()).catch(() => {})
        await gone
      }
      if (userData === undefined) await rm(profile, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}

/**
 * Makes `evaluate` ask again when the answer was lost: a program that allocates much while it is asked may collect the
 * inspector's promise for it ("Resulting promise was garbage collected"). So what is evaluated may be done twice.
 */
function hearAnswers(app: ElectronApplication): void {
  const evaluate = app.evaluate.bind(app) as (...asked: readonly unknown[]) => Promise<unknown>
  const isLost = (error: unknown): boolean =>
    error instanceof Error && /promise was garbage collected/.test(error.message)
  const heard = async (...asked: readonly unknown[]): Promise<unknown> => {
    for (let lost = 0; ; lost += 1) {
      try {
        return await evaluate(...asked)
      } catch (error) {
        if (!isLost(error) || lost === 20) throw error
      }
    }
  }
  app.evaluate = heard as ElectronApplication['evaluate']
}

const pollMs = 25
const patienceMs = 20_000

/** Asks again until there is an answer; rejects when none came in time. */
export async function until<T>(
  ask: () => Promise<T | null | undefined>,
  what = 'an answer',
  limitMs = patienceMs,
): Promise<T> {
  const deadline = performance.now() + limitMs
  for (;;) {
    const answer = await ask()
    if (answer !== null && answer !== undefined) return answer
    if (performance.now() > deadline) throw new Error(`${what} did not come within ${limitMs} ms`)
    await new Promise((resolve) => setTimeout(resolve, pollMs))
  }
}
