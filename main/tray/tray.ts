import { Menu, Tray, type MenuItemConstructorOptions } from 'electron'
import { isDeepStrictEqual } from 'node:util'
import type { Clock } from '#domain/clock/clock.ts'
import { glyphImage, trayIconImage } from './tray-images.ts'
import type { TrayAction, TrayItem } from './tray-item.ts'
import type { TrayModel } from './tray-model.ts'

/** The tray icon with its menu. */
interface TrayView {
  /** There is something else to draw. At most once a second it is, for Linux hosts rebuild the whole menu over D-Bus each time. */
  changed(): void
  dispose(): void
}

function menuTemplate(items: readonly TrayItem[], act: (action: TrayAction) => void): MenuItemConstructorOptions[] {
  return items.map((item): MenuItemConstructorOptions => {
    switch (item.kind) {
      case 'separator':
        return { type: 'separator' }
      case 'heading':
        return { label: item.label, enabled: false }
      case 'action':
      case 'target':
        return { label: item.label, click: () => act(item.action) }
      case 'submenu':
        return { label: item.label, submenu: menuTemplate(item.items, act) }
      case 'tunnel': {
        const icon = item.glyph === null ? {} : { icon: glyphImage(item.glyph, process.platform) }
        return { label: item.label, ...icon, submenu: menuTemplate(item.items, act) }
      }
    }
  })
}

/**
 * Puts the icon into the tray. `model`: what there is to draw, asked for when it is drawn. Clicks come back as actions. Its menu
 * takes long to build, and at a start the processor belongs to the window: it follows after a second.
 */
export function createTray(model: () => TrayModel, act: (action: TrayAction) => void, clock: Clock): TrayView {
  const first = model()
  const tray = new Tray(trayIconImage(first.icon, process.platform))
  let shown: TrayModel | null = null
  let cancel: (() => void) | null = null

  const draw = (): void => {
    cancel = null
    const next = model()
    if (isDeepStrictEqual(shown, next)) return
    if ((shown ?? first).icon !== next.icon) tray.setImage(trayIconImage(next.icon, process.platform))
    tray.setToolTip(next.tooltip)
    tray.setContextMenu(Menu.buildFromTemplate(menuTemplate(next.items, act)))
    shown = next
  }
  // A left click opens the menu on macOS and most Linux hosts by itself; on Windows it opens the window.
  tray.on('click', () => {
    if (process.platform === 'win32') act({ do: 'open' })
  })
  const changed = (): void => {
    cancel ??= clock.after(1_000, draw)
  }
  tray.setToolTip(first.tooltip)
  changed()

  return {
    changed,
    dispose() {
      cancel?.()
      tray.destroy()
    },
  }
}
