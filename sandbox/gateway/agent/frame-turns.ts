const MAX_FRAME_BYTES = 32 * 1024

/** What one stream has to send. */
interface Waiting {
  readonly id: number
  readonly data: Buffer
  /** All of it is sent. */
  sent(): void
}

/**
 * Who may write to the pipe next. The real agent copies each connection by a routine of its own, one frame of at most 32 KiB at a
 * time, and all of them wait for the one pipe in the order in which they came: one that sends without end gets a frame for each of
 * the others.
 */
export class FrameTurns {
  readonly #write: (id: number, frame: Buffer) => void
  #waiting: Waiting[] = []
  #pipe: 'full' | 'free' = 'free'
  #isWriting = false

  constructor(write: (id: number, frame: Buffer) => void) {
    this.#write = write
  }

  /** A stream adds more only when what it added before was sent. */
  add(waiting: Waiting): void {
    this.#waiting.push(waiting)
    this.#run()
  }

  setPipe(pipe: 'full' | 'free'): void {
    this.#pipe = pipe
    this.#run()
  }

  /** The stream is gone, and what it has not sent with it. */
  drop(id: number): void {
    this.#waiting = this.#waiting.filter((one) => one.id !== id)
  }

  /** Not to be entered twice: a frame may fill the pipe, and a stream that has sent all may add more. */
  #run(): void {
    if (this.#isWriting) return
    this.#isWriting = true
    while (this.#pipe === 'free') {
      const next = this.#waiting.shift()
      if (next === undefined) break
      this.#write(next.id, next.data.subarray(0, MAX_FRAME_BYTES))
      const rest = next.data.subarray(MAX_FRAME_BYTES)
      if (rest.length > 0) this.#waiting.push({ ...next, data: rest })
      else next.sent()
    }
    this.#isWriting = false
  }
}
