/** Keys that are pressed together. */
export interface KeyCombination {
  /** As the web names it (`KeyboardEvent.key`); letters in lower case. */
  readonly key: string
  /** `mod` is Command on macOS and Control elsewhere. A key that is a mark already has Shift in it. */
  readonly held: readonly ('mod' | 'shift')[]
}

/** Where in the window a shortcut works. */
export type ShortcutPlace = 'window' | 'list' | 'form'

interface Shortcut {
  readonly place: ShortcutPlace
  /** Any of them does it; the first is the one that is shown in buttons and menus. */
  readonly keys: readonly [KeyCombination, ...KeyCombination[]]
}

const plain = (key: string): KeyCombination => ({ key, held: [] })
const mod = (key: string): KeyCombination => ({ key, held: ['mod'] })
const shift = (key: string): KeyCombination => ({ key, held: ['shift'] })

/**
 * Every shortcut of the window, in the order of help. Menus take their accelerators from here, the window what it obeys, and
 * help what it lists.
 */
export const shortcuts = {
  'new-tunnel': { place: 'window', keys: [mod('n')] },
  find: { place: 'window', keys: [mod('f'), plain('/')] },
  'show-tunnels': { place: 'window', keys: [mod('1')] },
  'show-settings': { place: 'window', keys: [mod(','), mod('2')] },
  leave: { place: 'window', keys: [plain('Escape')] },
  help: { place: 'window', keys: [plain('F1'), plain('?')] },
  'zoom-in': { place: 'window', keys: [mod('+')] },
  'zoom-out': { place: 'window', keys: [mod('-')] },
  'zoom-none': { place: 'window', keys: [mod('0')] },
  'close-window': { place: 'window', keys: [mod('w')] },
  quit: { place: 'window', keys: [mod('q')] },
  walk: { place: 'list', keys: [plain('ArrowUp'), plain('ArrowDown')] },
  'walk-pages': { place: 'list', keys: [plain('PageUp'), plain('PageDown')] },
  'walk-ends': { place: 'list', keys: [plain('Home'), plain('End')] },
  fold: { place: 'list', keys: [plain('ArrowLeft'), plain('ArrowRight')] },
  'select-range': { place: 'list', keys: [shift('ArrowUp'), shift('ArrowDown')] },
  'select-all': { place: 'list', keys: [mod('a')] },
  open: { place: 'list', keys: [plain('Enter')] },
  'switch-port': { place: 'list', keys: [plain(' ')] },
  'toggle-session': { place: 'list', keys: [mod('Enter')] },
  'copy-address': { place: 'list', keys: [mod('c')] },
  edit: { place: 'list', keys: [mod('e')] },
  remove: { place: 'list', keys: [plain('Delete'), plain('Backspace')] },
  'open-menu': { place: 'list', keys: [shift('F10'), plain('ContextMenu')] },
  save: { place: 'form', keys: [mod('Enter')] },
} as const satisfies Record<string, Shortcut>

export type ShortcutName = keyof typeof shortcuts

/** All names, in the order of help. */
export const shortcutNames = Object.keys(shortcuts) as readonly ShortcutName[]

/** A key that was pressed, as the web tells it. */
export interface KeyPress {
  readonly key: string
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly shiftKey: boolean
  readonly altKey: boolean
}

/** Marks need Shift on some keyboards and not on others. */
const isMark = (key: string): boolean => key.length === 1 && !/[a-z0-9 ]/.test(key)

function fits({ key, held }: KeyCombination, press: KeyPress, platform: string): boolean {
  const [command, other] = platform === 'darwin' ? [press.metaKey, press.ctrlKey] : [press.ctrlKey, press.metaKey]
  if (press.altKey || other || command !== held.includes('mod')) return false
  return press.key.toLowerCase() === key.toLowerCase() && (isMark(key) || press.shiftKey === held.includes('shift'))
}

/** Which of these shortcuts was pressed, if any. */
export function pressedOf<N extends ShortcutName>(names: readonly N[], press: KeyPress, platform: string): N | null {
  return names.find((name) => shortcuts[name].keys.some((keys) => fits(keys, press, platform))) ?? null
}

const accelerators: Readonly<Record<string, string>> = { '+': 'Plus' }

/** A shortcut as Electron's menus take it: `CmdOrCtrl+N`. */
export function acceleratorOf(name: ShortcutName): string {
  const { key, held } = shortcuts[name].keys[0]
  const shown = accelerators[key] ?? (key.length === 1 ? key.toUpperCase() : key)
  return [...held.map((one) => (one === 'mod' ? 'CmdOrCtrl' : 'Shift')), shown].join('+')
}

const caps: Readonly<Record<string, string>> = {
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
  PageUp: 'PgUp',
  PageDown: 'PgDn',
  Escape: 'Esc',
  ContextMenu: 'Menu',
  ' ': 'Space',
}
const macCaps: Readonly<Record<string, string>> = { ...caps, Enter: '↵', Backspace: '⌫', Delete: '⌦' }

/** The caps of the keys as a system's keyboards have them: `['⌘', 'N']`, `['Ctrl', 'N']`. */
export function keyCaps({ key, held }: KeyCombination, platform: string): readonly string[] {
  const isMac = platform === 'darwin'
  const modifiers = { mod: isMac ? '⌘' : 'Ctrl', shift: isMac ? '⇧' : 'Shift' }
  return [
    ...held.map((one) => modifiers[one]),
    (isMac ? macCaps : caps)[key] ?? (key.length === 1 ? key.toUpperCase() : key),
  ]
}
