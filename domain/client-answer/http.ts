import type { ClientMessage } from '#contract/client-message.ts'
import { asciiBytes } from './bytes.ts'
import { oneLine } from './one-line.ts'

/** A response with the sentence as plain text: nobody here can serve the request now. A `HEAD` gets no body (RFC 9110 §9.3.2). */
export function serviceUnavailable(message: ClientMessage, method: string): Uint8Array {
  const body = `${oneLine(message)}\n`
  const head = [
    'HTTP/1.1 503 Service Unavailable',
    'Content-Type: text/plain; charset=us-ascii',
    `Content-Length: ${body.length}`,
    'Cache-Control: no-store',
    'X-Content-Type-Options: nosniff',
    'Connection: close',
  ].join('\r\n')
  return asciiBytes(`${head}\r\n\r\n${method === 'HEAD' ? '' : body}`)
}
