import { BrowserWindow, dialog, type MessageBoxOptions, type SaveDialogOptions } from 'electron'

/** A question whose safe answer is to leave things as they are. */
interface CarefulQuestion {
  readonly message: string
  readonly detail: string
  readonly cancel: string
  readonly action: string
}

const shownWindow = (): BrowserWindow | undefined =>
  BrowserWindow.getFocusedWindow() ?? BrowserWindow.getAllWindows()[0]

/** Asks over the window, if there is one. True when the person wants it. */
export async function askCarefully({ message, detail, cancel, action }: CarefulQuestion): Promise<boolean> {
  const options: MessageBoxOptions = {
    type: 'warning',
    message,
    detail,
    buttons: [cancel, action],
    defaultId: 0,
    cancelId: 0,
    noLink: true,
  }
  const window = shownWindow()
  const { response } = await (window === undefined
    ? dialog.showMessageBox(options)
    : dialog.showMessageBox(window, options))
  return response === 1
}

/** Asks where a copy should go; the system asks before one is written over. Null when the user takes no place. */
export async function askPlace(title: string, name: string): Promise<string | null> {
  const options: SaveDialogOptions = { title, defaultPath: name, properties: ['createDirectory', 'dontAddToRecent'] }
  const window = shownWindow()
  const { canceled, filePath } = await (window === undefined
    ? dialog.showSaveDialog(options)
    : dialog.showSaveDialog(window, options))
  return canceled || filePath === '' ? null : filePath
}
