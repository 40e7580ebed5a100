import type { ServiceMessage } from './message.ts'

/** What to do with an arrived stream message. */
type Arrival =
  /** Process these, in order, and acknowledge the one that arrived. */
  | { readonly kind: 'in-order'; readonly messages: readonly ServiceMessage[] }
  /** Acknowledge: it is kept until the gap before it is filled. */
  | { readonly kind: 'ahead' }
  /** Acknowledge again: the first acknowledgement was lost. */
  | { readonly kind: 'duplicate' }
  /** Drop without an acknowledgement: no room to keep it; the agent sends it again. */
  | { readonly kind: 'overflow' }

/** Bounds of what is kept ahead of a gap. */
interface InboxLimits {
  readonly messages: number
  readonly bytes: number
}

const defaultLimits: InboxLimits = { messages: 10_000, bytes: 16_777_216 }

/** Puts arriving stream messages in order. Pure; keeps at most its limits. */
export class Inbox {
  readonly #ahead = new Map<number, ServiceMessage>()
  readonly #limits: InboxLimits
  #expected = 0
  #aheadBytes = 0

  constructor(limits: InboxLimits = defaultLimits) {
    this.#limits = limits
  }

  accept(message: ServiceMessage): Arrival {
    if (message.sequence < this.#expected) return { kind: 'duplicate' }
    if (message.sequence > this.#expected) return this.#keep(message)
    this.#expected += 1
    if (this.#ahead.size === 0) return { kind: 'in-order', messages: [message] }
    return { kind: 'in-order', messages: [message, ...this.#takeFollowing()] }
  }

  #keep(message: ServiceMessage): Arrival {
    if (this.#ahead.has(message.sequence)) return { kind: 'duplicate' }
    const bytes = this.#aheadBytes + message.payload.length
    if (this.#ahead.size >= this.#limits.messages || bytes > this.#limits.bytes) return { kind: 'overflow' }
    // A copy: what was read from the socket together with a small message would be kept for it.
    this.#ahead.set(message.sequence, { ...message, payload: Buffer.from(message.payload) })
    this.#aheadBytes = bytes
    return { kind: 'ahead' }
  }

  #takeFollowing(): readonly ServiceMessage[] {
    const following: ServiceMessage[] = []
    let next = this.#ahead.get(this.#expected)
    while (next !== undefined) {
      this.#ahead.delete(this.#expected)
      this.#aheadBytes -= next.payload.length
      following.push(next)
      this.#expected += 1
      next = this.#ahead.get(this.#expected)
    }
    return following
  }
}
