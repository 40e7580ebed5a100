import { HEADER_BYTES, messageType } from '../agent/frame.ts'
import type { Tamper, TamperedMessage } from '../gateway.ts'

const SEQUENCE_LOW_OFFSET = 52

interface LaneDeps {
  readonly direction: TamperedMessage['direction']
  /** Milliseconds each message travels. */
  readonly delayMs: number
  readonly tamper: Tamper | null
  deliver(frame: Buffer): void
}

interface Travelling {
  readonly frame: Buffer
  readonly due: number
}

/** One direction between gateway and agent: in order and at once, unless told to delay, drop, double or swap messages. */
export class Lane {
  readonly #deps: LaneDeps
  readonly #counts = new Map<string, number>()
  #travelling: Travelling[] = []
  #held: Buffer | null = null
  #timer: NodeJS.Timeout | null = null

  constructor(deps: LaneDeps) {
    this.#deps = deps
  }

  send(frame: Buffer): void {
    if (this.#deps.tamper === null || frame.length < HEADER_BYTES) this.#travel(frame)
    else this.#tamper(frame, this.#deps.tamper)
  }

  dispose(): void {
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = null
    this.#travelling = []
    this.#held = null
  }

  #tamper(frame: Buffer, tamper: Tamper): void {
    const type = messageType(frame)
    const index = this.#counts.get(type) ?? 0
    this.#counts.set(type, index + 1)
    const sequence = frame.readUInt32BE(SEQUENCE_LOW_OFFSET)
    const fate = tamper({ direction: this.#deps.direction, type, index, sequence })
    if (fate === 'drop') return
    if (fate === 'swap' && this.#held === null) {
      this.#held = frame
      return
    }
    this.#travel(frame)
    if (fate === 'duplicate') this.#travel(frame)
    const held = this.#held
    this.#held = null
    if (held !== null) this.#travel(held)
  }

  #travel(frame: Buffer): void {
    if (this.#deps.delayMs === 0) return this.#deps.deliver(frame)
    this.#travelling.push({ frame, due: performance.now() + this.#deps.delayMs })
    if (this.#timer === null) this.#timer = setTimeout(() => this.#arrive(), this.#deps.delayMs)
  }

  #arrive(): void {
    this.#timer = null
    const now = performance.now()
    let arrived = 0
    for (const { due } of this.#travelling) {
      if (due > now) break
      arrived++
    }
    const frames = this.#travelling.splice(0, arrived)
    const next = this.#travelling[0]
    if (next !== undefined) this.#timer = setTimeout(() => this.#arrive(), Math.max(1, next.due - now))
    for (const { frame } of frames) this.#deps.deliver(frame)
  }
}
