import type { ClientMessage } from '#contract/client-message.ts'
import { asciiBytes } from './bytes.ts'
import { oneLine } from './one-line.ts'

/** A simple error of RESP (2 and 3 alike); `ERR` is the code of errors that are of no special kind. */
export function errorReply(message: ClientMessage): Uint8Array {
  return asciiBytes(`-ERR ${oneLine(message)}\r\n`)
}
