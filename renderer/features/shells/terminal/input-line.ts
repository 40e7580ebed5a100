/** A paste's time to be sent. */
export interface PasteTurn {
  /** Resolves once nothing is sent before it any more. */
  readonly begun: Promise<void>
  type(data: string): void
  /** All of it was given: what waited behind it follows. */
  end(): void
}

const encoder = new TextEncoder()

/** Whether somebody was there to take bytes. */
export type SendBytes = (bytes: Uint8Array) => 'sent' | 'nobody there'

/** What goes to a shell, in the order in which it came. */
export class InputLine {
  readonly #send: SendBytes
  /** Typed bytes, and the beginnings of pastes. */
  readonly #queue: (Uint8Array | (() => void))[] = []
  #settling: (() => void)[] = []
  #pasting: PasteTurn | null = null
  /** Bytes that were sent and not taken yet. */
  #waiting = 0

  constructor(send: SendBytes) {
    this.#send = send
  }

  type(bytes: Uint8Array): void {
    if (this.#pasting === null) this.#give(bytes)
    else this.#queue.push(bytes)
  }

  /** A paste that goes in pieces: what is typed from now on waits until it has ended. */
  paste(): PasteTurn {
    let begin = (): void => {}
    const turn: PasteTurn = {
      begun: new Promise((resolve) => (begin = resolve)),
      type: (data) => this.#give(encoder.encode(data)),
      end: () => this.#end(turn),
    }
    this.#queue.push(() => {
      this.#pasting = turn
      begin()
    })
    this.#goOn()
    return turn
  }

  /** So many bytes that were sent are not taken at the other end yet. */
  taken(waiting: number): void {
    this.#waiting = waiting
    if (waiting === 0) for (const tell of this.#settling.splice(0)) tell()
  }

  /** Resolves once what was sent is taken at the other end, or nobody takes it any more. */
  async settled(): Promise<void> {
    if (this.#waiting > 0) await new Promise<void>((resolve) => this.#settling.push(resolve))
  }

  /** Nobody takes anything any more: what was typed behind a paste is gone, too. */
  drop(): void {
    this.#queue.splice(0, this.#queue.length, ...this.#queue.filter((next) => typeof next === 'function'))
    this.taken(0)
  }

  #give(bytes: Uint8Array): void {
    if (this.#send(bytes) === 'sent') this.#waiting += bytes.byteLength
  }

  #end(turn: PasteTurn): void {
    if (this.#pasting !== turn) return
    this.#pasting = null
    this.#goOn()
  }

  #goOn(): void {
    while (this.#pasting === null && this.#queue.length > 0) {
      const next = this.#queue.shift()
      if (typeof next === 'function') next()
      else if (next !== undefined) this.#give(next)
    }
  }
}
