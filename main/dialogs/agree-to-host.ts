import { askOverWindow } from '../system/over-window.ts'

/** What the dialog says of a host. */
export interface AgreeWords {
  readonly title: (host: string) => string
  readonly detail: string
  /** Of a name in another alphabet, which is shown in its letters of the wire. */
  readonly disguised: string
  readonly open: string
  readonly remember: string
}

/** `for-good`: the same host need not be asked about again. */
export type Agreement = 'no' | 'once' | 'for-good'

/** Asks whether a page of a host may open, over the window if there is one. To close the dialog, or to press Enter, says no. */
export async function agreeToHost(host: string, words: AgreeWords, cancel: string): Promise<Agreement> {
  const isDisguised = host.split('.').some((label) => label.startsWith('xn--'))
  const { response, checkboxChecked } = await askOverWindow({
    type: 'warning',
    message: words.title(host),
    detail: isDisguised ? `${words.detail}\n\n${words.disguised}` : words.detail,
    buttons: [cancel, words.open],
    defaultId: 0,
    cancelId: 0,
    noLink: true,
    checkboxLabel: words.remember,
    checkboxChecked: false,
  })
  if (response !== 1) return 'no'
  return checkboxChecked ? 'for-good' : 'once'
}
