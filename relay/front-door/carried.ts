import type { Duplex } from 'node:stream'
import type { Client } from './client.ts'
import type { LetGo } from './follow-far-end.ts'
import type { ConnectionWatch, StreamSource } from '../stream-source.ts'

/** A client that a source carries. */
export interface Carried {
  readonly source: StreamSource
  upstream: Duplex | null
  /** Takes the client out again; null before it is joined with its upstream, or once it was answered. */
  letGo: LetGo | null
  /** It ended its side before it had any answer: most often it is gone, and it is counted no more until an answer comes. */
  hasLeft: boolean
  /** It goes over to another source, which carries it on: nothing of it is over. */
  isMoving: boolean
}

/** The clients of a door that are carried, and the bytes of those that were. */
export class CarriedClients {
  readonly #carried = new Map<Client, Carried>()
  #closedBytes = { in: 0, out: 0 }

  /** Every client, in the order in which they were let through. */
  get all(): readonly Client[] {
    return [...this.#carried.keys()]
  }

  /** Those of them who are still there. */
  get stillThere(): readonly Client[] {
    return [...this.#carried].filter(([, { hasLeft }]) => !hasLeft).map(([client]) => client)
  }

  /** Those of one source. */
  of(source: StreamSource): readonly Client[] {
    return [...this.#carried].filter(([, carried]) => carried.source === source).map(([client]) => client)
  }

  /** Those that another source than this one carries and that have heard nothing, with how they are carried. */
  unansweredBeside(source: StreamSource): readonly (readonly [Client, Carried])[] {
    return [...this.#carried].filter(([, carried]) => carried.source !== source && carried.letGo !== null)
  }

  /** The client is carried by this source from now on. */
  add(client: Client, source: StreamSource): Carried {
    const carried: Carried = { source, upstream: null, letGo: null, hasLeft: false, isMoving: false }
    this.#carried.set(client, carried)
    return carried
  }

  /** The source carries the client no more; false when none did. */
  remove(client: Client): boolean {
    const carried = this.#carried.get(client)
    if (carried === undefined) return false
    this.#carried.delete(client)
    if (!carried.isMoving) {
      this.#closedBytes.in += client.socket.bytesWritten
      this.#closedBytes.out += client.socket.bytesRead
    }
    carried.source.streamClosed()
    return true
  }

  /** Bytes to clients and from them, since the door was made. */
  bytes(): { readonly bytesIn: number; readonly bytesOut: number } {
    let { in: bytesIn, out: bytesOut } = this.#closedBytes
    for (const { socket } of this.#carried.keys()) {
      bytesIn += socket.bytesWritten
      bytesOut += socket.bytesRead
    }
    return { bytesIn, bytesOut }
  }
}

/** The same watch, which also notes whether the client is still there and was answered; `changed`: it has left, or is back. */
export function noticing(
  carried: Carried,
  watch: ConnectionWatch,
  told: { changed(): void; answered(): void },
): ConnectionWatch {
  let hasAnswer = false
  return {
    ...watch,
    answered(latencyMs) {
      hasAnswer = true
      watch.answered(latencyMs)
      carried.hasLeft = false
      carried.letGo = null
      told.changed()
      told.answered()
    },
    left() {
      watch.left()
      carried.hasLeft = !hasAnswer
      told.changed()
    },
  }
}
