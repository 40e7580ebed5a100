import { write } from 'node:fs'

/** How long a terminal that takes nothing is left alone before it is offered the rest again. */
const RETRY_MS = 5

/**
 * What is typed into a pty. node-pty's own write waits inside the call until the program reads, and would stop this whole
 * process while it does not.
 */
export class TerminalInput {
  readonly #descriptor: number
  #waiting: Buffer[] = []
  #busy = false
  #retry: NodeJS.Timeout | null = null

  /** @param descriptor the pty's master side, not blocking. */
  constructor(descriptor: number) {
    this.#descriptor = descriptor
  }

  type(data: Buffer): void {
    if (data.length > 0) this.#waiting.push(data)
    this.#offer()
  }

  /** The terminal is gone: nothing more is written. */
  dispose(): void {
    this.#busy = true
    this.#waiting = []
    if (this.#retry !== null) clearTimeout(this.#retry)
  }

  #offer(): void {
    const [next] = this.#waiting
    if (this.#busy || next === undefined) return
    this.#busy = true
    write(this.#descriptor, next, (error, count) => this.#taken(error, next, count))
  }

  #taken(error: NodeJS.ErrnoException | null, offered: Buffer, count: number): void {
    // Disposed while the system had it.
    if (this.#waiting[0] !== offered) return
    if (error !== null && error.code !== 'EAGAIN') return this.dispose()
    const rest = offered.subarray(error === null ? count : 0)
    if (rest.length === 0) this.#waiting.shift()
    else this.#waiting[0] = rest
    const goOn = (): void => {
      this.#busy = false
      this.#offer()
    }
    if (error === null) goOn()
    else this.#retry = setTimeout(goOn, RETRY_MS)
  }
}
