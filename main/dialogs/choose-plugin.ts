import { BrowserWindow, dialog, type OpenDialogOptions } from 'electron'

/** What the dialog says. */
export interface ChoosePluginWords {
  readonly title: string
  readonly button: string
}

/** Asks for the plugin's file, over the window if there is one. Null when the user takes none. */
export async function choosePlugin({ title, button }: ChoosePluginWords, first: string | null): Promise<string | null> {
  const options: OpenDialogOptions = {
    title,
    message: title,
    buttonLabel: button,
    // Folders that start with a dot are where people keep programs of their own.
    properties: ['openFile', 'showHiddenFiles', 'dontAddToRecent'],
    ...(first === null ? {} : { defaultPath: first }),
  }
  const window = BrowserWindow.getFocusedWindow() ?? BrowserWindow.getAllWindows()[0]
  const { canceled, filePaths } = await (window === undefined
    ? dialog.showOpenDialog(options)
    : dialog.showOpenDialog(window, options))
  return canceled ? null : (filePaths[0] ?? null)
}
