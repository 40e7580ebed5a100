import type { OpenDialogOptions } from 'electron'
import { chooseOverWindow } from '../system/over-window.ts'

/** What such a dialog says. */
interface ChooseWords {
  readonly title: string
  readonly button: string
}

/** Asks for files or folders of this computer, over the window if there is one. None when the person takes none. */
export async function chooseToSend(what: 'files' | 'folders', words: ChooseWords): Promise<readonly string[]> {
  const kind = what === 'files' ? 'openFile' : 'openDirectory'
  return await choose(words, [kind, 'multiSelections', 'showHiddenFiles', 'dontAddToRecent'])
}

/** Asks for a folder to save into; null when the person takes none. */
export async function chooseFolder(words: ChooseWords): Promise<string | null> {
  const [folder] = await choose(words, ['openDirectory', 'createDirectory', 'dontAddToRecent'])
  return folder ?? null
}

async function choose(
  { title, button }: ChooseWords,
  properties: OpenDialogOptions['properties'] & object,
): Promise<readonly string[]> {
  return await chooseOverWindow({ title, message: title, buttonLabel: button, properties })
}
