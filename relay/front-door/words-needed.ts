import type { ClientMessage } from '#contract/client-message.ts'
import type { Problem } from '#contract/problem.ts'

/** Asks main what a client is to be told, for words are made there. */
export class WordsNeeded {
  readonly #ask: (requestId: string, problem: Problem | null) => void
  readonly #asked = new Map<string, (message: ClientMessage | null) => void>()
  #count = 0

  constructor(ask: (requestId: string, problem: Problem | null) => void) {
    this.#ask = ask
  }

  /** What to say about a problem, or to a client whose time is over; whoever waits has a limit of its own. */
  ask(problem: Problem | null): Promise<ClientMessage | null> {
    this.#count += 1
    const requestId = String(this.#count)
    return new Promise((resolve) => {
      this.#asked.set(requestId, resolve)
      this.#ask(requestId, problem)
    })
  }

  /** Main's answer; one that nobody asked for is ignored. */
  answer(requestId: string, message: ClientMessage | null): void {
    this.#asked.get(requestId)?.(message)
    this.#asked.delete(requestId)
  }

  /** Whoever still asks gets no words. */
  dispose(): void {
    for (const requestId of this.#asked.keys()) this.answer(requestId, null)
  }
}
