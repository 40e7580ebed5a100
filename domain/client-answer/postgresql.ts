import type { ClientMessage } from '#contract/client-message.ts'
import { asciiBytes, joined } from './bytes.ts'

/** The answer to SSLRequest and GSSENCRequest: not here. */
export const notEncrypted = asciiBytes('N')

/**
 * `cannot_connect_now`. With any other `pg_isready` would say that connections are accepted here, for an error is an answer of a
 * server that is up (`PQping`, libpq's fe-connect.c); with this one libpq goes on to the next host that it was given.
 */
const sqlState = '57P03'

/**
 * ErrorResponse, which a client shows after its StartupMessage and takes for the end. Fields as in PostgreSQL's documentation
 * ("Error and Notice Message Fields"): each a letter and a text that ends with a zero.
 */
export function errorResponse({ message, detail, hint }: ClientMessage): Uint8Array {
  const fields = { S: 'FATAL', V: 'FATAL', C: sqlState, M: message, D: detail, H: hint }
  const said = Object.entries(fields).filter(([, text]) => text !== '')
  const body = joined(...said.map(([letter, text]) => asciiBytes(`${letter}${text}\0`)), [0])
  const length = body.length + 4
  return joined(asciiBytes('E'), [length >>> 24, (length >>> 16) & 0xff, (length >>> 8) & 0xff, length & 0xff], body)
}
