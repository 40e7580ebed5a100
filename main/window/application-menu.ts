import { Menu } from 'electron'
import type { SnapshotProjection } from '#core/app/snapshot/snapshot.ts'
import { chooseLanguage, messagesOf, type Language } from '#words/messages.ts'
import type { Build } from '../system/build.ts'
import { type MenuActions, menuTemplate } from './menu-template.ts'

/**
 * The menu bar, in the language of the window and changed with it, until the returned function is called. Windows and Linux
 * hide it behind Alt; its accelerators work all the same.
 */
export function showApplicationMenu(snapshot: SnapshotProjection, build: Build, actions: MenuActions): () => void {
  let shown: Language | null = null
  const show = (): void => {
    const { app, settings } = snapshot.current()
    const language = chooseLanguage(settings.language, app.systemLanguage)
    if (language === shown) return
    shown = language
    const { platform } = process
    const template = menuTemplate({ platform, build }, messagesOf(language), actions)
    Menu.setApplicationMenu(Menu.buildFromTemplate([...template]))
  }
  show()
  return snapshot.onUpdate(show)
}
