import { chooseOverWindow } from '../system/over-window.ts'

/** What the dialog says. */
export interface ChooseCertificatesWords {
  readonly title: string
  readonly button: string
}

/** Asks for a file of authorities, over the window if there is one. Null when the user takes none. `first`: where it begins. */
export async function chooseCertificates(
  { title, button }: ChooseCertificatesWords,
  first: string | null,
): Promise<string | null> {
  const [file] = await chooseOverWindow({
    title,
    message: title,
    buttonLabel: button,
    properties: ['openFile', 'showHiddenFiles', 'dontAddToRecent'],
    // Any other file, too: what it holds is looked at, not what it is called.
    filters: [
      { name: 'PEM', extensions: ['pem', 'crt', 'cer', 'ca-bundle'] },
      { name: '*', extensions: ['*'] },
    ],
    ...(first === null ? {} : { defaultPath: first }),
  })
  return file ?? null
}
