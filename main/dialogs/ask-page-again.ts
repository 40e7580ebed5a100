import { dialog, type BrowserWindow } from 'electron'
import type { Messages } from '#words/messages.ts'

/** Asks over a window whose page failed again and again whether it is loaded once more. True when it is. */
export async function askPageAgain(window: BrowserWindow, { pageFailed }: Messages): Promise<boolean> {
  const { message, detail, again, close } = pageFailed
  const { response } = await dialog.showMessageBox(window, {
    type: 'warning',
    ...{ message, detail },
    buttons: [again, close],
    ...{ defaultId: 0, cancelId: 1, noLink: true },
  })
  return response === 0
}
