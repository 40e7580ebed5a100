import type { Problem, ProblemDetails } from '#contract/problem.ts'
import type { Clock } from '#domain/clock/clock.ts'
import { problemOf } from '#domain/problem/problem.ts'

/** Where nobody tells whose a port is, a second one has this long to show that the first was the agent's invention. */
const secondPortMs = 100

/** What is needed to believe a port. */
interface NamedPortsOptions {
  readonly clock: Clock
  /** Whether the plugin itself listens there. */
  isOwn(port: number): Promise<'yes' | 'no' | 'unknown'>
  /** Once, when the port is known for the plugin's. */
  opened(port: number): void
  /** Once, when what was named can not be the plugin's. */
  distrusted(problem: Problem): void
}

/**
 * Judges the ports that a plugin's output names. The plugin prints the agent's words on the same stream as its own, so a line
 * proves nothing: the plugin opens one port, itself, and no socket.
 */
export class NamedPorts {
  readonly #options: NamedPortsOptions
  #first: number | null = null
  #isTrusted = true

  constructor(options: NamedPortsOptions) {
    this.#options = options
  }

  async portNamed(port: number): Promise<void> {
    if (this.#first !== null) return this.#distrust('second-port', port)
    this.#first = port
    const own = await this.#options.isOwn(port)
    if (own === 'no') return this.#distrust('foreign-port', port)
    if (own === 'unknown') await new Promise<void>((resolve) => this.#options.clock.after(secondPortMs, resolve))
    if (this.#isTrusted) this.#options.opened(port)
  }

  socketNamed(): void {
    this.#distrust('socket')
  }

  #distrust(reason: ProblemDetails['AGENT_DISTRUSTED']['reason'], port?: number): void {
    if (!this.#isTrusted) return
    this.#isTrusted = false
    this.#options.distrusted(problemOf('AGENT_DISTRUSTED', { reason, port }))
  }
}
