import type { DataChannel } from './data-channel.ts'
import { flags, payloadTypes } from './message.ts'
import type { Mux } from './smux/mux.ts'

/** Shares of the deadline: sending what is queued, the agent's answer to the goodbye, the socket's close. */
const drainShare = 0.5
const goodbyeShare = 0.8

/** The orderly end of a session: drain, TerminateSession, close. Always over by the deadline. */
export class Stopping {
  readonly finished: Promise<void>
  readonly #channel: DataChannel
  readonly #mux: Mux
  readonly #deadlineMs: number
  readonly #startedAt = performance.now()
  readonly #timers: readonly NodeJS.Timeout[]
  #resolve: () => void = () => undefined
  #step: 'draining' | 'goodbye' | 'closing' = 'draining'

  constructor(channel: DataChannel, mux: Mux, deadlineMs: number) {
    this.#channel = channel
    this.#mux = mux
    this.#deadlineMs = deadlineMs
    this.finished = new Promise((resolve) => {
      this.#resolve = resolve
    })
    this.#timers = [
      setTimeout(() => this.#sayGoodbye(), deadlineMs * drainShare),
      setTimeout(() => this.finish(), deadlineMs * goodbyeShare),
    ]
    this.progressed()
  }

  /** Something was sent or acknowledged. */
  progressed(): void {
    if (this.#step === 'draining' && this.#mux.drained && this.#channel.settled) this.#sayGoodbye()
    else if (this.#step === 'goodbye' && this.#channel.settled) this.finish()
  }

  /** Closes the socket now: the goodbye was heard, or nobody is there to hear it. */
  finish(): void {
    if (this.#step === 'closing') return
    this.#step = 'closing'
    for (const timer of this.#timers) clearTimeout(timer)
    const leftMs = Math.max(0, this.#deadlineMs - (performance.now() - this.#startedAt))
    void this.#channel.close(leftMs).then(this.#resolve)
  }

  #sayGoodbye(): void {
    if (this.#step !== 'draining') return
    this.#step = 'goodbye'
    this.#channel.send(payloadTypes.flag, flagPayload(flags.terminateSession))
  }
}

/** The payload of a message of type `flag`. */
export function flagPayload(flag: number): Buffer {
  const payload = Buffer.alloc(4)
  payload.writeUInt32BE(flag)
  return payload
}
