import type { MenuItemConstructorOptions } from 'electron'
import { acceleratorOf } from '#domain/shortcuts/shortcuts.ts'
import type { Messages } from '#words/messages.ts'
import { titleCase } from '#words/title-case.ts'
import type { Build } from '../system/build.ts'

/** What the menu bar can ask of the app. */
export interface MenuActions {
  newTunnel(): void
  openSettings(): void
  showShortcuts(): void
  showDocumentation(): void
  showAbout(): void
  quit(): void
}

type Item = MenuItemConstructorOptions

const separator: Item = { type: 'separator' }

/** Where the menu bar is shown. */
export interface MenuPlace {
  readonly platform: NodeJS.Platform
  readonly build: Build
}

/**
 * The menu bar of a system, in one language. Roles do what the system's own items do. What is installed has no developer
 * tools: with them, whoever is talked into pasting something there speaks to main as the page.
 */
export function menuTemplate(
  { platform, build }: MenuPlace,
  messages: Messages,
  actions: MenuActions,
): readonly Item[] {
  const isMac = platform === 'darwin'
  const words = messages.menu
  const settings: Item = {
    label: `${messages.settings.title}…`,
    accelerator: acceleratorOf('show-settings'),
    click: actions.openSettings,
  }
  const quit: Item = { label: words.quit, accelerator: acceleratorOf('quit'), click: actions.quit }
  const close: Item = { role: 'close', label: words.closeWindow, accelerator: acceleratorOf('close-window') }
  const newTunnel: Item = {
    label: titleCase(messages.tunnels.newTunnel),
    accelerator: acceleratorOf('new-tunnel'),
    click: actions.newTunnel,
  }
  return [
    ...(isMac ? [appMenu(words, settings, quit)] : []),
    {
      label: words.file,
      submenu: isMac ? [newTunnel, separator, close] : [newTunnel, separator, settings, separator, close, quit],
    },
    editMenu(messages),
    viewMenu(words, build),
    windowMenu(words, isMac),
    helpMenu(messages, isMac, actions),
  ]
}

/** The first menu of macOS; the system puts the app's name on it. */
function appMenu(words: Messages['menu'], settings: Item, quit: Item): Item {
  return {
    label: 'Culvert',
    submenu: [
      { role: 'about', label: words.about },
      separator,
      settings,
      separator,
      { role: 'services', label: words.services },
      separator,
      { role: 'hide', label: words.hide },
      { role: 'hideOthers', label: words.hideOthers },
      { role: 'unhide', label: words.showAll },
      separator,
      quit,
    ],
  }
}

function editMenu({ menu: words, copy }: Messages): Item {
  return {
    label: words.edit,
    submenu: [
      { role: 'undo', label: words.undo },
      { role: 'redo', label: words.redo },
      separator,
      { role: 'cut', label: words.cut },
      { role: 'copy', label: copy },
      { role: 'paste', label: words.paste },
      { role: 'delete', label: words.delete },
      { role: 'selectAll', label: words.selectAll },
    ],
  }
}

function viewMenu(words: Messages['menu'], build: Build): Item {
  const developerTools: Item = { role: 'toggleDevTools', label: words.developerTools }
  return {
    label: words.view,
    submenu: [
      { role: 'resetZoom', label: words.actualSize, accelerator: acceleratorOf('zoom-none') },
      { role: 'zoomIn', label: words.zoomIn, accelerator: acceleratorOf('zoom-in') },
      { role: 'zoomOut', label: words.zoomOut, accelerator: acceleratorOf('zoom-out') },
      separator,
      { role: 'togglefullscreen', label: words.fullScreen },
      ...(build === 'development' ? [developerTools] : []),
    ],
  }
}

/** macOS lists the open windows in the menu with the role `window`. */
function windowMenu(words: Messages['menu'], isMac: boolean): Item {
  const minimize: Item = { role: 'minimize', label: words.minimize }
  if (!isMac) return { label: words.window, submenu: [minimize] }
  return {
    role: 'window',
    label: words.window,
    submenu: [
      minimize,
      { role: 'zoom', label: words.zoom },
      separator,
      { role: 'front', label: words.bringAllToFront },
    ],
  }
}

/** macOS puts its search into the menu with the role `help`, and has About in the app's own menu. */
function helpMenu(messages: Messages, isMac: boolean, actions: MenuActions): Item {
  const { menu: words, shortcuts } = messages
  const items: readonly Item[] = [
    { label: titleCase(shortcuts.title), accelerator: acceleratorOf('help'), click: actions.showShortcuts },
    { label: words.documentation, click: actions.showDocumentation },
  ]
  const about: Item = { label: words.about, click: actions.showAbout }
  if (isMac) return { role: 'help', label: words.help, submenu: [...items] }
  return { label: words.help, submenu: [...items, separator, about] }
}
