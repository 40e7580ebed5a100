/** Keys that are pressed together. */
export interface KeyCombination {
  /** As the web names it (`KeyboardEvent.key`); letters in lower case. */
  readonly key: string
  /** A key that is a mark already has Shift in it. */
  readonly held: readonly HeldKey[]
  /** Where the same is done with other keys; everywhere unless said. */
  readonly on?: 'mac' | 'other'
}

/** `mod` is Command on macOS and Control elsewhere, `control` is Control everywhere, `alt` is Option on macOS. */
type HeldKey = 'mod' | 'shift' | 'alt' | 'control'

/** Where in the window a shortcut works. */
export type ShortcutPlace = 'window' | 'list' | 'form' | 'targets' | 'files' | 'shell'

interface Shortcut {
  readonly place: ShortcutPlace
  /** Any of them does it; the first is the one that is shown in buttons and menus. */
  readonly keys: Keys
}

const plain = (key: string): KeyCombination => ({ key, held: [] })
const mod = (key: string): KeyCombination => ({ key, held: ['mod'] })
const shift = (key: string): KeyCombination => ({ key, held: ['shift'] })

type Keys = readonly [KeyCombination, ...KeyCombination[]]

/** What the app does while a shell has the keys: with Command on macOS, else with Control and Shift, for plain Control is the shell's. */
const inShell = (key: string): Keys => [
  { key, held: ['mod'], on: 'mac' },
  { key, held: ['mod', 'shift'], on: 'other' },
]
/** With Shift everywhere. */
const inShellShift = (key: string, elsewhere = key): Keys => [
  { key, held: ['mod', 'shift'], on: 'mac' },
  { key: elsewhere, held: ['mod', 'shift'], on: 'other' },
]
const arrowKeys = ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown'] as const
/** The arrows, with other keys beside Command than beside Control. */
const arrows = (mac: readonly HeldKey[], other: readonly HeldKey[]): Keys => [
  { key: 'ArrowLeft', held: mac, on: 'mac' },
  ...arrowKeys.slice(1).map((key) => ({ key, held: mac, on: 'mac' }) as const),
  ...arrowKeys.map((key) => ({ key, held: other, on: 'other' }) as const),
]

/**
 * Every shortcut of the window, in the order of help. Menus take their accelerators from here, the window what it obeys, and
 * help what it lists.
 */
export const shortcuts = {
  'new-tunnel': { place: 'window', keys: [mod('n')] },
  find: { place: 'window', keys: [mod('f'), plain('/')] },
  'show-tunnels': { place: 'window', keys: [mod('1')] },
  'show-shells': { place: 'window', keys: [mod('2')] },
  'show-accounts': { place: 'window', keys: [{ key: 'a', held: ['mod', 'shift'] }] },
  'show-activity': { place: 'window', keys: [mod('4')] },
  'show-settings': { place: 'window', keys: [mod(','), mod('5')] },
  /** On what the list is on; a new one elsewhere. */
  'open-shell': { place: 'window', keys: [mod('t')] },
  /** With a shell's keys, too: fingers do not know what has the focus. */
  'show-dock': { place: 'window', keys: [mod('j'), { key: 'j', held: ['mod', 'shift'], on: 'other' }] },
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
  'target-open': { place: 'targets', keys: [plain('Enter')] },
  'target-split': { place: 'targets', keys: [mod('Enter')] },
  'target-star': { place: 'targets', keys: [plain('s')] },
  'target-copy': { place: 'targets', keys: [mod('c')] },
  'target-document': { place: 'targets', keys: [plain('d')] },
  'target-files': { place: 'targets', keys: [plain('f')] },
  'target-menu': { place: 'targets', keys: [shift('F10'), plain('ContextMenu')] },
  'file-open': { place: 'files', keys: [plain('Enter')] },
  'file-up': { place: 'files', keys: [plain('Backspace')] },
  'file-choose': { place: 'files', keys: [plain(' ')] },
  'file-choose-range': { place: 'files', keys: [shift('ArrowUp'), shift('ArrowDown')] },
  'file-choose-all': { place: 'files', keys: [mod('a')] },
  'shell-leave': {
    place: 'shell',
    // Windows keeps Control, Shift and Escape for itself.
    keys: [...inShellShift('Escape'), { key: 'F6', held: ['control'], on: 'other' }],
  },
  'shell-new': { place: 'shell', keys: inShell('t') },
  'shell-close': { place: 'shell', keys: inShell('w') },
  'shell-next-tab': { place: 'shell', keys: [{ key: 'Tab', held: ['control'] }] },
  'shell-previous-tab': { place: 'shell', keys: [{ key: 'Tab', held: ['control', 'shift'] }] },
  'shell-rename': { place: 'shell', keys: inShellShift('r') },
  'shell-split-right': { place: 'shell', keys: inShell('d') },
  'shell-split-down': { place: 'shell', keys: inShellShift('d', 'e') },
  'shell-walk': { place: 'shell', keys: arrows(['mod', 'alt'], ['mod', 'shift']) },
  'shell-move': { place: 'shell', keys: arrows(['mod', 'alt', 'shift'], ['mod', 'alt', 'shift']) },
  'shell-zoom': { place: 'shell', keys: inShellShift('Enter') },
  'shell-find': { place: 'shell', keys: inShell('f') },
  'shell-copy': { place: 'shell', keys: [...inShell('c'), { key: 'Insert', held: ['control'], on: 'other' }] },
  'shell-paste': { place: 'shell', keys: [...inShell('v'), { key: 'Insert', held: ['shift'], on: 'other' }] },
  'shell-broadcast': { place: 'shell', keys: inShellShift('b') },
  'shell-dock': { place: 'shell', keys: inShell('j') },
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

const isOf = ({ on }: KeyCombination, platform: string): boolean =>
  on === undefined || (on === 'mac') === (platform === 'darwin')

function fits(keys: KeyCombination, press: KeyPress, platform: string): boolean {
  const { key, held } = keys
  const isMac = platform === 'darwin'
  const wantsMod = held.includes('mod')
  if (!isOf(keys, platform) || press.altKey !== held.includes('alt')) return false
  if (press.metaKey !== (isMac && wantsMod)) return false
  if (press.ctrlKey !== (held.includes('control') || (!isMac && wantsMod))) return false
  return press.key.toLowerCase() === key.toLowerCase() && (isMark(key) || press.shiftKey === held.includes('shift'))
}

/** The keys of a shortcut on a system; the first is the one that is shown. */
export function keysOf(name: ShortcutName, platform: string): readonly KeyCombination[] {
  const { keys }: Shortcut = shortcuts[name]
  return keys.filter((one) => isOf(one, platform))
}

/** Which of these shortcuts was pressed, if any. */
export function pressedOf<N extends ShortcutName>(names: readonly N[], press: KeyPress, platform: string): N | null {
  return names.find((name) => keysOf(name, platform).some((keys) => fits(keys, press, platform))) ?? null
}

const heldAccelerators = { mod: 'CmdOrCtrl', shift: 'Shift', alt: 'Alt', control: 'Ctrl' } as const
const accelerators: Readonly<Record<string, string>> = { '+': 'Plus' }

/** A shortcut as Electron's menus take it: `CmdOrCtrl+N`. */
export function acceleratorOf(name: ShortcutName): string {
  const { key, held }: KeyCombination = shortcuts[name].keys[0]
  const shown = accelerators[key] ?? (key.length === 1 ? key.toUpperCase() : key)
  return [...held.map((one) => heldAccelerators[one]), shown].join('+')
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
  const modifiers = isMac
    ? { mod: '⌘', shift: '⇧', alt: '⌥', control: '⌃' }
    : { mod: 'Ctrl', shift: 'Shift', alt: 'Alt', control: 'Ctrl' }
  return [
    ...held.map((one) => modifiers[one]),
    (isMac ? macCaps : caps)[key] ?? (key.length === 1 ? key.toUpperCase() : key),
  ]
}
