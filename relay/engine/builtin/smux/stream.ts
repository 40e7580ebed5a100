import { SessionStream, type StreamOwner } from '../session-stream.ts'
import { commands, frameHeaderBytes, writeFrameHeader } from './frame.ts'

/** One connection inside a multiplexed session. */
export class MuxStream extends SessionStream {
  readonly id: number
  readonly openedAt = performance.now()
  readonly #owner: StreamOwner<MuxStream>
  #announced = false
  #answered = false
  #farewell = false

  constructor(id: number, owner: StreamOwner<MuxStream>, graceMs: number) {
    super(graceMs)
    this.id = id
    this.#owner = owner
  }

  /** True once the far end sent data. */
  get answered(): boolean {
    return this.#answered
  }

  get hasOutput(): boolean {
    if (this.destroyed || this.remoteClosed || this.#farewell) return false
    return !this.#announced || this.outputBytes > 0
  }

  /** Writes this stream's next frames (SYN when it is new, then data) between `offset` and `end`; returns where it stopped. */
  takeOutput(target: Buffer, offset: number, end: number): number {
    let at = offset
    if (!this.#announced) {
      at = writeFrameHeader(target, at, commands.open, 0, this.id)
      this.#announced = true
    }
    const bytes = Math.min(this.outputBytes, end - at - frameHeaderBytes)
    if (bytes <= 0) return at
    return this.copyOutput(target, writeFrameHeader(target, at, commands.data, bytes, this.id), bytes)
  }

  /** True once, when the far end knows of this stream and is to be told of its end. No data goes after that. */
  sayFarewell(): boolean {
    if (!this.#announced || this.#farewell) return false
    this.#farewell = true
    return true
  }

  /** True while the far end was told of the end and has not answered with its own. */
  get awaitsFarewell(): boolean {
    return this.#farewell && !this.remoteClosed
  }

  override deliver(bytes: Buffer): void {
    this.#answered = true
    super.deliver(bytes)
  }

  protected override tellOutput(): void {
    this.#owner.enqueue(this)
  }

  protected override tellUnread(delta: number): void {
    this.#owner.unread(this, delta)
  }

  protected override tellReleased(): void {
    this.#owner.released(this)
  }
}
