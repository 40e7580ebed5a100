import { SessionStream, type StreamOwner } from '../session-stream.ts'

/** The one connection that a session without multiplexing carries at a time. */
export class PlainStream extends SessionStream {
  readonly #owner: StreamOwner<PlainStream>
  readonly #delivered: () => boolean

  /** `delivered` tells whether the far end has all that was sent; without it, what was sent counts as there. */
  constructor(owner: StreamOwner<PlainStream>, graceMs: number, delivered: () => boolean = () => true) {
    super(graceMs)
    this.#owner = owner
    this.#delivered = delivered
  }

  get hasOutput(): boolean {
    return !this.destroyed && !this.remoteClosed && this.outputBytes > 0
  }

  /** Writes what waits between `offset` and `end`; returns where it stopped. */
  takeOutput(target: Buffer, offset: number, end: number): number {
    return this.copyOutput(target, offset, Math.min(this.outputBytes, end - offset))
  }

  protected override get isDelivered(): boolean {
    return this.#delivered()
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
