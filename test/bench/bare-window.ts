import { _electron } from '@playwright/test'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** The least that shows a button and a field: a window as large as the app's, sandboxed as the app's, with nothing else. */
const program = `const { app, BrowserWindow } = require('electron')
// As the app does: the two switches together start nothing at all.
if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox()
app.whenReady().then(() => {
  const window = new BrowserWindow({ width: 1240, height: 800, show: false, webPreferences: { sandbox: true } })
  window.once('ready-to-show', () => window.show())
  window.loadFile('page.html')
})
app.on('window-all-closed', () => app.quit())
`
const page = '<!doctype html><title>Bare</title><button>Here</button><input type="search" aria-label="Field">'

/** A program of Electron alone, to hold the app against: what it takes, nobody here can take out. */
export async function makeBareProgram(folder: string): Promise<string> {
  const path = join(folder, 'bare')
  await mkdir(path, { recursive: true })
  const files = { 'package.json': '{"name":"bare","main":"main.cjs"}', 'main.cjs': program, 'page.html': page }
  for (const [name, text] of Object.entries(files)) await writeFile(join(path, name), text)
  return path
}

/** Starts it and waits for its button as the app is waited for. `startMs`: from the launch to a button that takes clicks. */
export async function showBareWindow(path: string) {
  const started = performance.now()
  const app = await _electron.launch({ args: [path, `--user-data-dir=${join(path, 'profile')}`], cwd: path })
  const page = await app.firstWindow()
  await page.getByRole('button').click({ trial: true })
  return { app, page, startMs: performance.now() - started }
}
