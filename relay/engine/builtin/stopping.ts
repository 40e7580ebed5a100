import type { DataChannel } from './data-channel.ts'
import { flags, payloadTypes } from './message.ts'

/** Shares of the deadline by which each step is over, at most. */
const drainShare = 0.5
const farewellShare = 0.7
const goodbyeShare = 0.85
/** An agent that is dialling does not hear the end of a stream; it is not waited for longer than this. */
const farewellMs = 500

/** What is to be brought to an orderly end. */
export interface Traffic {
  /** True when nothing waits to be sent. */
  readonly drained: boolean
  /** Tells the far end that every stream is over. */
  closeStreams(): void
  /** True when the far end has answered that with its own farewells, or never will. */
  readonly allClosedRemotely: boolean
}

type Step = 'draining' | 'closing-streams' | 'goodbye' | 'closing'

/**
 * The orderly end of a session: send what is queued, close the streams so that the agent delivers it before it goes,
 * TerminateSession, close the socket. Always over by the deadline.
 */
export class Stopping {
  readonly finished: Promise<void>
  readonly #channel: DataChannel
  readonly #traffic: Traffic
  /** By {@link performance.now}. */
  #deadlineAt: number
  readonly #timers: NodeJS.Timeout[]
  #resolve: () => void = () => undefined
  #step: Step = 'draining'

  constructor(channel: DataChannel, traffic: Traffic, deadlineMs: number) {
    this.#channel = channel
    this.#traffic = traffic
    this.#deadlineAt = performance.now() + deadlineMs
    this.finished = new Promise((resolve) => {
      this.#resolve = resolve
    })
    this.#timers = [
      setTimeout(() => this.#closeStreams(), deadlineMs * drainShare),
      setTimeout(() => this.#sayGoodbye(), deadlineMs * farewellShare),
      setTimeout(() => this.finish(), deadlineMs * goodbyeShare),
    ]
    this.progressed()
  }

  /** Something was sent, acknowledged or received. */
  progressed(): void {
    if (this.#step === 'draining' && this.#traffic.drained && this.#channel.settled) this.#closeStreams()
    if (this.#step === 'closing-streams' && this.#traffic.allClosedRemotely) this.#sayGoodbye()
    if (this.#step === 'goodbye' && this.#channel.settled) this.finish()
  }

  /** Closes the socket now: the goodbye was heard, or nobody is there to hear it. */
  finish(): void {
    if (this.#step === 'closing') return
    this.#step = 'closing'
    for (const timer of this.#timers) clearTimeout(timer)
    this.#close()
  }

  /** Somebody else wants it over, and maybe sooner. */
  hurry(deadlineMs: number): void {
    const deadlineAt = performance.now() + deadlineMs
    if (deadlineAt >= this.#deadlineAt) return
    this.#deadlineAt = deadlineAt
    if (this.#step === 'closing') return this.#close()
    this.#timers.push(setTimeout(() => this.finish(), deadlineMs * goodbyeShare))
  }

  #close(): void {
    const leftMs = Math.max(0, this.#deadlineAt - performance.now())
    void this.#channel.close(leftMs).then(this.#resolve)
  }

  #closeStreams(): void {
    if (this.#step !== 'draining') return
    this.#step = 'closing-streams'
    this.#timers.push(setTimeout(() => this.#sayGoodbye(), farewellMs))
    this.#traffic.closeStreams()
  }

  #sayGoodbye(): void {
    if (this.#step !== 'closing-streams') return
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
