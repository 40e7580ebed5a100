import type { AskedTransfer } from './transfer-list.ts'
import {
  mostTransfers,
  type FarListing,
  type FarPlace,
  type FileRequest,
  type FileSessionView,
} from '#contract/files.ts'
import type { RelayFact } from '#contract/relay.ts'
import type { Result } from '#contract/result.ts'
import { within } from '#domain/clock/clock.ts'
import { createListeners, type Unsubscribe } from '#domain/listeners/listeners.ts'
import { fail, ok } from '#domain/result.ts'
import { relabelled, type EnvironmentOf } from '../relabelled.ts'
import type { FilesDeps } from './file-deps.ts'
import { FileUnit } from './file-unit.ts'

/** More targets than anybody looks at. */
export const mostFileSessions = 20
/** For the part of a file to be deleted before the session is ended. */
const leaveMs = 3_000
/** The relay's part of the time for the end. */
const relayShare = 0.5

type TransferOrder = 'pause' | 'go-on' | 'cancel' | 'retry'

/** A target whose SSH server shows another key than the one that is known. */
interface ChangedHost {
  readonly targetId: string
  readonly known: string
  readonly found: string
}

/** The file sessions of all windows. Each belongs to the window that opened it: to another one it is as unknown as if it were not there. */
export interface Files {
  views(): readonly FileSessionView[]
  /** FILES_TOO_MANY. */
  open(window: string, request: FileRequest): Result<{ readonly id: string }>
  /** What a file session was asked for as. FILES_UNKNOWN. */
  requestOf(window: string, id: string): Result<FileRequest>
  /** What each file session of a window was asked for as, those that are over among them. */
  requestsIn(window: string): readonly FileRequest[]
  /** Anew, for what its account is for by now. */
  again(window: string, id: string, user: string | undefined, environment: string | null): Result<void>
  /** Asks of each file session what its account is for by now: what moves from then on is written down by that. */
  relabel(environmentOf: EnvironmentOf<FileRequest>): Promise<void>
  close(window: string, id: string): Result<void>
  /** FILES_NOT_OPEN, FILE_GONE, FILE_FORBIDDEN, FILE_FAILED. */
  list(window: string, id: string, at: FarPlace): Promise<Result<FarListing>>
  /** FILES_TOO_MANY, with nothing begun. */
  move(window: string, id: string, asked: readonly AskedTransfer[]): Result<{ readonly transfers: number }>
  answer(
    window: string,
    id: string,
    transfer: string,
    answer: 'overwrite' | 'keep-both' | 'skip',
    isForAll: boolean,
  ): Result<void>
  order(window: string, id: string, transfer: string, order: TransferOrder): Result<void>
  clear(window: string, id: string): Result<void>
  /** Where on this computer a transfer's file lies, or comes from. */
  herePath(
    window: string,
    id: string,
    transfer: string,
  ): Result<{ readonly folder: string; readonly name: string | null }>
  /** The target whose host key is another one; null when that is not what is wrong. */
  changedHost(window: string, id: string): Result<ChangedHost | null>
  slept(): void
  woke(): void
  setOnline(online: boolean): void
  onChange(listener: (view: FileSessionView) => void): Unsubscribe
  onRemoved(listener: (id: string) => void): Unsubscribe
  dispose(deadlineMs: number): Promise<void>
}

/** Creates the desk, with no file session open. */
export function createFiles(deps: FilesDeps): Files {
  return new Desk(deps)
}

class Desk implements Files {
  readonly #deps: FilesDeps
  readonly #units = new Map<string, FileUnit>()
  readonly #leaving = new Set<FileUnit>()
  readonly #questions = new Map<string, { readonly unit: FileUnit; answer(listing: Result<FarListing>): void }>()
  readonly #changes = createListeners<FileSessionView>()
  readonly #removals = createListeners<string>()
  readonly onChange = this.#changes.subscribe
  readonly onRemoved = this.#removals.subscribe
  readonly #stops: readonly Unsubscribe[]
  #isOnline = true
  #isDisposed = false

  constructor(deps: FilesDeps) {
    this.#deps = deps
    const stopped = (): void => this.#tellAll({ type: 'relay-stopped' })
    this.#stops = [deps.relay.onFact((fact) => this.#hear(fact)), deps.relay.onStopped(stopped)]
  }

  views(): readonly FileSessionView[] {
    return [...this.#units.values()].map((unit) => unit.view())
  }

  open(window: string, request: FileRequest): Result<{ readonly id: string }> {
    if (this.#isDisposed) return fail('RELAY_STOPPED', {})
    if (this.#units.size >= mostFileSessions)
      return fail('FILES_TOO_MANY', { most: mostFileSessions, what: 'sessions' })
    const id = this.#deps.newId()
    const host = { ...this.#deps, isOnline: () => this.#isOnline, changed: (one: FileUnit) => this.#changed(one) }
    const unit = new FileUnit({ id, window, request }, host)
    this.#units.set(id, unit)
    unit.begin()
    return ok({ id })
  }

  requestOf(window: string, id: string): Result<FileRequest> {
    const unit = this.#find(window, id)
    return unit === null ? fail('FILES_UNKNOWN', {}) : ok(unit.request)
  }

  requestsIn(window: string): readonly FileRequest[] {
    return [...this.#units.values()].filter((unit) => unit.window === window).map(({ request }) => request)
  }

  again(window: string, id: string, user: string | undefined, environment: string | null): Result<void> {
    return this.#with(window, id, (unit) => (this.#isDisposed ? undefined : unit.again(user, environment)))
  }

  relabel(environmentOf: EnvironmentOf<FileRequest>): Promise<void> {
    return relabelled([...this.#units.values()], environmentOf, (unit) => this.#changed(unit))
  }

  close(window: string, id: string): Result<void> {
    return this.#with(window, id, (unit) => {
      this.#units.delete(id)
      this.#leaving.add(unit)
      this.#removals.tell(id)
      void this.#leave(unit)
    })
  }

  list(window: string, id: string, at: FarPlace): Promise<Result<FarListing>> {
    const unit = this.#find(window, id)
    if (unit === null) return Promise.resolve(fail('FILES_UNKNOWN', {}))
    const { sessionId } = unit
    if (!unit.isOpen || sessionId === null) return Promise.resolve(fail('FILES_NOT_OPEN', {}))
    const requestId = this.#deps.newId()
    return new Promise((resolve) => {
      this.#questions.set(requestId, { unit, answer: resolve })
      this.#deps.relay.order({ type: 'files', sessionId, ask: { do: 'list', requestId, at } })
    })
  }

  move(window: string, id: string, asked: readonly AskedTransfer[]): Result<{ readonly transfers: number }> {
    const unit = this.#find(window, id)
    if (unit === null) return fail('FILES_UNKNOWN', {})
    if (unit.transfers.size + asked.length > mostTransfers)
      return fail('FILES_TOO_MANY', { most: mostTransfers, what: 'transfers' })
    unit.transfers.add(asked)
    return ok({ transfers: asked.length })
  }

  answer(...[window, id, transfer, answer, isForAll]: Parameters<Files['answer']>): Result<void> {
    return this.#withTransfer(window, id, transfer, (list, entry) => list.answer(entry, answer, isForAll))
  }

  order(window: string, id: string, transfer: string, order: TransferOrder): Result<void> {
    return this.#withTransfer(window, id, transfer, (list, entry) => {
      switch (order) {
        case 'pause':
          return list.pause(entry)
        case 'go-on':
          return list.goOn(entry)
        case 'retry':
          return list.retry(entry)
        case 'cancel':
          return list.cancel(entry)
      }
    })
  }

  clear(window: string, id: string): Result<void> {
    return this.#with(window, id, (unit) => unit.transfers.clear())
  }

  herePath(window: string, id: string, transfer: string): ReturnType<Files['herePath']> {
    const entry = this.#find(window, id)?.transfers.find(transfer) ?? null
    if (entry === null) return fail('FILES_UNKNOWN', {})
    return ok({ folder: entry.here, name: entry.direction === 'down' ? entry.state.savedAs : null })
  }

  changedHost(window: string, id: string): ReturnType<Files['changedHost']> {
    const unit = this.#find(window, id)
    if (unit === null) return fail('FILES_UNKNOWN', {})
    const { status } = unit.view()
    const problem = status.kind === 'failed' || status.kind === 'ended' ? status.problem : null
    return ok(problem?.code === 'SSH_HOST_KEY_CHANGED' ? problem.details : null)
  }

  slept(): void {
    this.#tellAll({ type: 'slept' })
  }

  woke(): void {
    this.#tellAll({ type: 'woke' })
  }

  setOnline(online: boolean): void {
    if (online === this.#isOnline) return
    this.#isOnline = online
    this.#tellAll({ type: online ? 'online' : 'offline' })
  }

  async dispose(deadlineMs: number): Promise<void> {
    this.#isDisposed = true
    const units = this.#all()
    for (const unit of units) unit.send({ type: 'end', withinMs: Math.round(deadlineMs * relayShare) })
    await within(this.#deps.clock, deadlineMs, Promise.all(units.map((unit) => unit.over())))
    for (const unit of units) unit.transfers.dispose()
    for (const stop of this.#stops) stop()
    this.#changes.clear()
    this.#removals.clear()
  }

  /** What moves is stopped first, so that its part can still be deleted. */
  async #leave(unit: FileUnit): Promise<void> {
    await within(this.#deps.clock, leaveMs, unit.transfers.cancelAll())
    unit.transfers.dispose()
    unit.send({ type: 'end' })
    await unit.over()
    this.#leaving.delete(unit)
  }

  #hear(fact: RelayFact): void {
    if (fact.type !== 'files') return
    const { sessionId, news } = fact
    if (news.told === 'answer') return this.#answered(news.requestId, news.answer)
    for (const unit of this.#all())
      if (unit.sessionId === sessionId || news.told === 'transfer') unit.heard(sessionId, news)
  }

  #answered(requestId: string, answer: Result<FarListing>): void {
    this.#questions.get(requestId)?.answer(answer)
    this.#questions.delete(requestId)
  }

  #changed(unit: FileUnit): void {
    if (!unit.isOpen) this.#refuseQuestionsOf(unit)
    if (this.#units.get(unit.id) === unit) this.#changes.tell(unit.view())
  }

  /** Nobody answers them any more. */
  #refuseQuestionsOf(unit: FileUnit): void {
    if (unit.state.session.kind !== 'over') return
    for (const [requestId, question] of this.#questions)
      if (question.unit === unit) this.#answered(requestId, fail('FILES_NOT_OPEN', {}))
  }

  #find(window: string, id: string): FileUnit | null {
    const unit = this.#units.get(id)
    return unit?.window === window ? unit : null
  }

  #with(window: string, id: string, act: (unit: FileUnit) => void): Result<void> {
    const unit = this.#find(window, id)
    if (unit === null) return fail('FILES_UNKNOWN', {})
    act(unit)
    return ok(undefined)
  }

  #withTransfer(
    window: string,
    id: string,
    transfer: string,
    act: (list: FileUnit['transfers'], entry: NonNullable<ReturnType<FileUnit['transfers']['find']>>) => void,
  ): Result<void> {
    const unit = this.#find(window, id)
    const entry = unit?.transfers.find(transfer) ?? null
    if (unit === null || entry === null) return fail('FILES_UNKNOWN', {})
    act(unit.transfers, entry)
    return ok(undefined)
  }

  #all(): readonly FileUnit[] {
    return [...this.#units.values(), ...this.#leaving]
  }

  #tellAll(occurrence: Parameters<FileUnit['send']>[0]): void {
    for (const unit of this.#all()) unit.send(occurrence)
  }
}
