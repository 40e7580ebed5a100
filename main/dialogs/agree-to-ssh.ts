import { BrowserWindow, dialog, type MessageBoxOptions } from 'electron'

/** What the dialog says, in the user's language. */
export interface AgreeToSshWords {
  readonly title: string
  readonly detail: string
  readonly allow: string
  readonly refuse: string
}

/** Asks whether ssh may do something, over the window if there is one. To close the dialog, or to press Enter, says no. */
export async function agreeToSsh({ title, detail, allow, refuse }: AgreeToSshWords): Promise<boolean> {
  const options: MessageBoxOptions = {
    type: 'question',
    message: title,
    detail,
    buttons: [refuse, allow],
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
