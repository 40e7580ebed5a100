import type { RelayFact, RelayOrder, SessionGrant } from '#contract/relay.ts'
import type { Result } from '#contract/result.ts'
import type { TargetRule } from '#contract/tunnel.ts'
import { problemOf } from '#domain/problem/problem.ts'
import { ok } from '#domain/result.ts'
import { onlyNode, type SshFailure } from '#domain/ssh-host/ssh-failure.ts'
import { sshHostOf } from '#domain/ssh-host/ssh-host.ts'
import type { SessionPlace } from '../ports.ts'
import type { SessionNews, SessionOwner } from '../sessions/session-request.ts'
import type { SshDeskDeps } from './ssh-deps.ts'

type Asked = Extract<RelayFact, { type: 'ssh-asked' }>
type Answer = Extract<RelayOrder, { type: 'answer-ssh' }>['answer']

/** A sign-in that takes longer than this is one that somebody has to do. */
const quietMs = 700

/** One SSH program: from its question to the end of its session. */
export class SshConnection implements SessionOwner {
  readonly logFields: Readonly<Record<string, string>>
  readonly #deps: SshDeskDeps
  readonly #asked: Asked
  readonly #abort = new AbortController()
  #place: SessionPlace | null = null
  #sessionId: string | null = null

  constructor(deps: SshDeskDeps, asked: Asked) {
    this.#deps = deps
    this.#asked = asked
    this.logFields = { sshRequest: asked.requestId }
  }

  begin(): void {
    this.#run().catch((error: unknown) => {
      this.#deps.log.error('ssh.failed', { ...this.logFields, message: String(error) })
      this.#refuse({ kind: 'problem', problem: problemOf('INTERNAL', { said: String(error) }) })
    })
  }

  /** The program is gone; the relay stops the session, if there is one, and tells. */
  left(): void {
    this.#abort.abort()
  }

  /** Nobody tells anything more: what may live at AWS is ended there. */
  cut(): void {
    this.#abort.abort()
    if (this.#sessionId !== null) this.#deps.sessions.terminate(this.#sessionId)
  }

  step(): void {}

  target(): void {}

  granted(grant: SessionGrant): void {
    void this.#serve(grant)
  }

  failed(problem: SshProblem): void {
    this.#refuse({ kind: 'problem', problem })
  }

  news(news: SessionNews): void {
    if (news.type !== 'session-failed' && news.type !== 'session-lost' && news.type !== 'session-stopped') return
    if (news.type === 'session-failed') this.failed(news.problem)
    // What the service has ended is not in the ledger any more, and is left alone.
    this.#deps.sessions.terminate(news.sessionId)
    this.#sessionId = null
  }

  wants(): boolean {
    return !this.#hasLeft
  }

  isWaitedFor(): boolean {
    return !this.#hasLeft
  }

  get #hasLeft(): boolean {
    return this.#abort.signal.aborted
  }

  async #run(): Promise<void> {
    const { deps, wish } = { deps: this.#deps, wish: this.#asked.wish }
    const { may, program } = await deps.mayUse(this.#asked.pid)
    if (this.#hasLeft) return
    if (may === 'no') return void this.#refuse({ kind: 'declined', program })
    const host = sshHostOf(wish.host, await deps.places())
    if (this.#hasLeft) return
    if (host.kind !== 'found') return void this.#refuse(host)
    const { profile, region } = host.place
    this.#place = { profile, region }
    const admitted = await deps.mayReach({ place: this.#place, environment: null })
    if (!admitted.ok) return void this.#refuse({ kind: 'problem', problem: admitted.error })
    if (this.#hasLeft) return
    const target = await this.#nodeOf(this.#place, host.rule)
    if (target === null || this.#hasLeft) return
    deps.sessions.start({
      place: this.#place,
      target,
      purpose: { for: 'stdio', port: wish.port },
      reason: `Culvert: ssh ${wish.host}`,
      engine: deps.engine(),
      asker: 'client',
      owner: this,
      signal: this.#abort.signal,
    })
  }

  /** One node where a rule may mean several: a host key is one machine's. Null: it was refused. */
  async #nodeOf(place: SessionPlace, rule: TargetRule): Promise<TargetRule | null> {
    const signedIn = await this.#signIn(place)
    if (!signedIn.ok) return this.#refuse({ kind: 'problem', problem: signedIn.error })
    if (rule.by === 'id') return rule
    const matches = await this.#deps.service.findTargets(place, rule)
    if (!matches.ok) return this.#refuse({ kind: 'problem', problem: matches.error })
    const only = onlyNode(this.#asked.wish.host, matches.value)
    if (!only.ok) return this.#refuse(only.failure)
    return only.id === null ? rule : { by: 'id', id: only.id }
  }

  async #signIn(place: SessionPlace): Promise<Result<unknown>> {
    const { clock, signIns, waitsForSignIn } = this.#deps
    const cancel = clock.after(quietMs, () => this.#answer({ kind: 'say', text: waitsForSignIn }))
    const signedIn = await signIns.ensure(place.profile, 'client')
    cancel()
    return signedIn
  }

  async #serve(grant: SessionGrant): Promise<void> {
    const { sessions } = this.#deps
    const { sessionId } = grant
    this.#sessionId = sessionId
    const pushed = this.#hasLeft ? ok(undefined) : await this.#pushKey(grant)
    if (!pushed.ok) this.#refuse({ kind: 'problem', problem: pushed.error })
    if (!pushed.ok || this.#hasLeft) return sessions.terminate(sessionId)
    sessions.carry(grant, this)
    this.#answer({ kind: 'serve', sessionId })
  }

  async #pushKey({ targetId }: SessionGrant): Promise<Result<void>> {
    const { key } = this.#asked.wish
    return key === null || this.#place === null ? ok(undefined) : await this.#deps.pushKey(this.#place, targetId, key)
  }

  #refuse(failure: SshFailure): null {
    this.#deps.log.info('ssh.refused', { ...this.logFields, kind: failure.kind })
    this.#answer({ kind: 'refuse', text: this.#deps.tell(failure) })
    return null
  }

  #answer(answer: Answer): void {
    const { requestId } = this.#asked
    if (!this.#hasLeft) this.#deps.relay.order({ type: 'answer-ssh', requestId, answer })
  }
}

type SshProblem = Parameters<SessionOwner['failed']>[0]
