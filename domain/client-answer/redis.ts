import type { ClientMessage } from '#contract/client-message.ts'
import { latin1 } from '../first-bytes/byte-reader.ts'
import { asciiBytes } from './bytes.ts'
import { oneLine } from './one-line.ts'

/** A simple error of RESP (2 and 3 alike); `ERR` is the code of errors that are of no special kind. */
export function errorReply(message: ClientMessage): Uint8Array {
  return asciiBytes(`-ERR ${oneLine(message)}\r\n`)
}

/** Bytes of the command at the front, as a program says it (RESP) or as one types it; null while it is not whole. */
export function commandLength(said: Uint8Array): number | null {
  const text = latin1(said)
  const [head, count] = /^\*(\d{1,7})\r\n/.exec(text) ?? []
  if (head === undefined) return text.includes('\n') ? text.indexOf('\n') + 1 : null
  let at = head.length
  for (let argument = 0; argument < Number(count); argument += 1) {
    const [mark, length] = /^\$(\d{1,9})\r\n/.exec(text.slice(at, at + 16)) ?? []
    if (mark === undefined) return null
    at += mark.length + Number(length) + 2
    if (at > text.length) return null
  }
  return at
}
