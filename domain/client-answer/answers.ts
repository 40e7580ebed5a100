import type { ClientMessage } from '#contract/client-message.ts'
import { readFirstBytes, type FirstBytes } from '../first-bytes/first-bytes.ts'
import { serviceUnavailable } from './http.ts'
import { errPacket } from './mysql.ts'
import { errorResponse, notEncrypted } from './postgresql.ts'
import { commandLength, errorReply } from './redis.ts'

/** What to do next for a client that is to be told why it is let go. */
export type NextWord =
  /** Say this, if anything, and hear what follows the `heard` bytes that it answers. */
  | { readonly do: 'listen'; readonly say: Uint8Array | null; readonly heard: number }
  /** Say this: it tells the client, which may go on to ask and is told again. */
  | { readonly do: 'tell'; readonly say: Uint8Array; readonly heard: number }
  /** Say this, and close; null where it cannot be told. */
  | { readonly do: 'close'; readonly say: Uint8Array | null }

/** A client that cannot be told is closed without a word. */
const closing: NextWord = { do: 'close', say: null }
const listening: NextWord = { do: 'listen', say: null, heard: 0 }

/**
 * The next step towards telling a client, from all that it said and was not yet answered. Whoever has been answered
 * `N` has been told that nothing here is encrypted, and must never be joined with a server that could: the caller has to be
 * sure, before the first step, that no session comes for this client any more. Nothing here pretends a certificate, so what
 * begins with TLS is closed.
 */
export type Answer = (said: Uint8Array, message: ClientMessage) => NextWord

/** N to what asks for encryption, and an ErrorResponse after the StartupMessage. */
export const answerPostgresql: Answer = (said, message) => heard(said, (first) => toPostgresql(first, message))

/** The server speaks first here, and with or without TLS an error may come in the place of its greeting. */
export const answerMysql: Answer = (said, message) =>
  said.length === 0 ? { do: 'close', say: errPacket(message) } : closing

/** An error in the place of each command's reply. */
export const answerRedis: Answer = (said, message) => heard(said, (first) => toRedis(first, said, message))

/** A response to the first request. */
export const answerHttp: Answer = (said, message) => heard(said, (first) => toHttp(first, message))

/** Nobody knows what is spoken here. */
export const answerNobody: Answer = () => closing

/**
 * As much as is kept of what a client said and nobody answered, bytes; the same that one may say while it waits. What has no end
 * by then is answered as it is.
 */
export const unansweredLimit = 65_536

const tlsHandshake = 0x16

function heard(said: Uint8Array, answer: (first: FirstBytes) => NextWord): NextWord {
  if (said[0] === tlsHandshake) return closing
  const first = readFirstBytes(said)
  return first.kind === 'nothing' || first.kind === 'undecided' ? listening : answer(first)
}

function toPostgresql(first: FirstBytes, message: ClientMessage): NextWord {
  if (first.kind !== 'postgresql-message') return closing
  switch (first.message.type) {
    case 'ssl-request':
    case 'gss-encryption-request':
      return { do: 'listen', say: notEncrypted, heard: first.message.length }
    case 'startup':
      // Clients of protocol 2 read errors of another form.
      return first.message.version >= 3 * 65_536 ? { do: 'close', say: errorResponse(message) } : closing
    case 'cancel-request':
      return closing
  }
}

function toRedis(first: FirstBytes, said: Uint8Array, message: ClientMessage): NextWord {
  if (first.kind !== 'redis-command') return closing
  // The first commands of a driver are about itself, and it keeps their errors to itself: each is answered.
  const length = commandLength(said)
  if (length !== null) return { do: 'tell', say: errorReply(message), heard: length }
  return said.length < unansweredLimit ? listening : { do: 'close', say: errorReply(message) }
}

function toHttp(first: FirstBytes, message: ClientMessage): NextWord {
  if (first.kind !== 'http-request') return closing
  const { head, method } = first.request
  return head.is === 'begun' ? listening : { do: 'close', say: serviceUnavailable(message, method) }
}
