/** What a terminal is told, taken apart: text to draw, controls, and sequences. */
export type TerminalPiece =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'control'; readonly text: string }
  /** `ESC [ parameters final`. */
  | { readonly kind: 'csi'; readonly parameters: string; readonly final: string; readonly text: string }
  /** Any other: a title, a link, a set of characters. */
  | { readonly kind: 'sequence'; readonly text: string }

const escape = 0x1b
const bell = 0x07
/** What follows ESC and begins a string that BEL or ESC \ ends: DCS, SOS, OSC, PM, APC. */
const stringStarts = 'PX]^_'
/** What follows ESC and takes one mark more. */
const pairStarts = ' #%()*+-./O'
/** Of a sequence that does not end no more than this is kept; its content is of no use here. */
const longestSequence = 1_024

/** Tells the pieces in order; returns the unfinished sequence at the end, to be put before what comes next. */
export function readPieces(text: string, hear: (piece: TerminalPiece) => void): string {
  let at = 0
  while (at < text.length) {
    const code = text.charCodeAt(at)
    const end = code === escape ? endOfSequence(text, at) : isControl(code) ? at + 1 : endOfText(text, at)
    if (end === null) return unfinished(text, at)
    hear(pieceOf(code, text.slice(at, end)))
    at = end
  }
  return ''
}

function pieceOf(code: number, text: string): TerminalPiece {
  if (code !== escape) return { kind: isControl(code) ? 'control' : 'text', text }
  if (text[1] !== '[') return { kind: 'sequence', text }
  return { kind: 'csi', parameters: text.slice(2, -1), final: text.slice(-1), text }
}

const isControl = (code: number): boolean => code < 0x20 || (code >= 0x7f && code < 0xa0)

function endOfText(text: string, from: number): number {
  let at = from
  while (at < text.length && !isControl(text.charCodeAt(at))) at += 1
  return at
}

/** Where the sequence that begins there ends; null when it is not whole. */
export function endOfSequence(text: string, from: number): number | null {
  const second = text[from + 1]
  if (second === undefined) return null
  if (second === '[') return endOfCsi(text, from + 2)
  if (stringStarts.includes(second)) return endOfString(text, from + 2)
  const length = pairStarts.includes(second) ? 3 : second.charCodeAt(0) === escape ? 1 : 2
  return from + length <= text.length ? from + length : null
}

function endOfCsi(text: string, from: number): number | null {
  for (let at = from; at < text.length; at += 1) {
    const code = text.charCodeAt(at)
    // What is no parameter and no end breaks the sequence off, and stands for itself.
    if (code < 0x20 || code > 0x7e) return at
    if (code >= 0x40) return at + 1
  }
  return null
}

function endOfString(text: string, from: number): number | null {
  for (let at = from; at < text.length; at += 1) {
    const code = text.charCodeAt(at)
    if (code === bell) return at + 1
    if (code !== escape) continue
    if (at + 1 >= text.length) return null
    return text[at + 1] === '\\' ? at + 2 : at
  }
  return null
}

/** A string that never ends is cut: its beginning says what it is, its last mark whether ESC \ has begun. */
function unfinished(text: string, from: number): string {
  if (text.length - from <= longestSequence) return text.slice(from)
  return text.slice(from, from + 2) + (text.charCodeAt(text.length - 1) === escape ? text.slice(-1) : '')
}
