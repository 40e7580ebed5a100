import { reading } from './byte-reader.ts'

/** A message that opens a connection to PostgreSQL. `length`: its bytes; what follows them is the next message. */
export type PostgresqlMessage =
  /** May I speak TLS? The server says `S` or `N`. */
  | { readonly type: 'ssl-request'; readonly length: 8 }
  /** May I speak GSSAPI? The server says `G` or `N`. */
  | { readonly type: 'gss-encryption-request'; readonly length: 8 }
  /** Stop what another connection is doing. The server closes without an answer. */
  | { readonly type: 'cancel-request'; readonly length: number }
  /** User, database and options. `version` is major × 65,536 + minor. */
  | { readonly type: 'startup'; readonly length: number; readonly version: number }

/** The numbers in the place of a version, from PostgreSQL's documentation ("Message Formats"). */
const codes = { cancel: 80_877_102, ssl: 80_877_103, gss: 80_877_104 } as const
/** No server takes a longer one (MAX_STARTUP_PACKET_LENGTH in PostgreSQL's source). */
const longest = 10_000
const headLength = 8
/** Process id and a key: of four bytes until version 3.0, of up to 256 since 3.2. */
const cancelLengths = { shortest: 16, longest: 268 } as const

/** Reads the message at the front; null for what is none. It is read once it is whole. */
export function readPostgresqlMessage(bytes: Uint8Array): PostgresqlMessage | 'more' | null {
  const head = reading(bytes, (from) => ({ length: from.number(4), code: from.number(4) }))
  if (head === 'short') return mayBecomeHead(bytes) ? 'more' : null
  const message = messageOf(head.length, head.code)
  if (message === null) return null
  return bytes.length < message.length ? 'more' : message
}

function messageOf(length: number, code: number): PostgresqlMessage | null {
  if (code === codes.ssl) return length === headLength ? { type: 'ssl-request', length } : null
  if (code === codes.gss) return length === headLength ? { type: 'gss-encryption-request', length } : null
  if (code === codes.cancel) {
    const isPlausible = length >= cancelLengths.shortest && length <= cancelLengths.longest
    return isPlausible ? { type: 'cancel-request', length } : null
  }
  const major = Math.floor(code / 65_536)
  const isStartup = (major === 2 || major === 3) && length > headLength && length <= longest
  return isStartup ? { type: 'startup', length, version: code } : null
}

/** Whether so few bytes can still be the length of a message. */
function mayBecomeHead(bytes: Uint8Array): boolean {
  if (bytes.length >= 2 && bytes[1] !== 0) return false
  const length = reading(bytes, (from) => from.number(4))
  return length === 'short' || (length >= headLength && length <= longest)
}
