import { chooseOverWindow } from '../system/over-window.ts'

/** What the dialog says. */
export interface ChoosePluginWords {
  readonly title: string
  readonly button: string
}

/** Asks for the plugin's file, over the window if there is one. Null when the user takes none. */
export async function choosePlugin({ title, button }: ChoosePluginWords, first: string | null): Promise<string | null> {
  const [file] = await chooseOverWindow({
    title,
    message: title,
    buttonLabel: button,
    // Folders that start with a dot are where people keep programs of their own.
    properties: ['openFile', 'showHiddenFiles', 'dontAddToRecent'],
    ...(first === null ? {} : { defaultPath: first }),
  })
  return file ?? null
}
