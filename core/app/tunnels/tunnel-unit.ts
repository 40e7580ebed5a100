import type { ClientMessage } from '#contract/client-message.ts'
import type { Problem } from '#contract/problem.ts'
import type { ClientProgram, OtherComputer, TimelineEntry } from '#contract/status.ts'
import type { TunnelView } from '#contract/snapshot.ts'
import type { CallerIdentity, SavedTunnel } from '#contract/tunnel.ts'
import { oneLine } from '#domain/client-answer/one-line.ts'
import { noFacts, type RouteFacts } from '#domain/route/facts.ts'
import { exposureEntry } from '#domain/exposure/exposure-entry.ts'
import { exposureView, notExposed, type ExposureState } from '#domain/exposure/exposure.ts'
import { routeOf } from '#domain/route/route.ts'
import type { Occurrence, TunnelContext, TunnelEffect, TunnelEvent } from '#domain/tunnel/event.ts'
import { servingOf, stoppedTunnel, type TunnelState } from '#domain/tunnel/state.ts'
import { statusOf } from '#domain/tunnel/status.ts'
import { timelineEntryOf, withEntry, withNote } from '#domain/tunnel/timeline.ts'
import { transition } from '#domain/tunnel/transition.ts'
import type { Clock } from '#domain/clock/clock.ts'

/** What a unit reports to, and takes from, the supervisor around it. */
export interface UnitHost {
  readonly clock: Clock
  isOnline(): boolean
  /** 0 ≤ n < 1, another each time. */
  chance(): number
  /** Sessions that the tunnel may have at once now. */
  mostSessions(unit: TunnelUnit): number
  /** Sessions that its target takes of it. */
  mostAtTarget(unit: TunnelUnit): number
  run(unit: TunnelUnit, effect: TunnelEffect): void
  changed(unit: TunnelUnit): void
  /** A line of the history that is new, not one that stands for an older one as well. */
  noted(unit: TunnelUnit, entry: TimelineEntry): void
}

/** One tunnel: what is saved of it, its state, and the facts around it. Events are taken one at a time, in order. */
export class TunnelUnit {
  saved: SavedTunnel
  state: TunnelState = stoppedTunnel
  facts: RouteFacts = noFacts
  timeline: readonly TimelineEntry[] = []
  /** How far it is open beyond this computer. */
  exposure: ExposureState = notExposed
  /** Nodes that the person does not want, or whose agent is silent, while another one is online; the longest avoided first. */
  avoided: readonly string[] = []
  /** Whose credentials its profile gave instead of those that it is for. */
  otherIdentity: CallerIdentity | null = null
  /** What its clients were told last, and whose they were. */
  lastWords: { readonly message: ClientMessage; readonly programs: readonly string[] } | null = null
  readonly #host: UnitHost
  readonly #queue: TunnelEvent[] = []
  readonly #restWaiters: (() => void)[] = []
  #isWorking = false
  #attempts = 0

  constructor(saved: SavedTunnel, host: UnitHost) {
    this.saved = saved
    this.#host = host
  }

  get id(): string {
    return this.saved.id
  }

  /** Applies an event and carries its effects out. An effect may send events; they wait their turn. */
  send(occurrence: Occurrence): void {
    this.#queue.push({ ...occurrence, at: this.#host.clock.now() })
    if (this.#isWorking) return
    this.#isWorking = true
    try {
      for (let event = this.#queue.shift(); event; event = this.#queue.shift()) this.#apply(event)
    } finally {
      this.#isWorking = false
    }
    if (this.state.door.kind !== 'closing') this.#restWaiters.splice(0).forEach((resolve) => resolve())
  }

  /** Replaces facts of the route; windows are told. */
  learn(facts: Partial<RouteFacts>): void {
    this.facts = { ...this.facts, ...facts }
    this.#host.changed(this)
  }

  /** Its sessions go through another node than this one, where one that matches is online. */
  avoid(targetId: string): void {
    this.avoided = [...this.avoided.filter((id) => id !== targetId), targetId]
  }

  /** What was against a node is over. */
  avoidNoMore(targetId: string): void {
    this.avoided = this.avoided.filter((id) => id !== targetId)
  }

  /** The next session goes through another node, where one that matches is online. */
  avoidTarget(): void {
    const { target } = this.facts
    if (target !== null) this.avoid(target.id)
  }

  /** Notes in the history what changes no state. */
  note(kind: TimelineEntry['kind'], problem: Problem | null = null, more: Pick<TimelineEntry, 'place'> = {}): void {
    const entry = { at: this.#host.clock.now(), kind, problem, ...more }
    const before = this.timeline[0]
    this.timeline = withNote(this.timeline, entry)
    // The newest of its like stands for those of the last minute: they are told once.
    if (before === undefined || this.timeline.includes(before)) this.#host.noted(this, entry)
    this.#host.changed(this)
  }

  /** Programs that were not connected before are: each is a line of the history. */
  cameIn(clients: readonly ClientProgram[]): void {
    const at = this.#host.clock.now()
    for (const { program, pid } of clients) {
      const entry: TimelineEntry = { at, kind: 'client', problem: null, client: { program, pid } }
      this.timeline = withEntry(this.timeline, entry)
      this.#host.noted(this, entry)
    }
  }

  /** Computers that were not connected before are. */
  cameFrom(computers: readonly OtherComputer[]): void {
    for (const { address } of computers)
      this.#enter({ at: this.#host.clock.now(), kind: 'client-elsewhere', problem: null, place: address })
  }

  /** It is open further than before, or not as far. */
  exposureMoved(before: ExposureState): void {
    const entry = exposureEntry(before, this.exposure)
    if (entry !== undefined) this.#enter({ at: this.#host.clock.now(), ...entry })
    this.#host.changed(this)
  }

  /** Clients that were let go are gone, with the last message or without a word. */
  letGo({ told, untold }: { readonly told: number; readonly untold: number }): void {
    const { clients } = this.facts
    const line = this.lastWords === null ? '' : oneLine(this.lastWords.message)
    const programs = this.lastWords?.programs ?? []
    const letGo = { at: this.#host.clock.now(), line, told, untold, programs }
    this.facts = { ...this.facts, clients: { ...clients, letGo } }
    this.note(told > 0 ? 'clients-told' : 'clients-closed')
  }

  /** Settles when no stop is under way. */
  rested(): Promise<void> {
    if (this.state.door.kind !== 'closing') return Promise.resolve()
    return new Promise((resolve) => this.#restWaiters.push(resolve))
  }

  /** Everything a window shows of the tunnel. */
  view(): TunnelView {
    const { open, waiting } = this.facts.clients
    const exposure = exposureView(this.exposure)
    return {
      ...this.saved,
      status: statusOf(this.state),
      clients: { open, waiting },
      route: routeOf(this.saved, this.state, this.facts),
      timeline: [...this.timeline],
      ...(exposure === undefined ? {} : { exposure }),
    }
  }

  #apply(event: TunnelEvent): void {
    const before = this.state
    const { state, effects } = transition(before, event, this.#context())
    this.state = state
    this.#followSessions()
    const entry = timelineEntryOf(before, state, event)
    if (entry !== null) this.#enter(entry)
    for (const effect of effects) {
      if (effect.type === 'start-attempt') this.#attempts = effect.attempt
      this.#host.run(this, effect)
    }
    if (state !== before || entry !== null) this.#host.changed(this)
  }

  #enter(entry: TimelineEntry): void {
    this.timeline = withEntry(this.timeline, entry)
    this.#host.noted(this, entry)
  }

  /** What is shown of the session is that of the one that serves; what is over is nobody's news. */
  #followSessions(): void {
    const { opened, session: shown } = this.facts
    const ids = this.state.sessions.map(({ session }) => session.sessionId)
    const serving = opened.find(({ sessionId }) => sessionId === servingOf(this.state)?.session.sessionId)
    const session = serving === undefined || serving.sessionId === shown?.sessionId ? shown : serving
    const left = opened.filter(({ sessionId }) => ids.includes(sessionId))
    if (left.length < opened.length || session !== shown) this.facts = { ...this.facts, opened: left, session }
  }

  #context(): TunnelContext {
    const { open, waiting, lastAt } = this.facts.clients
    const { idleMinutes, sessionStart } = this.saved.preference
    return {
      clients: { open, waiting, lastAt },
      online: this.#host.isOnline(),
      sessionStart,
      idleMs: idleMinutes === null ? null : idleMinutes * 60_000,
      mostSessions: this.#host.mostSessions(this),
      mostAtTarget: this.#host.mostAtTarget(this),
      freshAttempt: this.#attempts + 1,
      chance: this.#host.chance(),
    }
  }
}
