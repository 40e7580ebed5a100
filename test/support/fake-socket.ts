import { EventEmitter } from 'node:events'

/** The edge of a front door: a socket that says what the test lets it say. */
export class FakeSocket extends EventEmitter {
  readonly remotePort = 50_001
  readableEnded = false
  destroyed = false
  paused = false
  written = Buffer.alloc(0)
  setNoDelay(): void {}
  pause(): void {
    this.paused = true
  }
  resume(): void {
    this.paused = false
  }
  end(bytes: Uint8Array): void {
    this.written = Buffer.concat([this.written, bytes])
  }
  destroy(): void {
    if (this.destroyed) return
    this.destroyed = true
    this.emit('close')
  }
  /** Says so many bytes, or these. */
  say(words: number | string | Buffer): void {
    this.emit('data', typeof words === 'number' ? Buffer.alloc(words, 'x') : Buffer.from(words))
  }
  halfClose(): void {
    this.readableEnded = true
    this.emit('end')
  }
}
