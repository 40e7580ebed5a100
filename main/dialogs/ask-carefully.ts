import { askOverWindow, placeOverWindow } from '../system/over-window.ts'

/** A question whose safe answer is to leave things as they are. */
interface CarefulQuestion {
  readonly message: string
  readonly detail: string
  readonly cancel: string
  readonly action: string
}

/** Asks over the window, if there is one. True when the person wants it. */
export async function askCarefully({ message, detail, cancel, action }: CarefulQuestion): Promise<boolean> {
  const { response } = await askOverWindow({
    type: 'warning',
    message,
    detail,
    buttons: [cancel, action],
    defaultId: 0,
    cancelId: 0,
    noLink: true,
  })
  return response === 1
}

/** Asks where a copy should go; the system asks before one is written over. Null when the user takes no place. */
export async function askPlace(title: string, name: string): Promise<string | null> {
  return await placeOverWindow({
    title,
    defaultPath: name,
    properties: ['createDirectory', 'dontAddToRecent'],
  })
}
