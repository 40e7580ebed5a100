import { emptyLines } from './empty-lines.ts'
import { mayBecomeRequest, readHttpRequest, type HttpRequest } from './http-request.ts'
import { readPostgresqlMessage, type PostgresqlMessage } from './postgresql-message.ts'
import { readInlineCommand, readRespCommand, type RedisCommand } from './redis-command.ts'
import { readClientHello, type ClientHello } from './client-hello.ts'
import { readWebRtc } from './web-rtc.ts'

/** What a client wants, as far as its first bytes tell. Nothing of it is what the client may keep secret. */
export type FirstBytes =
  /** It has said nothing. */
  | { readonly kind: 'nothing' }
  /** It has begun to say something; more has to come before one can tell what, or whether it is what browsers say. */
  | { readonly kind: 'undecided'; readonly mayBe: 'of-the-web' | 'anything-else' }
  /** One message that opens a connection to PostgreSQL, whole. */
  | { readonly kind: 'postgresql-message'; readonly message: PostgresqlMessage }
  | { readonly kind: 'redis-command'; readonly command: RedisCommand }
  /** HTTP/1: the request line at least. */
  | { readonly kind: 'http-request'; readonly request: HttpRequest }
  /** The preface of HTTP/2 without TLS (RFC 9113 §3.4). */
  | { readonly kind: 'http2-preface' }
  | { readonly kind: 'client-hello'; readonly hello: ClientHello }
  /** What a browser says for a page that asks for a connection of WebRTC. */
  | { readonly kind: 'web-rtc' }
  /** Something else, or what has no end within {@link firstBytesLimit}. */
  | { readonly kind: 'unknown' }

/**
 * What is looked at, in bytes: as much as common servers take for a request's head, and several times what a ClientHello
 * with post-quantum keys needs (some 1,800).
 */
export const firstBytesLimit = 16_384

/** Begins HTTP/2 without TLS: what no client of a database says. */
const http2Preface = 'PRI * HTTP/2.0'

const nul = 0x00
const tlsHandshake = 0x16
const asterisk = 0x2a

/**
 * Reads what a client said so far, from its first byte on. Total and pure: whoever reads piece by piece asks again with all
 * that came. More bytes turn `nothing` and `undecided` into something, and complete a request or a command; they never
 * make one kind of client another.
 */
export function readFirstBytes(bytes: Uint8Array): FirstBytes {
  const [first] = bytes
  if (first === undefined) return { kind: 'nothing' }
  const seen = bytes.subarray(0, firstBytesLimit)
  const webRtc = readWebRtc(seen)
  if (webRtc === 'web-rtc') return { kind: 'web-rtc' }
  const read = readBy(first, seen)
  if (read !== 'more' && !(read.kind === 'unknown' && webRtc === 'more')) return read
  if (bytes.length >= firstBytesLimit) return { kind: 'unknown' }
  const isOfWeb = first === tlsHandshake || webRtc === 'more' || mayBecomeRequest(seen.subarray(emptyLines(seen)))
  return { kind: 'undecided', mayBe: isOfWeb ? 'of-the-web' : 'anything-else' }
}

function readBy(first: number, seen: Uint8Array): FirstBytes | 'more' {
  if (first === nul) return wrapped(readPostgresqlMessage(seen), (message) => ({ kind: 'postgresql-message', message }))
  if (first === tlsHandshake) return wrapped(readClientHello(seen), (hello) => ({ kind: 'client-hello', hello }))
  return readLines(seen, emptyLines(seen))
}

/** A request or a command, behind empty lines that are no part of it. */
function readLines(all: Uint8Array, empty: number): FirstBytes | 'more' {
  const seen = all.subarray(empty)
  const line = readHttp(seen, empty)
  if (seen[0] !== asterisk)
    return line ?? wrapped(readInlineCommand(seen), (command) => ({ kind: 'redis-command', command }))
  const command = readRespCommand(seen)
  // A request's method may begin like a command.
  return command === null
    ? (line ?? { kind: 'unknown' })
    : wrapped(command, (read) => ({ kind: 'redis-command', command: read }))
}

/** The preface of HTTP/2 or a request; null for another line. `before`: bytes in front of it. */
function readHttp(seen: Uint8Array, before: number): FirstBytes | 'more' | null {
  const http = readHttpRequest(seen, firstBytesLimit - before)
  if (http === 'more' || http === null) return http
  if (`${http.method} ${http.target} ${http.version}` === http2Preface) return { kind: 'http2-preface' }
  const { head } = http
  const whole = head.is === 'whole' ? { ...head, length: before + head.length } : head
  return { kind: 'http-request', request: { ...http, head: whole } }
}

function wrapped<T>(read: T | 'more' | null, wrap: (value: T) => FirstBytes): FirstBytes | 'more' {
  if (read === 'more') return 'more'
  return read === null ? { kind: 'unknown' } : wrap(read)
}
