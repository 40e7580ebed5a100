import { askOverWindow } from '../system/over-window.ts'

/** What the dialog says, in the user's language. */
export interface AgreeToSshWords {
  readonly title: string
  readonly detail: string
  readonly allow: string
  readonly refuse: string
}

/** Asks whether ssh may do something, over the window if there is one. To close the dialog, or to press Enter, says no. */
export async function agreeToSsh({ title, detail, allow, refuse }: AgreeToSshWords): Promise<boolean> {
  const { response } = await askOverWindow({
    type: 'question',
    message: title,
    detail,
    buttons: [refuse, allow],
    defaultId: 0,
    cancelId: 0,
    noLink: true,
  })
  return response === 1
}
