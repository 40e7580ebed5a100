import type { ClientMessage } from '#contract/client-message.ts'
import { latin1 } from '../first-bytes/byte-reader.ts'
import { emptyLines } from '../first-bytes/empty-lines.ts'
import { asciiBytes } from './bytes.ts'
import { oneLine } from './one-line.ts'

/** A simple error of RESP (2 and 3 alike); `ERR` is the code of errors that are of no special kind. */
export function errorReply(message: ClientMessage): Uint8Array {
  return asciiBytes(`-ERR ${oneLine(message)}\r\n`)
}

const [lineFeed, asterisk] = [0x0a, 0x2a]

/** Bytes of the command at the front, as a program says it (RESP) or as one types it; null while it is not whole. */
export function commandLength(said: Uint8Array): number | null {
  const blank = emptyLines(said)
  if (said[blank] !== asterisk) return endOfLine(said, blank)
  const [head, count] = /^\*(\d{1,7})\r\n/.exec(headAt(said, blank)) ?? []
  if (head === undefined) return endOfLine(said, blank)
  let at = blank + head.length
  for (let argument = 0; argument < Number(count); argument += 1) {
    const [mark, length] = /^\$(\d{1,9})\r\n/.exec(headAt(said, at)) ?? []
    if (mark === undefined) return null
    at += mark.length + Number(length) + 2
    if (at > said.length) return null
  }
  return at
}

/** The front of what may be a number of arguments or of bytes. */
const headAt = (said: Uint8Array, at: number): string => latin1(said.subarray(at, at + 16))

function endOfLine(said: Uint8Array, from: number): number | null {
  const end = said.indexOf(lineFeed, from)
  return end < 0 ? null : end + 1
}
