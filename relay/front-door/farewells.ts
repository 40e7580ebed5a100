import type { Socket } from 'node:net'
import type { ClientMessage } from '#contract/client-message.ts'
import type { TunnelKind } from '#contract/tunnel.ts'
import { unansweredLimit } from '#domain/client-answer/answers.ts'
import { kinds } from '#domain/kinds/kinds.ts'
import { within, type Clock } from '#domain/clock/clock.ts'
import { type CloseCause, recordAnswer, recordCause } from './client-record.ts'

/** A client that is let go: its socket, quiet and unlistened, and what it said that nobody answered. */
export interface Leaver {
  readonly socket: Socket
  readonly said: readonly Buffer[]
  readonly cause: CloseCause
}

/** What it takes to say farewell. */
export interface FarewellsOptions {
  readonly kind: TunnelKind
  readonly clock: Clock
  /** A client is gone, with the message in its own protocol or without a word. */
  gone(how: 'told' | 'untold'): void
}

/** How long the words may take to come (ms). */
const wordsLimitMs = 1_000
/** Time for a client to come to where it can be told, and then to read it and leave (ms). */
const talkLimitMs = 2_000
/** No driver asks for more in one breath. */
const answersAtOnce = 16
const nothing = Buffer.alloc(0)
/** As many as may wait at a door: more are closed at once. */
const farewellPlaces = 128

/**
 * Clients that are told why they are let go. Whoever comes here never goes back: the talk may say that nothing here is
 * encrypted, and a client that has heard this must not be joined with a server.
 */
export class Farewells {
  readonly #options: FarewellsOptions
  readonly #sockets = new Set<Socket>()

  constructor(options: FarewellsOptions) {
    this.#options = options
  }

  /** Tells a client, once the words are there, and closes it. Without words, or without a way to say them, it is closed. */
  say({ socket, said, cause }: Leaver, words: Promise<ClientMessage | null>): void {
    const { clock, gone } = this.#options
    let how: 'told' | 'untold' = 'untold'
    recordCause(socket, cause)
    this.#sockets.add(socket)
    socket.once('close', () => {
      this.#sockets.delete(socket)
      gone(how)
    })
    if (socket.destroyed || this.#sockets.size > farewellPlaces) return void socket.destroy()
    void within(clock, wordsLimitMs, words).then((message) => {
      if (message === 'late' || message === null || socket.destroyed) return void socket.destroy()
      this.#talk(socket, Buffer.concat(said), message, () => {
        how = 'told'
      })
    })
  }

  /** Closes everyone at once. */
  dispose(): void {
    for (const socket of this.#sockets) socket.destroy()
  }

  #talk(socket: Socket, first: Buffer, message: ClientMessage, told: () => void): void {
    const { clock, kind } = this.#options
    let unanswered: Buffer = nothing
    // What does not fit is dropped: whoever says so much is answered as far as it goes, and not heard again.
    let hasRoom = true
    const keep = (bytes: Buffer): void => {
      const room = unansweredLimit - unanswered.length
      hasRoom &&= bytes.length < room
      unanswered = Buffer.concat([unanswered, bytes.subarray(0, room)])
    }
    const cancel = clock.after(talkLimitMs, () => socket.destroy())
    socket.once('close', cancel)
    const goOn = (): void => {
      for (let answers = 0; answers < answersAtOnce; answers += 1) {
        const word = kinds[kind].answer(unanswered, message)
        if (word.do === 'tell' || (word.do === 'close' && word.say !== null)) told()
        if (word.do === 'close') return finish(word.say)
        if (word.say === null) return hasRoom ? undefined : finish(nothing)
        recordAnswer(socket, word.say)
        socket.write(word.say)
        unanswered = unanswered.subarray(word.heard)
      }
      finish(nothing)
    }
    const finish = (say: Uint8Array | null): void => {
      socket.off('data', hear)
      closeSaying(socket, say)
    }
    const hear = (chunk: Buffer): void => {
      keep(chunk)
      goOn()
    }
    // It was paused when it was taken; listening alone would not let it flow again.
    socket.on('data', hear).resume()
    socket.once('end', () => socket.end())
    keep(first)
    goOn()
  }
}

/** What the client says from now on is read and dropped: closing with bytes unread would be a reset, and take the message with it. */
function closeSaying(socket: Socket, say: Uint8Array | null): void {
  if (say === null) return void socket.destroy()
  recordAnswer(socket, say)
  socket.end(say)
}
