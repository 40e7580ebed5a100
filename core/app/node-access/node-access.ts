import { isDeepStrictEqual } from 'node:util'
import type { NodeAccessStatus, NodeAccessView } from '#contract/node-access.ts'
import type { ProblemDetails } from '#contract/problem.ts'
import type { TemporaryCredentials } from '#contract/relay.ts'
import type { Result } from '#contract/result.ts'
import type { Clock } from '#domain/clock/clock.ts'
import { createListeners } from '#domain/listeners/listeners.ts'
import {
  afterAccessEvent,
  isOpen,
  mayRequest,
  reasonWith,
  requestAtApprover,
  type NodeAccessEvent,
} from '#domain/node-access/access.ts'
import { problemOf } from '#domain/problem/problem.ts'
import { fail, ok } from '#domain/result.ts'
import type { AccessDecision, AccessRequests, NodeAccess, RefusedStart } from '../node-access-ports.ts'
import type { Log, SessionPlace } from '../ports.ts'

/** How long somebody is waited for who could ask (ms). */
const askLimitMs = 5 * 60_000
/** Pauses between two looks at what an approver decided (ms); the last one for all that follow. */
const lookPausesMs = [2_000, 3_000, 5_000, 8_000, 15_000] as const

interface NodeAccessDeps {
  readonly requests: AccessRequests
  readonly clock: Clock
  readonly newId: () => string
  readonly log: Pick<Log, 'info'>
}

/** What an approval gave. `until`: epoch ms. */
interface Grant {
  readonly requestId: string
  readonly credentials: TemporaryCredentials
  readonly until: number
}

/** Access to one node with all that is known of it. */
interface Desk {
  readonly id: string
  readonly place: SessionPlace
  readonly targetId: string
  reason: string
  /** The reason of what was sent last. */
  sentReason: string
  status: NodeAccessStatus
  /** Of one approval after the other; an earlier one may hold beside the last. */
  grants: readonly Grant[]
  /** Looks that were made since the request was sent. */
  looks: number
  stopTimer: () => void
  /** Stops the timer of the end of what was granted. */
  stopEnd: () => void
}

/** Access that is given out on request: one question for each node and profile, which everybody who waits joins. */
export function createNodeAccess(deps: NodeAccessDeps): NodeAccess {
  return new Access(deps)
}

class Access implements NodeAccess {
  readonly #deps: NodeAccessDeps
  readonly #desks: Desk[] = []
  readonly #listeners = createListeners<NodeAccessView>()
  #isDisposed = false
  readonly onChange = this.#listeners.subscribe

  constructor(deps: NodeAccessDeps) {
    this.#deps = deps
  }

  views(): readonly NodeAccessView[] {
    return this.#desks.map(viewOf)
  }

  granted(place: SessionPlace, targetId: string): string | null {
    const status = this.#find(place, targetId)?.status
    return status?.kind === 'granted' && status.until > this.#deps.clock.now() ? status.requestId : null
  }

  async ensure({ place, targetId, refusal, with: used, asker, onSent }: RefusedStart): Promise<Result<string>> {
    const known = this.#find(place, targetId)
    // What was decided against, or let go, comes back when a person wants it, and not with each client.
    if (known?.status.kind === 'refused' && asker !== 'user') return { ok: false, error: known.status.problem }
    if (known === undefined && !(await this.#deps.requests.mayAsk(place))) return { ok: false, error: refusal }
    const desk = this.#find(place, targetId) ?? this.#open(place, targetId)
    if (desk.status.kind === 'granted') {
      // It was approved while a start without it was on its way.
      if (used !== desk.status.requestId) return ok(desk.status.requestId)
      this.#end(desk)
    }
    this.#need(desk)
    if (desk.status.kind === 'waiting') onSent()
    return await this.#decided(desk, onSent)
  }

  async credentialsOf(requestId: string): Promise<Result<TemporaryCredentials>> {
    const now = this.#deps.clock.now()
    const desk = this.#desks.find(({ grants }) => grants.some((grant) => grant.requestId === requestId))
    const holding = (desk?.grants ?? []).filter(({ until }) => until > now)
    // A session that outlives its own approval goes on with the one that followed it.
    const grant = holding.find((one) => one.requestId === requestId) ?? holding.at(-1)
    return grant === undefined ? fail('ACCESS_NOT_GRANTED', { how: 'ended', requestId }) : ok(grant.credentials)
  }

  async request(id: string, reason: string, ticket: string): Promise<Result<void>> {
    const { clock, requests, log } = this.#deps
    const desk = this.#desks.find((one) => one.id === id)
    if (desk === undefined) return fail('INPUT_INVALID', { call: 'access.request' })
    this.#need(desk)
    if (!mayRequest(desk.status)) return ok(undefined)
    desk.sentReason = reasonWith(reason, ticket).slice(0, 256)
    if (desk.status.kind !== 'granted') desk.reason = desk.sentReason
    desk.stopTimer()
    this.#send(desk, { type: 'sent', at: clock.now() })
    const taken = await requests.start(desk.place, { targetId: desk.targetId, reason: desk.sentReason })
    const at = clock.now()
    if (!taken.ok) {
      this.#send(desk, { type: 'not-taken', at, expiresAt: at + askLimitMs, problem: taken.error })
      if (desk.status.kind === 'asking') this.#limit(desk)
      return taken
    }
    log.info('access.requested', { requestId: taken.value, targetId: desk.targetId })
    desk.looks = 0
    this.#send(desk, { type: 'taken', at, requestId: taken.value })
    this.#lookLater(desk)
    return ok(undefined)
  }

  withdraw(id: string): void {
    const desk = this.#desks.find((one) => one.id === id)
    if (desk === undefined) return
    if (requestAtApprover(desk.status) !== null) this.#refuse(desk, 'withdrawn')
    else if (isOpen(desk.status)) this.#refuse(desk, 'not-asked')
  }

  dispose(): void {
    this.#isDisposed = true
    for (const { stopTimer, stopEnd } of this.#desks) [stopTimer, stopEnd].forEach((stop) => stop())
    this.#listeners.clear()
  }

  #find(place: SessionPlace, targetId: string): Desk | undefined {
    return this.#desks.find((desk) => desk.targetId === targetId && isSamePlace(desk.place, place))
  }

  #open({ profile, region }: SessionPlace, targetId: string): Desk {
    const { newId, clock } = this.#deps
    const status: NodeAccessStatus = { kind: 'ended', at: clock.now() }
    const place = { profile, region }
    const idle = { reason: '', sentReason: '', grants: [], looks: 0, stopTimer: () => {}, stopEnd: () => {} }
    const desk: Desk = { id: newId(), place, targetId, status, ...idle }
    this.#desks.push(desk)
    return desk
  }

  /** Asks, where nobody asks yet. */
  #need(desk: Desk): void {
    if (isOpen(desk.status) || desk.status.kind === 'granted') return
    const at = this.#deps.clock.now()
    this.#send(desk, { type: 'needed', at, expiresAt: at + askLimitMs })
    this.#limit(desk)
  }

  #limit(desk: Desk): void {
    desk.stopTimer()
    desk.stopTimer = this.#deps.clock.after(askLimitMs, () => this.#refuse(desk, 'not-asked'))
  }

  #lookLater(desk: Desk): void {
    if (this.#isDisposed) return
    const pause = lookPausesMs[Math.min(desk.looks, lookPausesMs.length - 1)] ?? 0
    desk.looks += 1
    desk.stopTimer = this.#deps.clock.after(pause, () => void this.#look(desk))
  }

  async #look(desk: Desk): Promise<void> {
    const requestId = requestAtApprover(desk.status)
    if (requestId === null) return
    const found = await this.#deps.requests.decision(desk.place, requestId).catch(() => null)
    if (requestAtApprover(desk.status) !== requestId) return
    // A network that is away, or a sign-in that has ended, decides nothing.
    if (found === null || !found.ok || found.value.status === 'pending') return this.#lookLater(desk)
    this.#decide(desk, requestId, found.value)
  }

  #decide(desk: Desk, requestId: string, decision: AccessDecision): void {
    if (decision.status === 'pending') return
    if (decision.status !== 'approved') return this.#refuse(desk, decision.status)
    const { clock } = this.#deps
    const { credentials, until } = decision
    desk.grants = [...desk.grants, { requestId, credentials, until }]
    desk.reason = desk.sentReason
    this.#send(desk, { type: 'granted', at: clock.now(), until })
    desk.stopEnd()
    desk.stopEnd = clock.after(Math.max(0, until - clock.now()), () => this.#end(desk))
  }

  /** What was granted is over; a further request that was sent goes on by itself. */
  #end(desk: Desk): void {
    desk.stopEnd()
    desk.grants = []
    this.#send(desk, { type: 'ended', at: this.#deps.clock.now() })
  }

  #refuse(desk: Desk, how: ProblemDetails['ACCESS_NOT_GRANTED']['how']): void {
    desk.stopTimer()
    const requestId = requestAtApprover(desk.status) ?? undefined
    const problem = problemOf('ACCESS_NOT_GRANTED', { how, targetId: desk.targetId, requestId })
    this.#send(desk, { type: 'refused', at: this.#deps.clock.now(), problem })
  }

  #send(desk: Desk, event: NodeAccessEvent): void {
    const next = afterAccessEvent(desk.status, event)
    if (next === desk.status) return
    desk.status = next
    this.#listeners.tell(viewOf(desk))
  }

  /** Resolves once nobody is waited for any more. */
  #decided(desk: Desk, onSent: () => void): Promise<Result<string>> {
    return new Promise((resolve) => {
      const look = ({ id, status }: NodeAccessView): void => {
        if (id !== desk.id) return
        if (status.kind === 'waiting') return onSent()
        if (isOpen(status)) return
        stop()
        resolve(outcomeOf(status))
      }
      const stop = this.#listeners.subscribe(look)
    })
  }
}

function outcomeOf(status: NodeAccessStatus): Result<string> {
  if (status.kind === 'granted') return ok(status.requestId)
  if (status.kind === 'refused') return { ok: false, error: status.problem }
  return fail('ACCESS_NOT_GRANTED', { how: 'ended' })
}

function isSamePlace(one: SessionPlace, other: SessionPlace): boolean {
  return one.region === other.region && isDeepStrictEqual(one.profile, other.profile)
}

function viewOf({ id, place, targetId, reason, status }: Desk): NodeAccessView {
  return { id, profile: place.profile, region: place.region, targetId, reason, status }
}
