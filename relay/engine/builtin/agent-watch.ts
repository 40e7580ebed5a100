import type { BuiltinSettings } from './settings.ts'

/** What the watch needs of the channel. */
export interface AgentWatchLink {
  /** How long the oldest message has waited for the agent's acknowledgement, ms; 0 when none waits. */
  waitingMs(now: number): number
  /** True while nothing is read, or the service has said that the agent is away: then silence says nothing. */
  isExcused(): boolean
  /** Nothing came of the agent for a while, and nothing waits for it: now is the time to send what it acknowledges, if anything. */
  ask(): void
  /** Whether the service answers; when it does not, that is not the agent's fault. */
  serviceAnswers(): Promise<boolean>
  /** The agent is silent behind a service that answers, or has been heard again. Told once each. */
  silent(isSilent: boolean): void
}

/** While the service is asked, or the agent is found silent. */
const lookMs = 1_000
/** Two looks that would be nearer to each other than this (ms) are one: a session that is quiet is to wake the machine seldom. */
const slackMs = 200
/** A look this late means the machine slept. */
const sleptMs = 10_000

/**
 * Notices that an agent is silent while its channel is up. The service answers pings for an agent that is long gone, so only what the
 * agent itself says proves it: an acknowledgement, or output. A query that takes its time is no silence, since the agent acknowledges
 * what it was asked with.
 */
export class AgentWatch {
  readonly #link: AgentWatchLink
  readonly #settings: Pick<BuiltinSettings, 'agentQuietMs' | 'agentSilentMs'>
  #timer: NodeJS.Timeout | null = null
  #heardAt = 0
  #dueAt = 0
  #isSilent = false
  #isAsking = false

  constructor(link: AgentWatchLink, settings: Pick<BuiltinSettings, 'agentQuietMs' | 'agentSilentMs'>) {
    this.#link = link
    this.#settings = settings
  }

  /** The channel is open, for the first time or again: nothing is known of the agent, and nothing held against it, without a word. */
  start(): void {
    this.stop()
    this.#isSilent = false
    this.heard()
    this.#lookIn(this.#settings.agentQuietMs)
  }

  stop(): void {
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = null
  }

  /** The agent said something. */
  heard(): void {
    this.#heardAt = performance.now()
    this.#is(false)
  }

  #lookIn(delayMs: number): void {
    this.#dueAt = performance.now() + delayMs
    this.#timer = setTimeout(() => {
      const now = performance.now()
      if (now - this.#dueAt > sleptMs || this.#link.isExcused()) this.#heardAt = now
      const nextMs = this.#look(now)
      if (this.#timer !== null) this.#lookIn(nextMs)
    }, delayMs)
  }

  /** Returns after how long (ms) to look again. */
  #look(now: number): number {
    const { agentQuietMs, agentSilentMs } = this.#settings
    const quietMs = now - this.#heardAt
    if (quietMs < agentQuietMs - slackMs) return agentQuietMs - quietMs
    if (this.#isSilent || this.#isAsking) return lookMs
    const waitingMs = this.#link.waitingMs(now)
    if (waitingMs === 0) {
      this.#link.ask()
      return agentQuietMs
    }
    const leftMs = agentSilentMs - Math.min(waitingMs, quietMs)
    if (leftMs > 0) return Math.min(leftMs, agentQuietMs)
    void this.#suspect()
    return lookMs
  }

  async #suspect(): Promise<void> {
    const since = this.#heardAt
    this.#isAsking = true
    const answers = await this.#link.serviceAnswers()
    this.#isAsking = false
    if (answers && this.#timer !== null && since === this.#heardAt) this.#is(true)
  }

  #is(isSilent: boolean): void {
    if (isSilent === this.#isSilent) return
    this.#isSilent = isSilent
    this.#link.silent(isSilent)
  }
}
