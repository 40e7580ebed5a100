import { readFileSync } from 'node:fs'
import type { Conversation } from './conversation.ts'
import type { Watched } from './played.ts'

const lookMs = 100
/** An echo comes in milliseconds; a connection that has waited for so long is not carried at the moment. */
const deadAfterMs = 1_000
/** TCP_LISTEN in /proc/net/tcp. */
const listening = '0A'

interface WatchOptions {
  readonly port: number
  /** The tunnel's status now. */
  state(): string
}

/** Looks all the while whether the port is open, and whether the tunnel is green while nothing is carried. */
export class Watch {
  readonly #options: WatchOptions
  readonly #conversations = new Set<Conversation>()
  readonly #timer: NodeJS.Timeout
  readonly #portClosed = new LongestTime()
  readonly #greenWhileDead = new LongestTime()

  constructor(options: WatchOptions) {
    this.#options = options
    this.#timer = setInterval(() => this.#look(), lookMs)
  }

  follow(conversation: Conversation): void {
    this.#conversations.add(conversation)
  }

  /** Looks no more. */
  end(): Watched {
    clearInterval(this.#timer)
    this.#look()
    return {
      portClosedMs: process.platform === 'linux' ? Math.round(this.#portClosed.longest) : null,
      greenWhileDeadMs: Math.round(this.#greenWhileDead.longest),
    }
  }

  #look(): void {
    if (process.platform === 'linux') this.#portClosed.note(!listens(this.#options.port))
    const isDead = [...this.#conversations].some(({ waitedMs }) => waitedMs > deadAfterMs)
    this.#greenWhileDead.note(isDead && this.#options.state() === 'ready')
  }
}

/** The longest time for which something was so, by looks at it. */
class LongestTime {
  #since: number | null = null
  longest = 0

  note(isSo: boolean): void {
    const now = performance.now()
    if (this.#since !== null) this.longest = Math.max(this.longest, now - this.#since)
    if (isSo) this.#since ??= now
    else this.#since = null
  }
}

/** Whether anybody listens on a port of 127.0.0.1; nobody notices that it was asked. */
function listens(port: number): boolean {
  const hex = port.toString(16).toUpperCase().padStart(4, '0')
  return readFileSync('/proc/net/tcp', 'utf8')
    .split('\n')
    .some((line) => {
      const [, local = '', , state] = line.trim().split(/\s+/)
      return state === listening && local.endsWith(`:${hex}`)
    })
}
