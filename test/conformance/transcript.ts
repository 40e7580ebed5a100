import { patience } from './waiting.ts'

interface Waiter {
  readonly isMet: () => boolean
  readonly over: () => void
}

/** What came out of a session so far, and those who wait for more of it. */
export class Transcript {
  #parts: Buffer[] = []
  #size = 0
  #ended = false
  readonly #waiters = new Set<Waiter>()

  add(bytes: Buffer): void {
    this.#parts.push(bytes)
    this.#size += bytes.length
    for (const waiter of [...this.#waiters]) if (waiter.isMet()) waiter.over()
  }

  /** Nothing more comes. */
  end(): void {
    this.#ended = true
    for (const waiter of [...this.#waiters]) waiter.over()
  }

  get size(): number {
    return this.#size
  }

  get bytes(): Buffer {
    const whole = Buffer.concat(this.#parts)
    this.#parts = [whole]
    return whole
  }

  /** Resolves with the first `count` bytes; rejects when it ends before, or after a while. */
  async first(count: number): Promise<Buffer> {
    await this.#until(() => this.#size >= count)
    if (this.#size < count) throw new Error(`${this.#size} of ${count} bytes came`)
    return this.bytes.subarray(0, count)
  }

  /** Resolves when the text matches; rejects with it when it ends before, or after a while. */
  async printed(pattern: RegExp): Promise<RegExpExecArray> {
    const look = (): RegExpExecArray | null => pattern.exec(this.bytes.toString())
    await this.#until(() => look() !== null)
    const match = look()
    if (match === null)
      throw new Error(`no ${String(pattern)} in ${JSON.stringify(this.bytes.toString().slice(-4_000))}`)
    return match
  }

  async #until(isMet: () => boolean): Promise<void> {
    if (isMet() || this.#ended) return
    await new Promise<void>((resolve) => {
      const over = (): void => {
        clearTimeout(timer)
        this.#waiters.delete(waiter)
        resolve()
      }
      const timer = setTimeout(over, patience.ms)
      const waiter = { isMet, over }
      this.#waiters.add(waiter)
    })
  }
}
