import { BrowserWindow, dialog, type MessageBoxOptions } from 'electron'

/** What the dialog says of a program; null: the system does not tell which one it is. */
export interface AgreeToProgramWords {
  readonly title: (program: string | null) => string
  readonly detail: string
  readonly allow: string
}

/** Asks whether a program may have SSH connections, over the window if there is one. To close the dialog, or to press Enter, says no. */
export async function agreeToProgram(
  program: string | null,
  words: AgreeToProgramWords,
  refuse: string,
): Promise<boolean> {
  const options: MessageBoxOptions = {
    type: 'question',
    message: words.title(program),
    detail: words.detail,
    buttons: [refuse, words.allow],
    defaultId: 0,
    cancelId: 0,
    noLink: true,
  }
  const window = BrowserWindow.getFocusedWindow() ?? BrowserWindow.getAllWindows()[0]
  const { response } = await (window === undefined
    ? dialog.showMessageBox(options)
    : dialog.showMessageBox(window, options))
  return response === 1
}
