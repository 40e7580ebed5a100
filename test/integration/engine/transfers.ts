import { createHash, randomBytes } from 'node:crypto'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'

/** SHA-256 of bytes, hexadecimal. */
export function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex')
}

/** Everything until the stream ends. */
export async function readAll(stream: Duplex): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of stream) if (Buffer.isBuffer(chunk)) chunks.push(chunk)
  return Buffer.concat(chunks)
}

/** Exactly `count` bytes from the front of a stream, which stays open. */
export function readBytes(stream: Duplex, count: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let bytes = 0
    const settle = (act: () => void): void => {
      stream.off('data', take)
      stream.off('close', close)
      act()
    }
    const close = (): void => settle(() => reject(new Error(`Closed after ${bytes} of ${count} bytes`)))
    const take = (chunk: Buffer): void => {
      chunks.push(chunk)
      bytes += chunk.length
      if (bytes >= count) settle(() => resolve(Buffer.concat(chunks)))
    }
    stream.on('data', take)
    stream.once('close', close)
  })
}

/** Resolves when the stream is closed; rejects when it reports an error. */
export function closed(stream: Duplex): Promise<void> {
  return new Promise((resolve, reject) => {
    stream.once('error', reject)
    stream.once('close', () => resolve())
    if (stream.closed) resolve()
  })
}

/** A promise that is settled from elsewhere. */
export function awaited<T>(): { readonly promise: Promise<T>; resolve(value: T): void } {
  let settle: (value: T) => void = () => undefined
  const promise = new Promise<T>((resolve) => {
    settle = resolve
  })
  return { promise, resolve: (value) => settle(value) }
}

/** Looks again at each turn of the event loop until `fact` holds; the test's own time limit ends it. */
export async function until(fact: () => boolean): Promise<void> {
  while (!fact()) await new Promise((resolve) => setImmediate(resolve))
}

/** An endpoint that answers `GET n` with n random bytes, remembered by length, and `PUT n` + n bytes with their SHA-256. */
export class Store {
  readonly content = new Map<number, Buffer>()

  readonly handle = (socket: Socket): void => {
    const chunks: Buffer[] = []
    let bytes = 0
    socket.on('data', (chunk) => {
      chunks.push(chunk)
      bytes += chunk.length
      // The request line may come in pieces, but not in many.
      const head = Buffer.concat(chunks.slice(0, 4))
      const line = /^(GET|PUT) (\d+)\n/.exec(head.toString('latin1', 0, 40))
      if (line === null) return
      const length = Number(line[2])
      if (line[1] === 'GET') socket.end(this.#contentOf(length))
      else if (bytes >= line[0].length + length) socket.end(sha256(Buffer.concat(chunks).subarray(line[0].length)))
    })
  }

  #contentOf(bytes: number): Buffer {
    const content = this.content.get(bytes) ?? randomBytes(bytes)
    this.content.set(bytes, content)
    return content
  }
}

/** Sends `content` to a {@link Store}; returns the SHA-256 it saw. */
export async function put(stream: Duplex, content: Buffer): Promise<string> {
  stream.write(`PUT ${content.length}\n`)
  stream.write(content)
  return (await readAll(stream)).toString()
}

/** Asks a {@link Store} for `bytes`; returns the SHA-256 of what came. */
export async function get(stream: Duplex, bytes: number): Promise<string> {
  stream.write(`GET ${bytes}\n`)
  return sha256(await readAll(stream))
}
