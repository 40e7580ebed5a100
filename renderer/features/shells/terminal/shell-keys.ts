import { pressedOf, type ShortcutName } from '#domain/shortcuts/shortcuts.ts'

/** What the app does while a shell has the keys; every other key is the shell's. */
export const shellKeys = [
  'shell-leave',
  'shell-new',
  'shell-close',
  'shell-next-tab',
  'shell-previous-tab',
  'shell-rename',
  'shell-split-right',
  'shell-split-down',
  'shell-walk',
  'shell-move',
  'shell-zoom',
  'shell-find',
  'shell-copy',
  'shell-paste',
  'shell-broadcast',
  'shell-dock',
] as const satisfies readonly ShortcutName[]
export type ShellKey = (typeof shellKeys)[number]

/** Those that do something without a terminal, too. */
export const keysBeside = shellKeys.filter(
  (key) => key !== 'shell-leave' && key !== 'shell-copy' && key !== 'shell-paste',
)

/** While letters are put together (Japanese, dead keys), what is pressed is not for anybody else. */
const isComposing = (event: KeyboardEvent): boolean => event.isComposing || event.keyCode === 229

/**
 * Decides about a key before the terminal does; false keeps it from the terminal. A paste is left to the browser, which alone
 * may look at the clipboard. Alt by itself would open the menu bar; with a letter it is the shell's.
 */
export function heldBack(
  event: KeyboardEvent,
  platform: string,
  pressed: (key: ShellKey, event: KeyboardEvent) => void,
): boolean {
  if (isComposing(event)) return true
  if (event.key === 'Alt' && platform !== 'darwin') event.preventDefault()
  if (event.type !== 'keydown') return true
  const key = pressedOf(shellKeys, event, platform)
  if (key === null) return true
  if (key === 'shell-paste') return false
  event.preventDefault()
  event.stopPropagation()
  pressed(key, event)
  return false
}
