import type { DataChannel, FillPayload } from '../data-channel.ts'
import type { SessionCipher } from '../encryption.ts'
import { payloadTypes } from '../message.ts'
import type { MuxLink } from '../smux/mux.ts'

/** Carries output that only the agent can read. */
export class EncryptedLink implements MuxLink {
  readonly #channel: DataChannel
  readonly #cipher: SessionCipher
  readonly #plain: Buffer

  constructor(channel: DataChannel, cipher: SessionCipher, payloadBytes: number) {
    this.#channel = channel
    this.#cipher = cipher
    this.#plain = Buffer.alloc(payloadBytes)
  }

  get ready(): boolean {
    return this.#channel.ready
  }

  sendOutput(fill: FillPayload): boolean {
    const end = fill(this.#plain, 0, this.#plain.length)
    if (end === 0) return false
    this.#channel.send(payloadTypes.output, this.#cipher.encrypt(this.#plain.subarray(0, end)))
    return true
  }

  pauseReading(): void {
    this.#channel.pauseReading()
  }

  resumeReading(): void {
    this.#channel.resumeReading()
  }
}
