import type { BrowserWindow, InputEvent } from 'electron'

/** What presses a button: of the pointer, or of a screen that is touched. */
const presses: readonly string[] = ['mouseDown', 'touchStart', 'gestureTap']
const answeringKeys: readonly unknown[] = ['Enter', ' ']

/**
 * Tells of each press by which a person could answer a question, as it comes from the system on its way to the page. What a script of
 * the page makes of events does not come by here.
 */
export function watchHands(window: BrowserWindow, pressed: () => void): void {
  window.webContents.on('input-event', (_event, input) => {
    if (presses.includes(input.type) || isAnsweringKey(input)) pressed()
  })
}

/** Electron gives a key's event its name as well, and does not say so in its types. A key that is held down is no answer. */
function isAnsweringKey(input: InputEvent): boolean {
  if (input.type !== 'rawKeyDown' && input.type !== 'keyDown') return false
  const { key, isAutoRepeat } = { key: null, isAutoRepeat: false, ...input }
  return !isAutoRepeat && answeringKeys.includes(key)
}
