import type { MessagePortMain } from 'electron'
import { relayFact, type RelayFact, type RelayOrder } from '#contract/relay.ts'
import type { Log, RelayLink } from '#core/app/ports.ts'
import { problemOf } from '#domain/problem/problem.ts'
import { createListeners } from '#domain/listeners/listeners.ts'
import type { Clock } from '#domain/clock/clock.ts'
import { startRelayHeartbeat, type RelayHeartbeat } from './relay-heartbeat.ts'
import { createRestartBudget } from './restart-budget.ts'

/** A running relay process, as `utilityProcess` gives it; tests bring their own. */
export interface RelayProcess {
  readonly pid: number | undefined
  /** `port` goes with the order, and is the relay's from then on. */
  post(order: RelayOrder, port?: MessagePortMain): void
  onMessage(listener: (message: unknown) => void): void
  onExit(listener: (code: number) => void): void
  /** Ends it whatever it does, also one that is stopped or hangs. */
  kill(): void
}

/** What the host needs. */
interface RelayHostOptions {
  start(): RelayProcess
  readonly clock: Clock
  readonly log: Log
}

/**
 * The relay's keeper in main: starts it when asked to, or for the first port or session, brings it back when it dies, kills it when it hangs, and ends it with a deadline. One that died too often
 * is started once more for each port that is to be opened: the user asks again.
 */
export interface RelayHost extends RelayLink {
  /** Starts the relay, unless a port was to be opened before. */
  start(): void
  /** Has the relay show a shell on the page at the other end of the port. Without a relay the port is closed. */
  attachTerminal(sessionId: string, port: MessagePortMain): void
  /** Asks the relay to stop everything; kills it when the deadline passes. Settles when its exit was seen. */
  dispose(deadlineMs: number): Promise<void>
}

/** A keeper that has not started its relay yet. The first `onStarted` comes with the relay's `hello`. */
export function createRelayHost(options: RelayHostOptions): RelayHost {
  return new Host(options)
}

class Host implements RelayHost {
  readonly #options: RelayHostOptions
  readonly #budget = createRestartBudget()
  readonly #facts = createListeners<RelayFact>()
  readonly #starts = createListeners<void>()
  readonly #stops = createListeners<boolean>()
  readonly onFact = this.#facts.subscribe
  readonly onStarted = this.#starts.subscribe
  readonly onStopped = this.#stops.subscribe
  #current: RelayProcess | null = null
  #phase: 'waiting' | 'running' | 'given-up' | 'disposing' | 'disposed' = 'waiting'
  #heartbeat: RelayHeartbeat | null = null
  #cancelRestart: () => void = () => {}
  #exited: () => void = () => {}

  constructor(options: RelayHostOptions) {
    this.#options = options
  }

  start(): void {
    if (this.#phase === 'waiting') this.#launch()
  }

  order(order: RelayOrder): void {
    const canLaunch = this.#phase === 'waiting' || this.#phase === 'given-up'
    // Its start brings every door that is wanted, this one too.
    if (canLaunch && order.type === 'open-door') return this.#launch()
    if (canLaunch && order.type === 'start-session') this.#launch()
    if (this.#current !== null) this.#current.post(order)
    else if (order.type === 'start-session') this.#refuseSession(order.grant.sessionId)
  }

  attachTerminal(sessionId: string, port: MessagePortMain): void {
    if (this.#current === null) port.close()
    else this.#current.post({ type: 'attach-shell', sessionId }, port)
  }

  async dispose(deadlineMs: number): Promise<void> {
    this.#phase = 'disposing'
    this.#stopHeartbeat()
    this.#cancelRestart()
    const child = this.#current
    if (child !== null) {
      const gone = new Promise<void>((resolve) => (this.#exited = resolve))
      child.post({ type: 'shut-down', deadlineMs: Math.max(0, deadlineMs - 500) })
      const cancelKill = this.#options.clock.after(deadlineMs, () => child.kill())
      await gone
      cancelKill()
    }
    this.#phase = 'disposed'
  }

  #launch(): void {
    const child = this.#options.start()
    this.#current = child
    this.#phase = 'running'
    child.onMessage((message) => this.#hear(child, message))
    child.onExit((code) => this.#handleExit(child, code))
  }

  /** Nobody would ever tell how it went. Whoever orders it may not be ready to hear of it in the same breath. */
  #refuseSession(sessionId: string): void {
    const problem = problemOf('RELAY_STOPPED', {})
    queueMicrotask(() => this.#facts.tell({ type: 'session-failed', sessionId, problem }))
  }

  #hear(child: RelayProcess, message: unknown): void {
    const { log } = this.#options
    if (child !== this.#current) return
    const fact = relayFact.safeParse(message)
    if (!fact.success) return log.error('relay-fact-invalid', { issue: fact.error.issues[0]?.message })
    if (fact.data.type === 'log') return log[fact.data.level](`relay.${fact.data.event}`, fact.data.fields)
    this.#heartbeat?.heard()
    if (fact.data.type === 'hello') this.#begun(child, fact.data.pid)
    if (fact.data.type !== 'beat') this.#facts.tell(fact.data)
  }

  #begun(child: RelayProcess, pid: number): void {
    const { clock, log } = this.#options
    log.info('relay-started', { pid })
    if (this.#phase === 'running') {
      this.#heartbeat = startRelayHeartbeat(clock, {
        ask: () => child.post({ type: 'beat' }),
        silent() {
          log.error('relay-hung', { pid })
          child.kill()
        },
      })
    }
    this.#starts.tell()
  }

  #stopHeartbeat(): void {
    this.#heartbeat?.stop()
    this.#heartbeat = null
  }

  #handleExit(child: RelayProcess, code: number): void {
    const { clock, log } = this.#options
    if (child !== this.#current) return
    this.#current = null
    this.#stopHeartbeat()
    this.#exited()
    if (this.#phase !== 'running') return
    const delayMs = this.#budget.next(clock.now())
    log.error('relay-died', { code, restartInMs: delayMs })
    if (delayMs === null) this.#phase = 'given-up'
    else this.#cancelRestart = clock.after(delayMs, () => this.#launch())
    this.#stops.tell(delayMs !== null)
  }
}
