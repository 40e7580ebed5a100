import { BrowserWindow, nativeTheme, type Session } from 'electron'
import { trustedOrigin } from '../contract-server/trusted-sender.ts'
import type { Build } from '../system/build.ts'
import { lockedPage } from './main-window.ts'

interface CodeWindowOptions {
  readonly preload: string
  readonly session: Session
  readonly build: Build
}

/**
 * Opens the small window that asks for a code while the other one is closed: the same page, as untrusted and as locked, that shows nothing
 * but the question. It comes to the front, for a client waits.
 */
export function openCodeWindow(options: CodeWindowOptions): BrowserWindow {
  const window = new BrowserWindow({
    width: 412,
    height: 246,
    useContentSize: true,
    resizable: false,
    minimizable: false,
    maximizable: false,
    fullscreenable: false,
    alwaysOnTop: true,
    center: true,
    show: false,
    autoHideMenuBar: true,
    title: 'Culvert',
    backgroundColor: nativeTheme.shouldUseDarkColors ? '#15181A' : '#FFFFFF',
    webPreferences: lockedPage(options),
  })
  window.once('ready-to-show', () => window.show())
  void window.loadURL(`${trustedOrigin}/#code`)
  return window
}
