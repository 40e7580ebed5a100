import { relayFact, type RelayFact, type RelayOrder } from '#contract/relay.ts'
import type { Clock, Log, RelayLink } from '#core/app/ports.ts'
import { createRestartBudget } from './restart-budget.ts'

/** A running relay process, as `utilityProcess` gives it; tests bring their own. */
export interface RelayProcess {
  readonly pid: number | undefined
  post(order: RelayOrder): void
  onMessage(listener: (message: unknown) => void): void
  onExit(listener: (code: number) => void): void
  kill(): void
}

/** What the host needs. */
export interface RelayHostOptions {
  start(): RelayProcess
  readonly clock: Clock
  readonly log: Log
}

/**
 * The relay's keeper in main: starts it, brings it back when it dies, and ends it with a deadline. One that died too often
 * is started once more for each port that is to be opened: the user asks again.
 */
export interface RelayHost extends RelayLink {
  /** Asks the relay to stop everything; kills it when the deadline passes. Settles when its exit was seen. */
  dispose(deadlineMs: number): Promise<void>
}

/** Starts the relay. The first `onStarted` comes with its `hello`. */
export function createRelayHost({ start, clock, log }: RelayHostOptions): RelayHost {
  const factListeners = new Set<(fact: RelayFact) => void>()
  const startListeners = new Set<() => void>()
  const stopListeners = new Set<(willRestart: boolean) => void>()
  const budget = createRestartBudget()
  let current: RelayProcess | null = null
  let phase: 'running' | 'given-up' | 'disposing' | 'disposed' = 'running'
  let cancelRestart: () => void = () => {}
  let exited: () => void = () => {}

  const launch = (): void => {
    const child = start()
    current = child
    phase = 'running'
    child.onMessage((message) => hear(child, message))
    child.onExit((code) => handleExit(child, code))
  }

  const hear = (child: RelayProcess, message: unknown): void => {
    if (child !== current) return
    const fact = relayFact.safeParse(message)
    if (!fact.success) return log.error('relay-fact-invalid', { issue: fact.error.issues[0]?.message })
    if (fact.data.type === 'log') return log[fact.data.level](`relay.${fact.data.event}`, fact.data.fields)
    if (fact.data.type === 'hello') {
      log.info('relay-started', { pid: fact.data.pid })
      for (const listener of startListeners) listener()
    }
    for (const listener of factListeners) listener(fact.data)
  }

  const handleExit = (child: RelayProcess, code: number): void => {
    if (child !== current) return
    current = null
    exited()
    if (phase !== 'running') return
    const delayMs = budget.next(clock.now())
    log.error('relay-died', { code, restartInMs: delayMs })
    if (delayMs === null) phase = 'given-up'
    else cancelRestart = clock.after(delayMs, launch)
    for (const listener of stopListeners) listener(delayMs !== null)
  }

  launch()

  return {
    order(order) {
      // Its start brings back every door that is wanted, this one too.
      if (phase === 'given-up' && order.type === 'open-door') return launch()
      current?.post(order)
    },
    onFact(listener) {
      factListeners.add(listener)
      return () => factListeners.delete(listener)
    },
    onStarted(listener) {
      startListeners.add(listener)
      return () => startListeners.delete(listener)
    },
    onStopped(listener) {
      stopListeners.add(listener)
      return () => stopListeners.delete(listener)
    },
    async dispose(deadlineMs) {
      phase = 'disposing'
      cancelRestart()
      const child = current
      if (child !== null) {
        const gone = new Promise<void>((resolve) => (exited = resolve))
        child.post({ type: 'shut-down', deadlineMs: Math.max(0, deadlineMs - 500) })
        const cancelKill = clock.after(deadlineMs, () => child.kill())
        await gone
        cancelKill()
      }
      phase = 'disposed'
    },
  }
}
