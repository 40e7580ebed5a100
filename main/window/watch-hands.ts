import type { BrowserWindow } from 'electron'

/** What presses a button: of the pointer, or of a screen that is touched. */
const presses: readonly string[] = ['mouseDown', 'touchStart', 'gestureTap']
const answeringKeys: readonly string[] = ['Enter', ' ']

/**
 * Tells of each press by which a person could answer a question, as it comes from the system on its way to the page. What a script of
 * the page makes of events does not come by here.
 */
export function watchHands(window: BrowserWindow, pressed: () => void): void {
  const { webContents } = window
  webContents.on('input-event', (_event, { type }) => {
    if (presses.includes(type)) pressed()
  })
  webContents.on('before-input-event', (_event, { type, key, isAutoRepeat }) => {
    if (type === 'keyDown' && !isAutoRepeat && answeringKeys.includes(key)) pressed()
  })
}
