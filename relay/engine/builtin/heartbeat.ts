const keepalive = Buffer.from('keepalive')

/** What a heartbeat needs of the channel. */
interface HeartbeatLink {
  ping(payload: Buffer): void
  /** The peer did not answer: the connection is dead though nobody said so. */
  silent(): void
}

/** Pings an open socket, notices when it is dead, and measures its round trip. */
export class Heartbeat {
  readonly #link: HeartbeatLink
  readonly #intervalMs: number
  readonly #probes = new Map<string, (outcome: 'pong' | 'over') => void>()
  #timer: NodeJS.Timeout | null = null
  #unanswered = false
  #probeCount = 0

  constructor(link: HeartbeatLink, intervalMs: number) {
    this.#link = link
    this.#intervalMs = intervalMs
  }

  start(): void {
    this.stop()
    this.#beat()
    this.#timer = setInterval(() => this.#check(), this.#intervalMs)
  }

  stop(): void {
    if (this.#timer !== null) clearInterval(this.#timer)
    this.#timer = null
    this.#unanswered = false
  }

  /** Stops for good: who still waits for a probe is told that there is no answer. */
  dispose(): void {
    this.stop()
    for (const settle of this.#probes.values()) settle('over')
  }

  /** Anything came from the peer. */
  heard(): void {
    this.#unanswered = false
  }

  pong(payload: Buffer): void {
    this.heard()
    this.#probes.get(payload.toString('latin1'))?.('pong')
  }

  /** Milliseconds to the service and back, or null when `timeoutMs` pass first. */
  probe(timeoutMs: number): Promise<number | null> {
    this.#probeCount += 1
    const payload = `probe-${this.#probeCount}`
    const sentAt = performance.now()
    return new Promise((resolve) => {
      const settle = (outcome: 'pong' | 'over'): void => {
        clearTimeout(timer)
        this.#probes.delete(payload)
        resolve(outcome === 'pong' ? performance.now() - sentAt : null)
      }
      const timer = setTimeout(() => settle('over'), timeoutMs)
      this.#probes.set(payload, settle)
      this.#link.ping(Buffer.from(payload))
    })
  }

  #check(): void {
    if (this.#unanswered) this.#link.silent()
    // Who does not read can not know: the connection is to be kept alive all the same.
    if (!this.#unanswered && this.#timer !== null) this.#beat()
  }

  #beat(): void {
    this.#unanswered = true
    this.#link.ping(keepalive)
  }
}
