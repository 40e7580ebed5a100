import { ByteReader, latin1, reading } from './byte-reader.ts'

/** What a TLS client says in the clear: whom it wants, and what it will speak. */
export interface ClientHello {
  /** The server's name in small letters; null where it named none, as clients of an IP address do. */
  readonly serverName: string | null
  /** Protocols by their ALPN names (`h2`, `http/1.1`, `postgresql`), in the client's order. */
  readonly protocols: readonly string[]
}

const recordHead = { handshake: 0x16, majorVersion: 0x03, length: 5 } as const
/** A record may have so many bytes (RFC 8446 §5.1, with what a cipher may add). */
const longestRecord = 16_640
const clientHello = 0x01
const extensions = { serverName: 0, protocols: 16 } as const
const hostName = 0

/** Reads the ClientHello at the front, which may be spread over several records; null for what is none. */
export function readClientHello(bytes: Uint8Array): ClientHello | 'more' | null {
  const handshake = handshakeIn(bytes)
  if (handshake === null) return null
  const body = reading(handshake, (from) => {
    if (from.number(1) !== clientHello) return null
    return from.prefixed(3)
  })
  if (body === 'short') return 'more'
  if (body === null) return null
  const hello = reading(body, helloOf)
  return hello === 'short' ? null : hello
}

/** The handshake's bytes without the heads of records, as far as they came; null where a record is none of a handshake. */
function handshakeIn(bytes: Uint8Array): Uint8Array | null {
  const pieces: number[] = []
  let at = 0
  while (at < bytes.length) {
    const head = bytes.subarray(at, at + recordHead.length)
    if (!isRecordHead(head)) return null
    if (head.length < recordHead.length) break
    const length = (head[3] ?? 0) * 256 + (head[4] ?? 0)
    if (length === 0 || length > longestRecord) return null
    at += recordHead.length
    for (const byte of bytes.subarray(at, at + length)) pieces.push(byte)
    if (isWhole(pieces)) break
    at += length
  }
  return Uint8Array.from(pieces)
}

function isRecordHead(head: Uint8Array): boolean {
  return head[0] === recordHead.handshake && (head.length < 2 || head[1] === recordHead.majorVersion)
}

/** What follows the ClientHello (early data) is of no interest, and no record of a handshake. */
function isWhole(handshake: readonly number[]): boolean {
  const [, a, b, c] = handshake
  if (a === undefined || b === undefined || c === undefined) return false
  return handshake.length >= 4 + a * 65_536 + b * 256 + c
}

/** RFC 8446 §4.1.2: version, random, session id, ciphers, compression, extensions. */
function helloOf(from: ByteReader): ClientHello {
  from.piece(2)
  from.piece(32)
  from.prefixed(1)
  from.prefixed(2)
  from.prefixed(1)
  let [serverName, protocols]: [string | null, readonly string[]] = [null, []]
  const list = new ByteReader(from.left === 0 ? new Uint8Array() : from.prefixed(2))
  while (list.left > 0) {
    const type = list.number(2)
    const body = new ByteReader(list.prefixed(2))
    if (type === extensions.serverName) serverName = serverNameOf(body)
    if (type === extensions.protocols) protocols = protocolsOf(body)
  }
  return { serverName, protocols }
}

function serverNameOf(body: ByteReader): string | null {
  const names = new ByteReader(body.prefixed(2))
  while (names.left > 0) {
    const type = names.number(1)
    const name = latin1(names.prefixed(2))
    if (type === hostName) return name.toLowerCase()
  }
  return null
}

function protocolsOf(body: ByteReader): readonly string[] {
  const names = new ByteReader(body.prefixed(2))
  const protocols: string[] = []
  while (names.left > 0) protocols.push(latin1(names.prefixed(1)))
  return protocols
}
