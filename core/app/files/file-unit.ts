import type { FileAsk, FileNews, FileOpening } from '#contract/file-relay.ts'
import type { FarKey, FileCarrier, FileRequest, FileSessionView } from '#contract/files.ts'
import type { Problem } from '#contract/problem.ts'
import { fallbackAfter, firstWay, type FileWay, type ShellReason } from '#domain/file-session/carrier.ts'
import { fileStatusOf, type FileFacts } from '#domain/file-session/status.ts'
import type { ShellEvent, ShellOccurrence } from '#domain/shell/event.ts'
import { openShell, type ShellState } from '#domain/shell/state.ts'
import { shellTransition } from '#domain/shell/transition.ts'
import type { FilesDeps } from './file-deps.ts'
import { LoggedTransfers } from './logged-transfers.ts'
import { SessionRuns, type CarriedFiles } from './session-runs.ts'
import { TransferList } from './transfer-list.ts'

/** A file session as it is asked for. */
export interface AskedFiles {
  readonly id: string
  readonly window: string
  readonly request: FileRequest
}

/** Where news of a unit go. */
interface FileHost extends FilesDeps {
  isOnline(): boolean
  changed(unit: FileUnit): void
}

/** One file session: its session's state, what carries its files and why, and its transfers. */
export class FileUnit implements CarriedFiles {
  readonly id: string
  readonly window: string
  readonly transfers: TransferList
  request: FileRequest
  readonly #host: FileHost
  readonly #runs: SessionRuns
  readonly #logged: LoggedTransfers
  #state: ShellState
  #way: FileWay
  /** Why it is the shell, and whom SSH was tried for. */
  #shell: { readonly why: ShellReason; readonly triedUser: string | null } = { why: 'container', triedUser: null }
  /** What is tried as soon as the session of now is over. */
  #next: FileWay | null = null
  #open: FileFacts['open'] = null
  #trouble: Problem | null = null
  #target: { readonly id: string; readonly name: string | null } | null = null
  #by: FileFacts['by'] = { engine: 'builtin', version: null }
  readonly #queue: ShellEvent[] = []
  #isWorking = false
  #overWaiters: (() => void)[] = []

  constructor({ id, window, request }: AskedFiles, host: FileHost) {
    this.id = id
    this.window = window
    this.request = request
    this.#host = host
    this.#way = firstWay(request)
    this.#state = openShell(host.clock.now()).state
    this.#runs = new SessionRuns(this, host)
    const { clock, newId } = host
    this.#logged = new LoggedTransfers({
      log: host.transferLog,
      session: () => ({ ...this.#names(), request: this.request, sessionId: this.sessionId }),
      order: (ask) => this.#runs.ask(this.sessionId, ask),
      refused: (transferId, problem) => this.transfers.heard(transferId, { news: 'failed', problem }),
      failed: (problem) => this.#notLogged(problem),
    })
    const ask = (what: FileAsk): void => this.#logged.ask(what)
    this.transfers = new TransferList({ clock, newId, ask, changed: () => host.changed(this) })
  }

  get sessionId(): string | null {
    return this.#state.session.sessionId
  }

  get state(): ShellState {
    return this.#state
  }

  get way(): FileWay {
    return this.#way
  }

  get targetId(): string | null {
    return this.#target?.id ?? null
  }

  get isOpen(): boolean {
    return this.#open !== null && this.#state.session.kind === 'ready'
  }

  begin(): void {
    this.#take(openShell(this.#host.clock.now()))
    this.#work()
  }

  send(occurrence: ShellOccurrence): void {
    this.#queue.push({ ...occurrence, at: this.#host.clock.now() })
    this.#work()
  }

  /** Anew, over what is best, when it is over; with another user at once. */
  again(user: string | undefined, environment: string | null): void {
    const isOver = this.#state.session.kind === 'over'
    if (user === undefined && !isOver) return
    this.request = { ...this.request, ...(user === undefined ? {} : { user }), environment }
    this.#turnTo(firstWay(this.request))
  }

  learnTarget(target: { readonly id: string; readonly name: string | null }): void {
    this.#target = target
    this.#host.changed(this)
  }

  learnEngine(by: FileFacts['by']): void {
    this.#by = by
  }

  /** How the relay is to open the files. */
  opening(): FileOpening {
    if (this.#way === 'shell') return { over: 'shell' }
    const { hosts, agentSocket } = this.#host
    const knownHostKey = hosts.of(this.#target?.id ?? '').hostKey
    return { over: 'ssh', user: this.#user(), agentSocket: agentSocket(), knownHostKey }
  }

  /** What the relay tells of the files of a session; of an earlier one nothing but the last of its transfers is of interest. */
  heard(sessionId: string, news: FileNews): void {
    if (news.told === 'transfer') {
      this.#logged.heard(news.transferId, news.news)
      return this.transfers.heard(news.transferId, news.news)
    }
    if (sessionId !== this.sessionId) return
    if (news.told === 'key-wanted') return void this.#runs.pushKey(sessionId, this.#user(), news.publicKey)
    if (news.told === 'not-open') return this.#notOpen(news)
    if (news.told === 'open') this.#opened(news.carrier, news.home)
  }

  over(): Promise<void> {
    if (this.#isOver) return Promise.resolve()
    return new Promise((resolve) => this.#overWaiters.push(resolve))
  }

  view(): FileSessionView {
    const facts = { way: this.#way, by: this.#by, open: this.#open, trouble: this.#trouble }
    const status = fileStatusOf(this.#state, { ...facts, isTurning: this.#next !== null })
    return { id: this.id, request: this.request, ...this.#names(), status, transfers: this.transfers.views() }
  }

  #names(): Pick<FileSessionView, 'targetId' | 'targetName'> {
    return { targetId: this.#target?.id ?? null, targetName: this.#target?.name ?? null }
  }

  /** Files that moved unseen would be worse than none. */
  #notLogged(problem: Problem): void {
    this.#trouble = problem
    this.send({ type: 'end' })
  }

  get #isOver(): boolean {
    return this.#state.session.kind === 'over' && this.#next === null
  }

  #user(): string {
    const { request } = this
    const id = this.#target?.id ?? ''
    return request.user ?? this.#host.hosts.of(id).user ?? this.#host.usualUser(request, id)
  }

  #opened(carrier: FileCarrier, home: FarKey): void {
    const { hosts, clock } = this.#host
    const shown = carrier.over === 'shell' ? { ...carrier, ...this.#shell } : carrier
    this.#open = { carrier: shown, home, since: clock.now() }
    if (carrier.over === 'ssh' && this.#target !== null)
      hosts.remember(this.#target.id, { user: carrier.user, hostKey: carrier.hostKey })
    this.transfers.opened()
  }

  #notOpen({ why, problem }: Extract<FileNews, { told: 'not-open' }>): void {
    this.#trouble = problem
    if (why === null) return this.send({ type: 'end' })
    this.#shell = { why, triedUser: this.#user() }
    this.#turnTo('shell')
  }

  #turnTo(way: FileWay): void {
    this.#next = way
    this.send({ type: 'end' })
    this.#turn()
  }

  /** The next way, once the session of the last one is over. */
  #turn(): void {
    const way = this.#next
    if (way === null || this.#state.session.kind !== 'over') return
    this.#next = null
    this.#way = way
    this.#open = null
    this.#trouble = null
    this.send({ type: 'again' })
  }

  #work(): void {
    if (this.#isWorking) return
    this.#isWorking = true
    try {
      for (let event = this.#queue.shift(); event; event = this.#queue.shift()) this.#apply(event)
    } finally {
      this.#isWorking = false
    }
    this.#turn()
    if (this.#isOver) this.#overWaiters.splice(0).forEach((resolve) => resolve())
  }

  #apply(event: ShellEvent): void {
    if (event.type === 'relay-stopped') this.transfers.relayStopped()
    this.#take(shellTransition(this.#state, event, { online: this.#host.isOnline() }))
  }

  #take({ state, effects }: ReturnType<typeof openShell>): void {
    const before = this.#state
    this.#state = state
    if (state.session.kind === 'over' && before.session.kind !== 'over') this.#lookForOtherWay(before)
    // One that closes takes no more transfers either.
    if (carriesNone(state) && !carriesNone(before)) this.transfers.closed()
    if (state !== before) this.#host.changed(this)
    this.#dropLeft(before)
    for (const effect of effects) this.#runs.run(effect)
  }

  /** The relay is asked nothing more of a session that is over, however it ended. */
  #dropLeft({ session: before }: ShellState): void {
    const { sessionId } = before
    const { session } = this.#state
    const isLeft = session.sessionId !== sessionId || (session.kind === 'over' && before.kind !== 'over')
    if (sessionId !== null && isLeft) this.#host.relay.order({ type: 'drop-files', sessionId })
  }

  #lookForOtherWay({ session: before }: ShellState): void {
    const { session } = this.#state
    if (session.kind !== 'over' || session.end.how === 'stopped' || this.#next !== null) return
    if (this.#way !== 'ssh' || this.#open !== null || this.#trouble !== null) return
    const why = fallbackAfter(session.end.problem, before.sessionId !== null)
    if (why === null) return
    this.#shell = { why, triedUser: null }
    this.#next = 'shell'
  }
}

const carriesNone = ({ session }: ShellState): boolean => session.kind === 'closing' || session.kind === 'over'
