import { Menu, type MenuItemConstructorOptions } from 'electron'

/** What the menu bar can ask of the app. */
export interface MenuActions {
  newTunnel(): void
  openSettings(): void
  quit(): void
}

/**
 * The menu bar. Windows and Linux hide it behind Alt; its accelerators work all the same. Roles bring the system's own
 * words for copy, paste and the rest.
 */
export function setApplicationMenu(actions: MenuActions): void {
  const mac = process.platform === 'darwin'
  const settings: MenuItemConstructorOptions = {
    label: 'Settings…',
    accelerator: 'CmdOrCtrl+,',
    click: actions.openSettings,
  }
  const quit: MenuItemConstructorOptions = { label: 'Quit Culvert', accelerator: 'CmdOrCtrl+Q', click: actions.quit }
  const close: MenuItemConstructorOptions = { role: 'close' }
  const newTunnel: MenuItemConstructorOptions = {
    label: 'New Tunnel',
    accelerator: 'CmdOrCtrl+N',
    click: actions.newTunnel,
  }
  const file = mac ? [newTunnel, separator, close] : [newTunnel, separator, settings, separator, close, quit]
  const template: MenuItemConstructorOptions[] = [
    ...(mac ? [appMenu(settings, quit)] : []),
    { label: 'File', submenu: file },
    { role: 'editMenu' },
    viewMenu,
    { role: 'windowMenu' },
  ]
  Menu.setApplicationMenu(Menu.buildFromTemplate(template))
}

const separator: MenuItemConstructorOptions = { type: 'separator' }

const viewMenu: MenuItemConstructorOptions = {
  label: 'View',
  submenu: [
    { role: 'resetZoom' },
    { role: 'zoomIn' },
    { role: 'zoomOut' },
    separator,
    { role: 'togglefullscreen' },
    { role: 'toggleDevTools' },
  ],
}

/** The first menu of macOS. */
function appMenu(settings: MenuItemConstructorOptions, quit: MenuItemConstructorOptions): MenuItemConstructorOptions {
  return {
    role: 'appMenu',
    submenu: [
      { role: 'about' },
      separator,
      settings,
      separator,
      { role: 'services' },
      separator,
      { role: 'hide' },
      { role: 'hideOthers' },
      { role: 'unhide' },
      separator,
      quit,
    ],
  }
}
