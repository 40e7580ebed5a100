import { latin1 } from './byte-reader.ts'

/**
 * A command of Redis. Only its name is read: what follows may be a password (`AUTH`). `isComplete`: all of its bytes came, so
 * that an answer would be one to it.
 */
export interface RedisCommand {
  /** As programs say it (RESP), or as one types it. */
  readonly form: 'resp' | 'inline'
  /** In capitals. */
  readonly name: string
  readonly isComplete: boolean
}

/** No command of Redis or its modules comes near (`CONFIG`, `FT.AGGREGATE`). */
const longestName = 64
/** As Redis: more arguments, or a longer one, is no command. */
const limits = { arguments: 1_048_576, argumentBytes: 536_870_912, digits: 10 } as const
const [lineFeed, carriageReturn] = [0x0a, 0x0d]

/** Reads a command in RESP; it is read once its name is there. */
export function readRespCommand(bytes: Uint8Array): RedisCommand | 'more' | null {
  const count = readLength(bytes, 0, '*', limits.arguments)
  if (count === 'more' || count === null) return count
  if (count.value === 0) return null
  const first = readLength(bytes, count.end, '$', longestName)
  if (first === 'more' || first === null) return first
  if (first.value === 0) return null
  const nameEnd = first.end + first.value
  const said = bytes.subarray(first.end, nameEnd)
  if (!said.every(isOfName)) return null
  if (bytes.length < nameEnd) return 'more'
  const isComplete = hasArguments(bytes, count.end, count.value)
  return { form: 'resp', name: latin1(said).toUpperCase(), isComplete }
}

/** Reads a command as one types it: a line of words, with or without a carriage return. */
export function readInlineCommand(bytes: Uint8Array): RedisCommand | 'more' | null {
  const end = bytes.indexOf(lineFeed)
  const line = end < 0 ? bytes : bytes.subarray(0, end)
  if (!line.every(isOfLine)) return null
  if (end < 0) return 'more'
  const name = latin1(line).trim().split(' ')[0] ?? ''
  const isName = name.length > 0 && name.length <= longestName
  return isName ? { form: 'inline', name: name.toUpperCase(), isComplete: true } : null
}

function hasArguments(bytes: Uint8Array, from: number, count: number): boolean {
  let at = from
  for (let argument = 0; argument < count; argument += 1) {
    const length = readLength(bytes, at, '$', limits.argumentBytes)
    if (length === 'more' || length === null) return false
    at = length.end + length.value + 2
    if (at > bytes.length) return false
  }
  return true
}

/** A mark, digits, and the end of the line: `*3\r\n`. */
function readLength(
  bytes: Uint8Array,
  from: number,
  mark: '*' | '$',
  limit: number,
): { readonly value: number; readonly end: number } | 'more' | null {
  const text = latin1(bytes.subarray(from, from + 1 + limits.digits + 2))
  if (text === '') return 'more'
  if (!text.startsWith(mark)) return null
  const digits = /^\d+(?=\r\n)/.exec(text.slice(1))?.[0]
  if (digits === undefined) return /^\d{0,10}\r?$/.test(text.slice(1)) ? 'more' : null
  const value = Number(digits)
  return value > limit ? null : { value, end: from + 1 + digits.length + 2 }
}

function isOfName(byte: number): boolean {
  return byte > 0x20 && byte < 0x7f
}

function isOfLine(byte: number): boolean {
  return byte >= 0x20 || byte === 0x09 || byte === carriageReturn
}
