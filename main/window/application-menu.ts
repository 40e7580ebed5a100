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
  const appMenu: MenuItemConstructorOptions = {
    role: 'appMenu',
    submenu: [
      { role: 'about' },
      { type: 'separator' },
      settings,
      { type: 'separator' },
      { role: 'services' },
      { type: 'separator' },
      { role: 'hide' },
      { role: 'hideOthers' },
      { role: 'unhide' },
      { type: 'separator' },
      quit,
    ],
  }
  const fileMenu: MenuItemConstructorOptions = {
    label: 'File',
    submenu: [
      { label: 'New Tunnel', accelerator: 'CmdOrCtrl+N', click: actions.newTunnel },
      { type: 'separator' },
      ...(mac
        ? [{ role: 'close' } as const]
        : [settings, { type: 'separator' } as const, { role: 'close' } as const, quit]),
    ],
  }
  const template: MenuItemConstructorOptions[] = [
    ...(mac ? [appMenu] : []),
    fileMenu,
    { role: 'editMenu' },
    {
      label: 'View',
      submenu: [
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        { type: 'separator' },
        { role: 'togglefullscreen' },
        { role: 'toggleDevTools' },
      ],
    },
    { role: 'windowMenu' },
  ]
  Menu.setApplicationMenu(Menu.buildFromTemplate(template))
}
