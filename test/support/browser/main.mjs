// A plain browser window for tests: it opens the page given as its last argument and nothing of the app is in it.
import { app, BrowserWindow } from 'electron'

const page = process.argv.at(-1)
void app.whenReady().then(async () => {
  const window = new BrowserWindow({ width: 900, height: 700, webPreferences: { sandbox: true } })
  await window.loadURL(page)
})
