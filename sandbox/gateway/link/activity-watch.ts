interface ActivityWatchDeps {
  /** 0 = never. */
  readonly idleTimeoutMs: number
  /** 0 = never. */
  readonly maxDurationMs: number
  expired(reason: 'idle' | 'duration'): void
}

/** The service's two clocks over a session. Only stream data counts as activity. */
export class ActivityWatch {
  readonly #deps: ActivityWatchDeps
  #lastActivity = performance.now()
  #idle: NodeJS.Timeout | undefined
  #duration: NodeJS.Timeout | undefined

  constructor(deps: ActivityWatchDeps) {
    this.#deps = deps
    if (deps.idleTimeoutMs > 0) this.#armIdle(deps.idleTimeoutMs)
    if (deps.maxDurationMs > 0) this.#duration = setTimeout(() => deps.expired('duration'), deps.maxDurationMs)
  }

  touch(): void {
    if (this.#idle !== undefined) this.#lastActivity = performance.now()
  }

  dispose(): void {
    clearTimeout(this.#idle)
    clearTimeout(this.#duration)
  }

  #armIdle(milliseconds: number): void {
    this.#idle = setTimeout(() => this.#checkIdle(), milliseconds)
  }

  #checkIdle(): void {
    const left = this.#lastActivity + this.#deps.idleTimeoutMs - performance.now()
    if (left <= 0) this.#deps.expired('idle')
    else this.#armIdle(Math.ceil(left))
  }
}
