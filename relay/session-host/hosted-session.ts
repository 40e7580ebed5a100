import type { Duplex } from 'node:stream'
import type { RelayFact, SessionGrant } from '#contract/relay.ts'
import type { Problem } from '#contract/problem.ts'
import type { Result } from '#contract/result.ts'
import { problemOf } from '#domain/problem/problem.ts'
import { within, type Clock } from '#domain/clock/clock.ts'
import type { AgentState, EngineHost, Engines } from '../engine/engine.ts'
import { Refusals } from './refusals.ts'
import type { ConnectionWatch, LateAnswer, StreamSource } from '../stream-source.ts'
import { startCarrier, type Carrier } from './carrier.ts'
import { FarEndFacts } from './far-end-facts.ts'
import { SessionQuestions } from './session-questions.ts'

/** How a probe went. `resuming` is told apart from `unknown`, where the engine has no way to ask. */
type ProbeOutcome =
  | { readonly state: 'alive'; readonly latencyMs: number }
  | { readonly state: 'dead' }
  | { readonly state: 'resuming' }
  | { readonly state: 'silent' }
  | { readonly state: 'unknown' }

/** Whoever a session carries bytes for: the door that it serves, a shell. */
export interface SessionUser {
  /** It carries, from now on. */
  ready(): void
  /** It carries nothing any more, or never will: it failed, was lost, or is being stopped. Told once. */
  over(): void
  /** Its last stream closed. */
  unused(): void
  /** The data channel was lost, and is open again. */
  resumed?(): void
}

/** What a hosted session needs. */
interface HostedSessionOptions {
  readonly grant: SessionGrant
  readonly engines: Engines
  readonly clock: Clock
  send(fact: RelayFact): void
  readonly ended: HostedSessionEnded
}

/** Over by itself, after it had started; every stream is destroyed. `exitCode`: of a command that told it. */
export type HostedSessionEnded = (problem: Problem, exitCode: number | null) => void

type Phase =
  | { readonly kind: 'starting' }
  | { readonly kind: 'ready'; readonly carrier: Carrier }
  | { readonly kind: 'over' }

/** A stop may take so much longer than its deadline before it is told as a fault. */
const stopGraceMs = 1_000
/** Time (ms) for a session that is quiet to answer: as long as between two pings, so that a full line is no silence. */
const quietProbeMs = 10_000
/** How much longer than its own limit a probe is waited for. */
const probeGraceMs = 500

/** One SSM session, whatever it is for: its engine, what the engine asked, and who uses it. */
export class HostedSession implements StreamSource {
  readonly sessionId: string
  readonly questions: SessionQuestions
  readonly #options: HostedSessionOptions
  readonly #abort = new AbortController()
  readonly #refusals: Refusals
  readonly #farEnd: FarEndFacts
  #phase: Phase = { kind: 'starting' }
  #starting: Promise<unknown> = Promise.resolve()
  #user: SessionUser | null = null
  #streams = 0
  #isResuming = false
  #agent: AgentState = 'there'
  #hasStarted = false
  #endedWith: Problem | null = null

  constructor(options: HostedSessionOptions) {
    this.#options = options
    this.sessionId = options.grant.sessionId
    this.#refusals = new Refusals(options.clock)
    this.#farEnd = new FarEndFacts({ ...options, sessionId: this.sessionId, ask: () => this.#askQuietly() })
    this.questions = new SessionQuestions({ sessionId: this.sessionId, send: (fact) => options.send(fact) })
  }

  /** What carries the session's bytes; null before it is ready and once it is over. */
  get carrier(): Carrier | null {
    return this.#phase.kind === 'ready' ? this.#phase.carrier : null
  }

  get hasUser(): boolean {
    return this.#user !== null
  }

  get isStarting(): boolean {
    return this.#phase.kind === 'starting'
  }

  /** True while its agent says nothing, which is no fault of its far end's. */
  get isMute(): boolean {
    return this.#agent === 'silent'
  }

  get streams(): number {
    return this.#streams
  }

  /** True while somebody would notice its end. A shell is somebody, for as long as it lives. */
  get isUsed(): boolean {
    return this.#streams > 0 || this.carrier?.for === 'shell' || this.carrier?.for === 'stdio'
  }

  /** From now on the user hears of the session. A session has one at the most, for good. */
  useBy(user: SessionUser): void {
    this.#user = user
    if (this.#phase.kind === 'ready') user.ready()
    if (this.#phase.kind === 'over') user.over()
  }

  /** Starts the engine, once. SESSION_ENDED when the session was stopped meanwhile. */
  async start(): Promise<Result<Carrier>> {
    const { engines, grant } = this.#options
    const starting = startCarrier(engines, grant, this.#host(), this.#abort.signal)
    this.#starting = starting.catch(() => {})
    const started = await starting.catch((error: unknown) => internal(error))
    if (!started.ok) {
      this.#over()
      return this.#failed(started.error)
    }
    const { session } = started.value
    if (this.#phase.kind === 'over') {
      await session.stop(0)
      return this.#failed(problemOf('SESSION_ENDED', {}))
    }
    this.#phase = { kind: 'ready', carrier: started.value }
    void session.ended.then((problem) => this.#ended(problem))
    // It may be over in the same breath: what has settled by now is heard before anybody is let in.
    await Promise.resolve()
    if (this.carrier === null) return this.#failed(problemOf('SESSION_ENDED', {}))
    this.#hasStarted = true
    return started
  }

  /** Tells the user that it may begin. */
  tellReady(): void {
    if (this.#phase.kind === 'ready') this.#user?.ready()
  }

  /** One connection to the endpoint. Rejects when the session carries none. */
  async openStream(): Promise<Duplex> {
    this.#streams += 1
    if (this.carrier?.for !== 'forward') throw new Error('the session carries no connections now')
    return this.carrier.session.openStream()
  }

  watch(late: LateAnswer): ConnectionWatch {
    return this.#farEnd.watch(late)
  }

  refusal(openedAt: number): Promise<Problem | null> {
    return this.#refusals.take(openedAt)
  }

  streamClosed(): void {
    this.#streams -= 1
    if (this.#streams === 0) this.#user?.unused()
  }

  /** Asks whether the session lives, for `timeoutMs` at the most. */
  async probe(timeoutMs: number): Promise<ProbeOutcome> {
    const { carrier } = this
    if (carrier === null) return { state: 'dead' }
    if (this.#isResuming || this.#agent === 'away') return { state: 'resuming' }
    // That its service answers says nothing of the agent.
    if (this.#agent === 'silent') return { state: 'silent' }
    // How it goes shows: the channel is resumed, or it is as well as before.
    if (carrier.for === 'shell') void carrier.session.probe?.(timeoutMs)
    if (carrier.for !== 'forward') return { state: 'unknown' }
    const answer = await within(this.#options.clock, timeoutMs + probeGraceMs, carrier.session.probe(timeoutMs))
    if (typeof answer === 'number') return { state: 'alive', latencyMs: answer }
    if (this.carrier === null) return { state: 'dead' }
    // The probe itself may be what made the engine notice the drop.
    if (this.#isResuming || answer === 'replacing') return { state: 'resuming' }
    return { state: answer === 'unknown' ? 'unknown' : 'dead' }
  }

  /** It may live, and can not be asked: what comes back next tells. */
  doubt(): void {
    this.#farEnd.doubt()
  }

  /** Only what cannot be asked is suspected: of the rest the engine tells by itself. */
  async #askQuietly(): Promise<'alive' | 'unknown'> {
    const { state } = await this.probe(quietProbeMs)
    return state === 'unknown' ? 'unknown' : 'alive'
  }

  /**
   * Stops the engine, a start that is under way too; settles within the deadline, plus a moment. `why`: what such a start
   * fails with.
   */
  async stop(deadlineMs: number, why: Problem | null = null): Promise<void> {
    const { carrier } = this
    this.#endedWith ??= why
    this.#over()
    this.#abort.abort()
    const stopping = carrier === null ? this.#starting : carrier.session.stop(deadlineMs)
    if ((await within(this.#options.clock, deadlineMs + stopGraceMs, stopping)) === 'late')
      this.#log('error', 'engine-not-stopped', { deadlineMs })
  }

  #failed(problem: Problem): Result<never> {
    return { ok: false, error: this.#endedWith ?? problem }
  }

  #ended(problem: Problem): void {
    if (this.#phase.kind === 'over') return
    const exitCode = this.#phase.kind === 'ready' ? exitCodeOf(this.#phase.carrier) : null
    this.#endedWith = problem
    this.#over()
    if (this.#hasStarted) this.#options.ended(problem, exitCode)
  }

  #over(): void {
    if (this.#phase.kind === 'over') return
    this.#phase = { kind: 'over' }
    this.questions.close()
    this.#refusals.dispose()
    this.#farEnd.dispose()
    this.#user?.over()
  }

  #host(): EngineHost {
    const { send } = this.#options
    const { sessionId, questions } = this
    return {
      renewPass: () => {
        this.#isResuming = this.#phase.kind !== 'over'
        return questions.askForPass()
      },
      credentials: () => questions.askForCredentials(),
      generateDataKey: (request) => questions.askForDataKey(request),
      terminate: () => questions.askForTermination(),
      endpointFailed: (problem) => {
        this.#refusals.add(problem)
        this.#farEnd.refused()
        send({ type: 'endpoint-failed', sessionId, problem })
      },
      resumed: () => {
        this.#isResuming = false
        send({ type: 'session-resumed', sessionId })
        this.#user?.resumed?.()
      },
      agentIs: (state) => this.#agentIs(state),
      recovering: (recovery) => send({ type: 'session-recovering', sessionId, ...recovery }),
      log: (level, event, fields = {}) => this.#log(level, event, fields),
    }
  }

  /** While a start is under way, its end is what tells. */
  #agentIs(state: AgentState): void {
    const { send } = this.#options
    const { sessionId } = this
    this.#agent = state
    if (this.#phase.kind !== 'ready' || this.#isResuming) return
    this.#log('info', 'agent-heard-of', { state })
    if (state === 'silent') return send({ type: 'session-silent', sessionId })
    if (state === 'there') return send({ type: 'session-alive', sessionId, latencyMs: null })
    send({ type: 'session-resuming', sessionId })
  }

  #log(level: 'debug' | 'info' | 'warn' | 'error', event: string, fields: Readonly<Record<string, unknown>>): void {
    this.#options.send({ type: 'log', level, event, fields: { sessionId: this.sessionId, ...fields } })
  }
}

function internal(error: unknown): { readonly ok: false; readonly error: Problem } {
  const said = error instanceof Error ? error.message : String(error)
  return { ok: false, error: problemOf('INTERNAL', { said }) }
}

function exitCodeOf(carrier: Carrier): number | null {
  return carrier.for === 'shell' ? carrier.session.exitCode : null
}
