import { unseenMarks } from '#contract/unseen.ts'

/** A stretch of a line: what is seen, or one mark that is not, by a name. */
export type PastePart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'hidden'; readonly name: string }

/** What somebody is about to paste. */
export interface PasteReview {
  readonly lines: readonly (readonly PastePart[])[]
  readonly characters: number
  readonly hidden: number
  /** The last line ends with Enter, too. */
  readonly endsWithEnter: boolean
}

const esc = '\u001b'
/** The same orders as one mark each, as eight-bit terminals have them: CSI, ST, and what begins a string. */
const csi = '\u009b'
const st = '\u009c'
const strings = '\u009d\u0090\u0098\u009e\u009f'
const bell = '\u0007'
/** Orders to a terminal: CSI, strings (OSC, DCS and the like) and two-letter ones; a lone ESC is one as well. */
const terminalOrders = [
  `(?:${esc}\\[|${csi})[0-?]*[ -/]*[@-~]?`,
  `(?:${esc}[\\]PX^_]|[${strings}])[^${bell}${esc}${st}\\r\\n]*(?:${bell}|${esc}\\\\|${st})?`,
  `${esc}[ -/]*[0-~]?`,
]
/** An order as a whole, else a mark by itself. */
const hiddenMark = new RegExp([...terminalOrders, unseenMarks.source].join('|'), 'gu')
const lineEnd = /\r\n|\r|\n/
const lineEnds = /\r\n|\r|\n/g
/** What a tab turns into where it is left out: a shell takes a typed one for a question. */
const tabAsBlanks = '    '
/** Letters of a hidden mark's name. */
const longestName = 24

function nameOf(mark: string): string {
  if (mark === '\t') return 'TAB'
  const shown = mark.replace(new RegExp(`^${esc}`), 'ESC ').replace(unseenMarks, (one) => codeName(one))
  return shown.length > longestName ? `${shown.slice(0, longestName - 1)}…` : shown
}

const codeName = (mark: string): string => `U+${(mark.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`

/** Where the hidden marks of a text are, in order. Line ends are none. */
function hiddenIn(text: string): readonly { readonly at: number; readonly mark: string }[] {
  return [...text.matchAll(hiddenMark)]
    .filter(([mark]) => mark !== '\n' && mark !== '\r')
    .map((found) => ({ at: found.index, mark: found[0] }))
}

function partsOf(line: string): readonly PastePart[] {
  const parts: PastePart[] = []
  let from = 0
  for (const { at, mark } of hiddenIn(line)) {
    if (at > from) parts.push({ kind: 'text', text: line.slice(from, at) })
    parts.push({ kind: 'hidden', name: nameOf(mark) })
    from = at + mark.length
  }
  return from < line.length ? [...parts, { kind: 'text', text: line.slice(from) }] : parts
}

/** Looks at a text before it is pasted. */
export function reviewPaste(text: string): PasteReview {
  const pieces = text.split(lineEnd)
  const endsWithEnter = pieces.length > 1 && pieces.at(-1) === ''
  const lines = (endsWithEnter ? pieces.slice(0, -1) : pieces).map(partsOf)
  const hidden = lines.flat().filter(({ kind }) => kind === 'hidden').length
  return { lines, characters: text.length, hidden, endsWithEnter }
}

/** How a reviewed text is sent. */
export type PasteChoice = 'clean' | 'exact' | 'one-line'

/** Whether a person has to see the text first: it would run as it is sent, or holds what cannot be seen. */
export function asksFirst(review: PasteReview): boolean {
  return review.lines.length > 1 || review.endsWithEnter || review.hidden > 0
}

function withoutHidden(text: string): string {
  const kept: string[] = []
  let from = 0
  for (const { at, mark } of hiddenIn(text)) {
    kept.push(text.slice(from, at), mark === '\t' ? tabAsBlanks : '')
    from = at + mark.length
  }
  return kept.join('') + text.slice(from)
}

/** The keys with which a terminal interrupts, suspends or ends what runs (^C, ^Y, ^Z, ^\), as they are unless `stty` says otherwise. */
const signalKeys = '\u0003\u0019\u001a\u001c'
const signalKey = new RegExp(`[${signalKeys}]`, 'g')
const bracketMarks = [`${esc}[200~`, `${esc}[201~`, `${csi}200~`, `${csi}201~`]
const longestMark = 6

/**
 * Without what would end a bracketed paste, so that the rest of the text would be typed: the terminal's own marks for it, and the keys
 * that the terminal driver acts upon before any program reads them. A mark that comes about where another one was goes as well.
 */
function withoutEnds(text: string): string {
  const kept: string[] = []
  for (const letter of text.replace(signalKey, '')) {
    kept.push(letter)
    if (letter !== '~') continue
    const end = kept.slice(-longestMark).join('')
    const mark = bracketMarks.find((one) => end.endsWith(one))
    if (mark !== undefined) kept.length -= mark.length
  }
  return kept.join('')
}

/** The text as it is typed: lines end with a carriage return, as the Enter key sends it. */
export function typedText(text: string, choice: PasteChoice): string {
  switch (choice) {
    case 'exact':
      return withoutEnds(text.replace(lineEnds, '\r'))
    case 'clean':
      return text.split(lineEnd).map(withoutHidden).join('\r')
    case 'one-line':
      return text.split(lineEnd).map(withoutHidden).join(' ').trim()
  }
}

/** A part of a paste that is sent at once. */
export interface PastePiece {
  readonly text: string
  /** How many of the lines are sent with it. */
  readonly linesSoFar: number
}

/** Letters of a piece: as bytes at most three times as many, which is less than a message takes. */
export const longestPiece = 4_096

/** The text in pieces of whole lines where they fit, so that a stop leaves no half of one. */
export function piecesOf(typed: string): readonly PastePiece[] {
  const pieces: PastePiece[] = []
  let lines = 0
  let held = ''
  const give = (text: string): void => {
    if (text !== '') pieces.push({ text, linesSoFar: lines })
  }
  for (const line of typed.match(/[^\r]*\r|[^\r]+$/g) ?? []) {
    if (held !== '' && held.length + line.length > longestPiece) {
      give(held)
      held = ''
    }
    held += line
    while (held.length > longestPiece) {
      const cut = wholeLetters(held, longestPiece)
      give(held.slice(0, cut))
      held = held.slice(cut)
    }
    lines += 1
  }
  give(held)
  return pieces
}

/** So many letters, or one less where that would part the halves of one. */
function wholeLetters(text: string, length: number): number {
  const last = text.charCodeAt(length - 1)
  return last >= 0xd800 && last <= 0xdbff ? length - 1 : length
}
