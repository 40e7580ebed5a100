import { type AheadRoom, programsRoom } from './ahead-room.ts'
import type { ServiceMessage } from './message.ts'

/** What to do with an arrived stream message. */
type Arrival =
  /** It is the next: process it, acknowledge it, then take what follows by {@link Inbox.takeNext}. */
  | 'next'
  /** Acknowledge: it is kept until what comes before it was handed over. */
  | 'ahead'
  /** Acknowledge again: the first acknowledgement was lost. */
  | 'duplicate'
  /** Drop without an acknowledgement: no room to keep it; the agent sends it again. */
  | 'overflow'

/** What is kept of a message whose acknowledgement has gone out. */
type KeptMessage = Pick<ServiceMessage, 'payloadType' | 'payload'>

/** Bounds of what is kept ahead of a gap: messages of this inbox, bytes of all that share the room. */
interface InboxLimits {
  readonly messages: number
  readonly room: AheadRoom
}

/** As many as AWS's agent keeps unacknowledged. */
const agentsMessages = 100_000
/** What a kept message costs beside its payload: two objects, and a place in the map. */
const overheadBytes = 256

/**
 * Puts arriving stream messages in order. Keeps at most its limits ahead of a gap, and hands what was kept over one by one, as
 * fast as its reader takes it. {@link clear} gives the room back.
 */
export class Inbox {
  readonly #kept = new Map<number, KeptMessage>()
  readonly #limits: InboxLimits
  #next = 0
  #highest = -1
  #keptBytes = 0

  constructor(limits: InboxLimits = { messages: agentsMessages, room: programsRoom }) {
    this.#limits = limits
  }

  /** Messages that are known to have been sent and are not here: the agent has to send each of them again. */
  get missing(): number {
    return this.#highest + 1 - this.#next - this.#kept.size
  }

  /** Memory of what is kept, bytes. */
  get keptBytes(): number {
    return this.#keptBytes
  }

  accept(message: ServiceMessage): Arrival {
    const { sequence } = message
    if (sequence < this.#next || this.#kept.has(sequence)) return 'duplicate'
    // No agent has sent so many since the last one that was heard of: a number that means nothing must not count as a gap.
    if (sequence > this.#highest + this.#limits.messages) return 'overflow'
    this.#highest = Math.max(this.#highest, sequence)
    if (sequence > this.#next) return this.#keep(message)
    this.#next += 1
    return 'next'
  }

  /** The next message in order, of those that were kept; null while it has not arrived. */
  takeNext(): KeptMessage | null {
    const next = this.#kept.get(this.#next)
    if (next === undefined) return null
    this.#kept.delete(this.#next)
    this.#next += 1
    this.#free(costOf(next.payload))
    return next
  }

  /** Forgets what is kept. */
  clear(): void {
    this.#kept.clear()
    this.#free(this.#keptBytes)
  }

  #keep({ sequence, payloadType, payload }: ServiceMessage): Arrival {
    const { messages, room } = this.#limits
    const cost = costOf(payload)
    if (this.#kept.size >= messages || !room.take(cost)) return 'overflow'
    // A copy: what was read from the socket together with a small message would be kept for it.
    this.#kept.set(sequence, { payloadType, payload: Buffer.from(payload) })
    this.#keptBytes += cost
    return 'ahead'
  }

  #free(bytes: number): void {
    this.#keptBytes -= bytes
    this.#limits.room.giveBack(bytes)
  }
}

function costOf(payload: Buffer): number {
  return payload.length + overheadBytes
}
