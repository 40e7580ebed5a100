/** What the window loads once somebody wants a shell. */
export type { ChooserMeans } from './pane.tsx'
export { ShellDock } from './shell-dock.tsx'
export { TerminalSettings } from './terminal-settings.tsx'
export { ShellsScreen } from './shells-screen.tsx'
