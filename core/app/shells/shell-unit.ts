import type { ShellRequest, ShellView, TerminalSize } from '#contract/shells.ts'
import type { Clock } from '#domain/clock/clock.ts'
import type { ShellEffect, ShellEvent, ShellOccurrence } from '#domain/shell/event.ts'
import { openShell, type ShellState } from '#domain/shell/state.ts'
import { shellStatusOf, type ShellFacts } from '#domain/shell/status.ts'
import { shellTransition } from '#domain/shell/transition.ts'

/** What a unit reports to, and takes from, the desk around it. */
export interface ShellHost {
  readonly clock: Clock
  isOnline(): boolean
  run(unit: ShellUnit, effect: ShellEffect): void
  changed(unit: ShellUnit): void
}

/** A shell as it is asked for. */
export interface AskedShell {
  readonly id: string
  /** The window that it was opened in, and that alone may reach it. */
  readonly window: string
  readonly request: ShellRequest
  readonly size: TerminalSize
}

interface UnitFacts extends ShellFacts {
  readonly targetName: string | null
  readonly targetId: string | null
  readonly recording: ShellView['recording']
  readonly preferences: ShellView['preferences']
}

const noFacts: UnitFacts = {
  by: { engine: 'builtin', version: null },
  message: '',
  exitCode: null,
  resumeWait: null,
  targetName: null,
  targetId: null,
  recording: null,
  preferences: null,
}

/** One shell: what was asked for, its state, and the facts around it. Events are taken one at a time, in order. */
export class ShellUnit {
  readonly id: string
  readonly window: string
  request: ShellRequest
  /** The terminal's, when it was asked for last. */
  size: TerminalSize
  state: ShellState
  readonly #host: ShellHost
  readonly #queue: ShellEvent[] = []
  #facts: UnitFacts = noFacts
  #isWorking = false
  readonly #overWaiters: (() => void)[] = []

  /** Nothing is started before {@link begin}. */
  constructor({ id, window, request, size }: AskedShell, host: ShellHost) {
    this.id = id
    this.window = window
    this.request = request
    this.size = size
    this.#host = host
    this.state = openShell(host.clock.now()).state
  }

  begin(): void {
    const opened = openShell(this.#host.clock.now())
    this.#take(opened)
    this.#work()
  }

  /** Applies an event and carries its effects out. An effect may send events; they wait their turn. */
  send(occurrence: ShellOccurrence): void {
    this.#queue.push({ ...occurrence, at: this.#host.clock.now() })
    this.#work()
  }

  /** What is known beside the state; windows are told. */
  learn(facts: Partial<UnitFacts>): void {
    this.#facts = { ...this.#facts, ...facts }
    this.#host.changed(this)
  }

  /** Its recording is over. One that failed is none: what was shown since the failure is not in it. */
  recordingEnded(how: 'whole' | 'failed'): void {
    const { recording } = this.#facts
    if (recording === null || (how === 'whole' && recording.until !== null)) return
    this.learn({ recording: how === 'failed' ? null : { ...recording, until: this.#host.clock.now() } })
  }

  /** Settles when it has no session, nor one that is to be stopped. */
  over(): Promise<void> {
    if (this.state.session.kind === 'over') return Promise.resolve()
    return new Promise((resolve) => this.#overWaiters.push(resolve))
  }

  /** Everything a window shows of the shell. */
  view(): ShellView {
    const { id, request } = this
    const { targetName, targetId, recording, preferences } = this.#facts
    const status = shellStatusOf(this.state, this.#facts)
    return { id, request, targetName, targetId, recording, preferences, status }
  }

  #work(): void {
    if (this.#isWorking) return
    this.#isWorking = true
    try {
      for (let event = this.#queue.shift(); event; event = this.#queue.shift()) this.#apply(event)
    } finally {
      this.#isWorking = false
    }
    if (this.state.session.kind === 'over') this.#overWaiters.splice(0).forEach((resolve) => resolve())
  }

  #apply(event: ShellEvent): void {
    this.#take(shellTransition(this.state, event, { online: this.#host.isOnline() }))
  }

  #take({ state, effects }: ReturnType<typeof openShell>): void {
    const isNews = state !== this.state
    if (isNews && state.session.attempt !== this.state.session.attempt) {
      const { targetName, targetId } = this.#facts
      this.#facts = { ...noFacts, targetName, targetId }
    }
    this.state = state
    if (isNews) this.#host.changed(this)
    for (const effect of effects) this.#host.run(this, effect)
  }
}
