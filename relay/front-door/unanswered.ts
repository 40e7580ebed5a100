import type { Socket } from 'node:net'
import { unansweredLimit } from '#domain/client-answer/answers.ts'

/** What a client said since it came, while nothing was answered: as much of it as it may be told about. */
export class Unanswered {
  readonly #client: Socket
  #said: Buffer[]
  #bytes: number

  constructor(client: Socket, held: readonly Buffer[]) {
    this.#client = client
    this.#said = [...held]
    this.#bytes = held.reduce((sum, { length }) => sum + length, 0)
    client.on('data', this.#keep)
  }

  /** The bytes from the first one on. */
  get said(): readonly Buffer[] {
    return this.#said
  }

  /** It was answered, or is somebody else's: nothing is kept any more. */
  forget(): void {
    this.#client.off('data', this.#keep)
    this.#said = []
  }

  readonly #keep = (chunk: Buffer): void => {
    if (this.#bytes < unansweredLimit) this.#said.push(chunk)
    this.#bytes += chunk.length
  }
}
