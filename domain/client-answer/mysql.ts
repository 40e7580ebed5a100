import type { ClientMessage } from '#contract/client-message.ts'
import { asciiBytes, joined } from './bytes.ts'
import { oneLine } from './one-line.ts'

/**
 * `ER_UNKNOWN_ERROR`: clients show its text as it is. Numbers of 2,000 and more belong to the clients themselves, and MariaDB's
 * calls a packet with one malformed; 1040 and 1130 are shown, but as "too many connections" and "host not privileged".
 */
const errorNumber = 1_105

/**
 * An ERR packet in the place of the greeting, as a server sends that has no room: sequence 0, before any talk of TLS. It
 * has no SQLSTATE: the marker and the five letters belong to protocol 4.1, which nobody has agreed to yet, and Connector/J
 * shows them as part of the text. Clients say HY000 by themselves.
 */
export function errPacket(message: ClientMessage): Uint8Array {
  const body = joined([0xff, errorNumber & 0xff, errorNumber >>> 8], asciiBytes(oneLine(message)))
  return joined([body.length & 0xff, body.length >>> 8, 0, 0], body)
}
