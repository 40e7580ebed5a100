import { ok } from '#domain/result.ts'
import { problemOf } from '#domain/problem/problem.ts'
import type { Problem } from '#contract/problem.ts'
import type { Result } from '#contract/result.ts'
import type { DataKeyRequest, EncodedDataKey, RelayFact, RelayOrder, SessionGrant } from '#contract/relay.ts'
import type { SignInView } from '#contract/sign-in.ts'
import type { SavedTunnel } from '#contract/tunnel.ts'
import type {
  CatalogStore,
  DataKeys,
  Log,
  RelayLink,
  ResolvedTarget,
  ResumableSession,
  SessionPlace,
  SessionService,
  SessionTarget,
  StartRequest,
  SignedIn,
  SignIns,
} from '#core/app/ports.ts'
import { direct } from '#test/support/direct-route.ts'
import { ToldLink } from '#test/support/told-link.ts'
import { defaultEnvironments } from '#domain/environments.ts'
import type { Clock } from '#domain/clock/clock.ts'

/** Time that moves when told. Timers run in order of their due times, promises settle between them. */
export class FakeClock implements Clock {
  #now = 1_800_000_000_000
  #timers: { readonly at: number; readonly run: () => void }[] = []
  #wallOffset = 0

  now(): number {
    return this.#now + this.#wallOffset
  }

  /** The wall clock is set; timers go on as they were, as the system's do. */
  setWall(byMs: number): void {
    this.#wallOffset += byMs
  }

  after(delayMs: number, run: () => void): () => void {
    const timer = { at: this.#now + delayMs, run }
    this.#timers.push(timer)
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer)
    }
  }

  get timers(): number {
    return this.#timers.length
  }

  async advance(ms: number): Promise<void> {
    const end = this.#now + ms
    await settle()
    for (;;) {
      const next = this.#timers.toSorted((a, b) => a.at - b.at)[0]
      if (next === undefined || next.at > end) break
      this.#timers = this.#timers.filter((other) => other !== next)
      this.#now = next.at
      next.run()
      await settle()
    }
    this.#now = end
  }
}

/** Lets every promise that can settle do so. */
export function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}

/** A promise that the test settles when it likes. */
export class Gate<T> {
  open!: (value: T) => void
  readonly promise = new Promise<T>((resolve) => {
    this.open = resolve
  })
}

/** A relay that does nothing by itself; with `obeys` it answers as a healthy one would. */
export class FakeRelay extends ToldLink implements RelayLink {
  readonly orders: RelayOrder[] = []
  obeys = true
  /** Ports that another program has. */
  readonly takenPorts = new Set<number>()
  /** Addresses of networks at which another program has the port. */
  readonly takenAddresses = new Set<string>()

  order(order: RelayOrder): void {
    this.orders.push(order)
    if (this.obeys) this.#answer(order)
  }

  tell(fact: RelayFact): void {
    this.facts.tell(fact)
  }

  start(): void {
    this.obeys = true
    this.starts.tell()
  }

  stop(willRestart: boolean): void {
    this.obeys = false
    this.stops.tell(willRestart)
  }

  ordersOf<T extends RelayOrder['type']>(type: T): readonly Extract<RelayOrder, { type: T }>[] {
    return this.orders.filter((order): order is Extract<RelayOrder, { type: T }> => order.type === type)
  }

  get listeners(): number {
    return this.facts.size() + this.starts.size() + this.stops.size()
  }

  #answer(order: RelayOrder): void {
    if (order.type === 'open-door') this.#openDoor(order.tunnelId, order.port)
    if (order.type === 'expose-door') this.#exposeDoor(order)
    if (order.type === 'close-door') this.tell({ type: 'door-closed', tunnelId: order.tunnelId })
    if (order.type === 'serve-door') {
      this.tell({ type: 'session-ready', sessionId: order.sessionId, agentVersion: '3.3.987.0', openedInMs: 420 })
    }
    if (order.type === 'stop-session') this.tell({ type: 'session-stopped', sessionId: order.sessionId })
  }

  #exposeDoor({ tunnelId, address }: Extract<RelayOrder, { type: 'expose-door' }>): void {
    const isTaken = address !== null && this.takenAddresses.has(address)
    const problem = isTaken ? problemOf('PORT_TAKEN', { port: 15_432, address }) : null
    this.tell({ type: 'door-exposed', tunnelId, address: isTaken ? null : address, problem })
  }

  #openDoor(tunnelId: string, port: number): void {
    const isTaken = this.takenPorts.has(port)
    this.tell(
      isTaken
        ? { type: 'door-failed', tunnelId, problem: problemOf('PORT_TAKEN', { port }) }
        : { type: 'door-opened', tunnelId, addresses: [`127.0.0.1:${port}`] },
    )
  }
}

const target: ResolvedTarget = {
  id: 'i-0ab3f29c81d7e4402',
  name: 'bastion',
  online: true,
  agentVersion: '3.3.900.0',
  zone: 'ap-northeast-1a',
  vpc: 'vpc-1',
  matches: 2,
  othersOnline: 1,
}

/** What matches beside the node that is found first. */
export const otherMatch = 'i-0c7e41d8b5a90f236'

/** Systems Manager with a memory: which sessions live, and where each was started and ended. */
export class FakeSessions implements SessionService {
  readonly alive = new Map<string, SessionPlace>()
  readonly starts: (StartRequest & { readonly place: SessionPlace })[] = []
  readonly terminated: { readonly place: SessionPlace; readonly sessionId: string }[] = []
  /** Set to make the next calls fail. */
  startProblem: Problem | null = null
  targetProblem: Problem | null = null
  terminateProblem: Problem | null = null
  resumeProblem: Problem | null = null
  /** Set to hold StartSession's answers back. */
  startGate: Gate<void> | null = null
  resumeGate: Gate<void> | null = null
  /** Set to hold TerminateSession's answers back. */
  terminateGate: Gate<void> | null = null
  resumes = 0
  /** Where each session was last, as ResumeSession's callers had it. */
  readonly resumedAt: string[] = []
  /** Where the service has moved the data channels, if it did. */
  movedTo: string | null = null
  #count = 0

  async findTargets(): Promise<Result<readonly ResolvedTarget[]>> {
    return ok([target])
  }

  async resolveTarget(
    _place: SessionPlace,
    _rule: SessionTarget,
    avoided: readonly string[] = [],
  ): Promise<Result<ResolvedTarget>> {
    if (this.targetProblem) return { ok: false, error: this.targetProblem }
    return ok(avoided.at(-1) === target.id ? { ...target, id: otherMatch } : target)
  }

  async start(place: SessionPlace, request: StartRequest): Promise<Result<SessionGrant>> {
    this.starts.push({ ...request, place })
    this.#count += 1
    const sessionId = `s-${this.#count}`
    await this.startGate?.promise
    if (this.startProblem) return { ok: false, error: this.startProblem }
    this.alive.set(sessionId, place)
    const pass = { tokenValue: 'token', streamUrl: 'wss://ssmmessages.example/', upgradeHeaders: {}, network: direct }
    const { targetId } = request
    if (request.purpose.for !== 'forward') throw new Error('tunnels forward')
    const { endpoint } = request.purpose
    const purpose = { for: 'forward', endpoint } as const
    return ok({ sessionId, targetId, region: place.region, purpose, pass, engine: { name: 'builtin' } })
  }

  async resume(_place: SessionPlace, session: ResumableSession): ReturnType<SessionService['resume']> {
    this.resumes += 1
    this.resumedAt.push(session.streamUrl)
    await this.resumeGate?.promise
    if (this.resumeProblem) return { ok: false, error: this.resumeProblem }
    const streamUrl = this.movedTo ?? session.streamUrl
    return ok({ tokenValue: `again-${session.sessionId}`, streamUrl, upgradeHeaders: {}, network: direct })
  }

  async terminate(place: SessionPlace, sessionId: string): Promise<Result<void>> {
    if (this.terminateProblem) return { ok: false, error: this.terminateProblem }
    await this.terminateGate?.promise
    this.terminated.push({ place, sessionId })
    this.alive.delete(sessionId)
    return ok(undefined)
  }
}

/** A key service that says what it was asked for. */
export class FakeDataKeys implements DataKeys {
  readonly asked: (DataKeyRequest & { readonly place: SessionPlace })[] = []
  /** Set to make it refuse. */
  problem: Problem | null = null

  async generate(place: SessionPlace, request: DataKeyRequest): Promise<Result<EncodedDataKey>> {
    this.asked.push({ ...request, place })
    return this.problem ? { ok: false, error: this.problem } : ok({ plaintext: 'cGxhaW4=', ciphertext: 'c2VhbGVk' })
  }
}

/** Sign-ins whose outcome the test decides. */
export class FakeSignIns implements Pick<SignIns, 'ensure' | 'views' | 'onChange'> {
  /** Null: the profile needs no sign-in. */
  gate: Gate<Result<void>> | null = null
  /** What it waits for is a code of an MFA device. */
  asksCode = false
  /** Who asked, in order. */
  readonly askers: string[] = []
  readonly #listeners = new Set<(view: SignInView) => void>()

  get asked(): number {
    return this.askers.length
  }

  async ensure(_profile: unknown, asker: 'user' | 'client', asksCode?: () => void): Promise<Result<SignedIn>> {
    this.askers.push(asker)
    if (this.gate === null) return ok('already')
    if (this.asksCode) asksCode?.()
    const ended = await this.gate.promise
    return ended.ok ? ok('just-now') : ended
  }

  views(): readonly SignInView[] {
    return []
  }

  onChange(listener: (view: SignInView) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  signedIn(name: string): void {
    const session = { name, startUrl: 'https://example.awsapps.com/start', region: 'ap-northeast-1' }
    for (const listener of this.#listeners)
      listener({ session, status: { kind: 'signed-in', expiresAt: 0, renewable: true } })
  }
}

/** A catalog in memory. */
export class FakeCatalog implements CatalogStore {
  saved: readonly SavedTunnel[]
  problem: Problem | null = null
  /** How the next saves go, one each; then `problem` counts again. */
  readonly outcomes: (Problem | null)[] = []

  constructor(tunnels: readonly SavedTunnel[] = []) {
    this.saved = tunnels
  }

  async load(): ReturnType<CatalogStore['load']> {
    return { environments: defaultEnvironments, tunnels: this.saved, problems: [] }
  }

  async save(tunnels: readonly SavedTunnel[]): Promise<Result<void>> {
    const problem = this.outcomes.length > 0 ? this.outcomes.shift() : this.problem
    if (problem) return { ok: false, error: problem }
    this.saved = tunnels
    return ok(undefined)
  }
}

export const silentLog: Log = { debug() {}, info() {}, warn() {}, error() {} }
