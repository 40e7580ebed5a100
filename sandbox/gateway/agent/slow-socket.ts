import { Socket } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'

const PIECES_PER_SECOND = 20

/** Node's word for "these are bytes", which its own socket must be told; its types do not know it. */
type Encoding = Parameters<Socket['_write']>[1]
type Done = (error?: Error | null) => void

/** A connection whose other side reads no faster than so many bytes per second. */
export class SlowSocket extends Socket {
  readonly #pieceBytes: number

  constructor(bytesPerSecond: number) {
    super()
    this.#pieceBytes = Math.max(1, Math.floor(bytesPerSecond / PIECES_PER_SECOND))
  }

  override _write(data: Buffer, encoding: Encoding, done: Done): void {
    void this.#write(data, encoding, done)
  }

  override _writev(pieces: readonly { readonly chunk: Buffer; readonly encoding: Encoding }[], done: Done): void {
    const [first] = pieces
    if (first === undefined) return done()
    this._write(Buffer.concat(pieces.map(({ chunk }) => chunk)), first.encoding, done)
  }

  async #write(data: Buffer, encoding: Encoding, done: Done): Promise<void> {
    done(await this.#pour(data, encoding))
  }

  /** What went wrong, or null. */
  async #pour(data: Buffer, encoding: Encoding): Promise<Error | null> {
    for (let offset = 0; offset < data.length; offset += this.#pieceBytes) {
      const error = await this.#put(data.subarray(offset, offset + this.#pieceBytes), encoding)
      if (error !== null) return error
      await wait(1000 / PIECES_PER_SECOND)
    }
    return null
  }

  #put(piece: Buffer, encoding: Encoding): Promise<Error | null> {
    return new Promise((resolve) => super._write(piece, encoding, (error) => resolve(error ?? null)))
  }
}
