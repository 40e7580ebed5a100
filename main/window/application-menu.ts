import { Menu } from 'electron'
import type { SnapshotProjection } from '#core/app/snapshot/snapshot.ts'
import { languageOf } from '../system/language.ts'
import { type MenuActions, menuTemplate } from './menu-template.ts'
import { menuWords } from './menu-words.ts'

/**
 * The menu bar, in the language of the window and changed with it, until the returned function is called. Windows and Linux
 * hide it behind Alt; its accelerators work all the same.
 */
export function showApplicationMenu(snapshot: SnapshotProjection, actions: MenuActions): () => void {
  let shown: string | null = null
  const show = (): void => {
    const language = languageOf(snapshot.current())
    if (language === shown) return
    shown = language
    Menu.setApplicationMenu(Menu.buildFromTemplate([...menuTemplate(process.platform, menuWords(language), actions)]))
  }
  show()
  return snapshot.onUpdate(show)
}
