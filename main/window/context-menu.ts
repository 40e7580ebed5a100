import { Menu, type BrowserWindow, type ContextMenuParams } from 'electron'
import type { Messages } from '#words/messages.ts'
import { contextMenuTemplate } from './context-menu-template.ts'

/** Shows the menu of whatever the pointer's other button, or the menu key, was pressed on. */
export function showContextMenus(window: BrowserWindow, words: () => Promise<Messages>): void {
  const show = async (place: ContextMenuParams): Promise<void> => {
    const template = contextMenuTemplate(place, await words())
    if (template !== null && !window.isDestroyed()) Menu.buildFromTemplate([...template]).popup({ window })
  }
  window.webContents.on('context-menu', (_event, place) => void show(place))
}
