import { Menu } from 'electron'
import type { SnapshotProjection } from '#core/app/snapshot/snapshot.ts'
import { chooseLanguage, messagesOf, type Language } from '#words/messages.ts'
import { type MenuActions, menuTemplate } from './menu-template.ts'

/**
 * The menu bar, in the language of the window and changed with it, until the returned function is called. Windows and Linux
 * hide it behind Alt; its accelerators work all the same.
 */
export function showApplicationMenu(snapshot: SnapshotProjection, actions: MenuActions): () => void {
  let shown: Language | null = null
  const show = (): void => {
    const { app, settings } = snapshot.current()
    const language = chooseLanguage(settings.language, app.systemLanguage)
    if (language === shown) return
    shown = language
    Menu.setApplicationMenu(Menu.buildFromTemplate([...menuTemplate(process.platform, messagesOf(language), actions)]))
  }
  show()
  return snapshot.onUpdate(show)
}
