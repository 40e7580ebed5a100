import type { Message } from './frame.ts'

const REORDER_CAPACITY = 100_000

/** `done` is acknowledged; `refused` is not, so that the peer sends the message again. */
export type Handled = 'done' | 'refused'

interface ReceiverDeps {
  /** Takes the message that is next in order. A promise holds everything behind it back. */
  handle(message: Message): Handled | Promise<Handled>
  acknowledge(message: Message): void
}

/**
 * The agent's half of ordered receipt: the expected number is handled, then acknowledged; a later one is acknowledged
 * and kept; an earlier one is acknowledged again.
 */
export class Receiver {
  readonly #deps: ReceiverDeps
  readonly #early = new Map<number, Message>()
  #expected = 0

  constructor(deps: ReceiverDeps) {
    this.#deps = deps
  }

  /** A promise while a handler blocks; the caller must not hand over the next message before it settles. */
  receive(message: Message): void | Promise<void> {
    if (message.sequence < this.#expected) return this.#deps.acknowledge(message)
    if (message.sequence > this.#expected) return this.#keep(message)
    const handled = this.#deps.handle(message)
    if (handled instanceof Promise) return handled.then((result) => this.#finish(message, result))
    return this.#finish(message, handled)
  }

  #keep(message: Message): void {
    if (this.#early.size >= REORDER_CAPACITY) return
    this.#early.set(message.sequence, message)
    this.#deps.acknowledge(message)
  }

  #finish(message: Message, result: Handled): void | Promise<void> {
    if (result === 'refused') return
    this.#deps.acknowledge(message)
    this.#expected++
    return this.#early.size === 0 ? undefined : this.#takeEarly()
  }

  /** What was kept is already acknowledged, so a handler's refusal can change nothing any more. */
  async #takeEarly(): Promise<void> {
    for (;;) {
      const message = this.#early.get(this.#expected)
      if (message === undefined) return
      this.#early.delete(this.#expected)
      await this.#deps.handle(message)
      this.#expected++
    }
  }
}
