import type { CommandShell } from '#contract/saved-commands.ts'
import { isReadAsCode } from './read-as-code.ts'
import { quotedFor, type QuotePlace } from './quoting.ts'

/** A piece of a command: text as it is typed, or a parameter and where it stands. */
export type CommandPiece =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'parameter'; readonly name: string; readonly place: QuotePlace | 'unclear' }

/** `{{` and `}}` are braces; `${name}` is the shell's own. */
const braces = /\{\{|\}\}|(?<!\$)\{([A-Za-z_][\w-]{0,39})\}/g

/** Takes a command apart. */
export function piecesOf(line: string, shell: CommandShell): readonly CommandPiece[] {
  const pieces: CommandPiece[] = []
  let typed = ''
  let from = 0
  const take = (text: string): void => {
    if (text === '') return
    typed += text
    pieces.push({ kind: 'text', text })
  }
  for (const match of line.matchAll(braces)) {
    take(line.slice(from, match.index))
    const [, name] = match
    if (name === undefined) take(match[0].slice(1))
    from = match.index + match[0].length
    if (name === undefined) continue
    const place = placeBetween(typed, line.slice(from), shell)
    pieces.push({ kind: 'parameter', name, place })
    // A value is a word or a part of one; what stands behind it is read as behind any other.
    typed += shell === 'powershell' && place === 'plain' ? "'x'" : 'x'
  }
  take(line.slice(from))
  return pieces
}

/** The parameters of a command, each once, in their order. */
export function parametersOf(pieces: readonly CommandPiece[]): readonly string[] {
  return [...new Set(pieces.flatMap((piece) => (piece.kind === 'parameter' ? [piece.name] : [])))]
}

/** Names of parameters that stand where no quotes would hold them. */
export function unclearParameters(pieces: readonly CommandPiece[]): readonly string[] {
  return [
    ...new Set(
      pieces.flatMap((piece) => (piece.kind === 'parameter' && piece.place === 'unclear' ? [piece.name] : [])),
    ),
  ]
}

/** Why a line cannot be typed yet. */
export type LineFault = { readonly name: string; readonly why: 'empty' | 'not-one-line' | 'unclear' }

/** The line as it is typed, or why not. */
export type FilledLine =
  | { readonly ok: true; readonly line: string; readonly parts: readonly FilledPart[] }
  | { readonly ok: false; readonly faults: readonly LineFault[] }

/** A part of the line; `isValue`: a person filled it in. */
export interface FilledPart {
  readonly text: string
  readonly isValue: boolean
}

/** Every value quoted for the shell and the place in which it stands. An empty one cannot be typed, nor what ends the line. */
export function filledLine(
  pieces: readonly CommandPiece[],
  values: Readonly<Record<string, string>>,
  shell: CommandShell,
): FilledLine {
  const faults = parametersOf(pieces).flatMap((name) => faultOf(name, valueOf(name, values), pieces))
  if (faults.length > 0) return { ok: false, faults }
  const parts = pieces.map((piece): FilledPart => {
    if (piece.kind === 'text') return { text: piece.text, isValue: false }
    const place = piece.place === 'unclear' ? 'plain' : piece.place
    return { text: quotedFor(valueOf(piece.name, values), shell, place), isValue: true }
  })
  return { ok: true, line: parts.map(({ text }) => text).join(''), parts }
}

/** Of what a person filled in alone: a parameter may be called `constructor`. */
function valueOf(name: string, values: Readonly<Record<string, string>>): string {
  return Object.hasOwn(values, name) ? (values[name] ?? '') : ''
}

function faultOf(name: string, value: string, pieces: readonly CommandPiece[]): readonly LineFault[] {
  if (unclearParameters(pieces).includes(name)) return [{ name, why: 'unclear' }]
  if (value === '') return [{ name, why: 'empty' }]
  return /[\p{Cc}\u2028\u2029\p{Cs}]/u.test(value) ? [{ name, why: 'not-one-line' }] : []
}

const variableAtEnd = { posix: /\$\w*$/, powershell: /\$[\p{L}\p{N}_:?]*$/u }

/**
 * Where the end of a text stands: outside of quotes, between single or double ones, or in something that reads quotes in its own way
 * (a substitution between double quotes, backquotes, `$'…'`, arithmetic, a comment, a here-document), where nothing is promised.
 */
function placeBetween(typed: string, ahead: string, shell: CommandShell): QuotePlace | 'unclear' {
  const place = shell === 'posix' ? posixPlace(typed) : powershellPlace(typed)
  if (shell === 'posix' && isReadAsCode(typed, ahead)) return 'unclear'
  if (place === 'single') return place
  // The value would go on with the variable's name.
  if (variableAtEnd[shell].test(typed)) return 'unclear'
  return shell === 'powershell' && place === 'plain' && !isOneWord(typed, ahead) ? 'unclear' : place
}

/**
 * Whether a quoted value is one word with what stands around it in PowerShell: quotes side by side are one mark of the text, a word
 * that begins with quotes ends with them, and `@` before them begins something else.
 */
function isOneWord(typed: string, ahead: string): boolean {
  if (/(?:['"\u2018-\u201e]|@[\w:?]*)$/.test(typed)) return false
  return /[^\s;|&<>(){},=[\]]$/.test(typed) || /^(?:$|[\s;|&<>)},\]])/.test(ahead)
}

function posixPlace(typed: string): QuotePlace | 'unclear' {
  let place: QuotePlace = 'plain'
  for (let at = 0; at < typed.length; at += 1) {
    const mark = typed[at]
    const ahead = typed.slice(at)
    if (place === 'single') {
      if (mark === "'") place = 'plain'
    } else if (mark === '\\') {
      // The value itself would be what is escaped.
      if (at === typed.length - 1) return 'unclear'
      at += 1
    } else if (mark === '`' || /^\$(?:'|"|\(\(|\{|\[)/.test(ahead)) return 'unclear'
    else if (place === 'double') {
      if (ahead.startsWith('$(')) return 'unclear'
      if (mark === '"') place = 'plain'
    } else if (/^(?:<<|\(\()/.test(ahead) || (mark === '#' && /(?:^|[\s;&|()])$/.test(typed.slice(0, at))))
      return 'unclear'
    // An index is counted out, and may hold a command: a name, or a part of one, with a bracket that is not closed.
    else if (/^\w\[[^\]\s]*$/.test(ahead)) return 'unclear'
    else if (mark === "'") place = 'single'
    else if (mark === '"') place = 'double'
  }
  return place
}

const singleMarks = /['\u2018\u2019\u201a\u201b]/
const doubleMarks = /["\u201c\u201d\u201e]/

function powershellPlace(typed: string): QuotePlace | 'unclear' {
  let place: QuotePlace = 'plain'
  for (let at = 0; at < typed.length; at += 1) {
    const mark = typed[at] ?? ''
    if (place === 'single') {
      if (singleMarks.test(mark)) place = 'plain'
    } else if (mark === '`') {
      if (at === typed.length - 1) return 'unclear'
      at += 1
    } else if (/^(?:\$[({]|@['"\u2018-\u201f])/.test(typed.slice(at)) && (place === 'double' || mark === '@'))
      return 'unclear'
    else if (place === 'double') {
      if (doubleMarks.test(mark)) place = 'plain'
    } else if (mark === '#' || typed.slice(at).startsWith('--%')) return 'unclear'
    else if (singleMarks.test(mark)) place = 'single'
    else if (doubleMarks.test(mark)) place = 'double'
  }
  return place
}
