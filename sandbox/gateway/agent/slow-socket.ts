import { Socket } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'

const PIECES_PER_SECOND = 20

/** A connection whose other side reads no faster than so many bytes per second. */
export class SlowSocket extends Socket {
  readonly #pieceBytes: number

  constructor(bytesPerSecond: number) {
    super()
    this.#pieceBytes = Math.max(1, Math.floor(bytesPerSecond / PIECES_PER_SECOND))
  }

  override _write(data: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    void this.#write(data, done)
  }

  override _writev(
    pieces: readonly { readonly chunk: Buffer; readonly encoding: BufferEncoding }[],
    done: (error?: Error | null) => void,
  ): void {
    this._write(Buffer.concat(pieces.map(({ chunk }) => chunk)), 'binary', done)
  }

  async #write(data: Buffer, done: (error: Error | null) => void): Promise<void> {
    done(await this.#pour(data))
  }

  /** What went wrong, or null. */
  async #pour(data: Buffer): Promise<Error | null> {
    for (let offset = 0; offset < data.length; offset += this.#pieceBytes) {
      const error = await this.#put(data.subarray(offset, offset + this.#pieceBytes))
      if (error !== null) return error
      await wait(1000 / PIECES_PER_SECOND)
    }
    return null
  }

  #put(piece: Buffer): Promise<Error | null> {
    return new Promise((resolve) => super._write(piece, 'binary', (error) => resolve(error ?? null)))
  }
}
