/** A ClientHello as TLS has it (RFC 8446 §4.1.2), for a name or for none, with the ALPN names of what is spoken inside. */
export function clientHello(serverName: string | null, ...protocols: readonly string[]): Buffer {
  const extensions = [
    ...(serverName === null ? [] : [extension(0, prefixed(2, entry(serverName)))]),
    ...(protocols.length === 0
      ? []
      : [extension(16, prefixed(2, ...protocols.map((name) => prefixed(1, ascii(name)))))]),
  ]
  const hello = Buffer.concat([
    Buffer.from([3, 3]),
    Buffer.alloc(32),
    prefixed(1),
    prefixed(2, Buffer.from([0x13, 0x01])),
    prefixed(1, Buffer.from([0])),
    prefixed(2, ...extensions),
  ])
  return Buffer.concat([Buffer.from([0x16, 3, 1]), prefixed(2, Buffer.from([1]), prefixed(3, hello))])
}

const ascii = (text: string): Buffer => Buffer.from(text, 'latin1')
const entry = (name: string): Buffer => Buffer.concat([Buffer.from([0]), prefixed(2, ascii(name))])

function extension(type: number, body: Buffer): Buffer {
  return Buffer.concat([Buffer.from([type >>> 8, type & 0xff]), prefixed(2, body)])
}

function prefixed(size: 1 | 2 | 3, ...pieces: readonly Buffer[]): Buffer {
  const body = Buffer.concat(pieces)
  const length = Buffer.alloc(size)
  length.writeUIntBE(body.length, 0, size)
  return Buffer.concat([length, body])
}
