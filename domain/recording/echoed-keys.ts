import { endOfSequence, readPieces } from './terminal-pieces.ts'

/** Keys that were typed and of which nothing was shown yet. */
export interface WaitingKeys {
  readonly keys: readonly string[]
  /** How many of them, from the first, came back already. */
  readonly matched: number
  /** When the last was typed, ms. */
  readonly typedAt: number
}

/** What a recording keeps of the keys: those that were shown anyway, and a number for all others. */
export type KeptKeys =
  | { readonly kind: 'shown'; readonly text: string }
  | { readonly kind: 'hidden'; readonly count: number }

/** The next state, and what is to be kept. */
export interface EchoStep {
  readonly waiting: WaitingKeys
  readonly kept: KeptKeys | null
}

/** An echo that takes longer is taken for none: ms. */
const longestEchoMs = 5_000
const mostWaiting = 4_096

export const noKeys: WaitingKeys = { keys: [], matched: 0, typedAt: 0 }

/** Keys were typed; what they are is kept only once they were shown. */
export function typed(waiting: WaitingKeys, text: string, now: number): EchoStep {
  const keys = [...waiting.keys, ...keysOf(text)]
  if (keys.length > mostWaiting) return { waiting: noKeys, kept: hidden(keys.length) }
  return { waiting: { keys, matched: waiting.matched, typedAt: now }, kept: null }
}

/**
 * Something was shown. Keys count as shown when that begins with them, as a terminal's echo does: all that wait, or all so far.
 * Anything else makes a number of every key that waits, matched ones too: so a password that nothing echoes is never kept, and
 * what is kept stands in the output, too.
 */
export function shown(waiting: WaitingKeys, text: string, now: number): EchoStep {
  const { keys } = waiting
  if (keys.length === 0) return { waiting, kept: null }
  if (now - waiting.typedAt > longestEchoMs) return over(waiting)
  const matched = matchedBy(waiting, text)
  if (matched === null) return over(waiting)
  if (matched === keys.length) return { waiting: noKeys, kept: { kind: 'shown', text: keys.join('') } }
  return { waiting: { ...waiting, matched }, kept: null }
}

/** Nothing more will be shown of the keys that wait. */
export function over({ keys }: WaitingKeys): EchoStep {
  return { waiting: noKeys, kept: keys.length === 0 ? null : hidden(keys.length) }
}

const hidden = (count: number): KeptKeys => ({ kind: 'hidden', count })

/** A character, or the whole sequence of a key that has none. */
function keysOf(text: string): readonly string[] {
  const keys: string[] = []
  const rest = readPieces(text, (piece) => {
    if (piece.kind === 'text') keys.push(...Array.from(piece.text))
    else keys.push(piece.text)
  })
  return rest === '' ? keys : [...keys, rest]
}

/** How many keys were matched when the text is over; null when it shows something else. */
function matchedBy({ keys, matched }: WaitingKeys, text: string): number | null {
  let rest = withoutQuiet(text)
  let count = matched
  while (count < keys.length && rest !== '') {
    const start = rest
    const echo = echoesOf(keys[count] ?? '').find((one) => start.startsWith(one))
    if (echo === undefined) return null
    rest = withoutQuiet(rest.slice(echo.length))
    count += 1
  }
  return count
}

/** How terminals and line editors show a key; the longest first. A key without a character shows nothing of its own. */
function echoesOf(key: string): readonly string[] {
  if (key === '\r' || key === '\n') return ['\r\n', '\r', '\n']
  if (key === '\u007f' || key === '\b') return ['\b \b', '\b\u001b[K', '\b\u001b[0K']
  const code = key.length === 1 ? key.charCodeAt(0) : 0x20
  if (code < 0x20) return [`^${String.fromCharCode(code + 0x40)}`]
  return key.startsWith('\u001b') ? [] : [key]
}

/** Without the sequences it begins with: line editors switch modes and colours before they echo. */
function withoutQuiet(text: string): string {
  let at = 0
  while (text.startsWith('\u001b', at)) {
    const end = endOfSequence(text, at)
    if (end === null) return ''
    at = end
  }
  return text.slice(at)
}
