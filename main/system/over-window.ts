import {
  BrowserWindow,
  dialog,
  type MessageBoxOptions,
  type MessageBoxReturnValue,
  type OpenDialogOptions,
  type SaveDialogOptions,
} from 'electron'

/** The window that a dialog belongs to: the one in use, or another that can be seen. Over a hidden one nobody would find it. */
function shownWindow(): BrowserWindow | undefined {
  return BrowserWindow.getFocusedWindow() ?? BrowserWindow.getAllWindows().find((window) => window.isVisible())
}

/** Shows a question over the window, if there is one. */
export function askOverWindow(options: MessageBoxOptions): Promise<MessageBoxReturnValue> {
  const window = shownWindow()
  return window === undefined ? dialog.showMessageBox(options) : dialog.showMessageBox(window, options)
}

/** Has files or folders chosen over the window, if there is one. None when the person takes none. */
export async function chooseOverWindow(options: OpenDialogOptions): Promise<readonly string[]> {
  const window = shownWindow()
  const { canceled, filePaths } = await (window === undefined
    ? dialog.showOpenDialog(options)
    : dialog.showOpenDialog(window, options))
  return canceled ? [] : filePaths
}

/** Has a place to save at chosen over the window, if there is one. Null when the person takes none. */
export async function placeOverWindow(options: SaveDialogOptions): Promise<string | null> {
  const window = shownWindow()
  const { canceled, filePath } = await (window === undefined
    ? dialog.showSaveDialog(options)
    : dialog.showSaveDialog(window, options))
  return canceled || filePath === '' ? null : filePath
}
