import type { Clock } from '#domain/clock/clock.ts'
import { problemOf } from '#domain/problem/problem.ts'
import { ok } from '#domain/result.ts'
import { asksForSignIn, isOfOneTarget } from '#domain/problem/traits.ts'
import type { Problem } from '#contract/problem.ts'
import type { Result } from '#contract/result.ts'
import type { SessionGrant } from '#contract/relay.ts'
import { refusedActionOf } from '#domain/problem/refused-action.ts'
import type { GrantedAccess } from '../node-access-ports.ts'
import type { CredentialSource, Log, ResolvedTarget, SessionService, SignedIn, SignIns } from '../ports.ts'
import type { SessionLedger } from './session-ledger.ts'
import type { CallerOf, SessionRequest } from './session-request.ts'

/** Starts of sessions, from sign-in to grant. */
interface SessionStarts {
  start(request: SessionRequest): void
  /** Settles when no StartSession call is under way; a sign-in that waits for the user is not waited for. */
  settled(): Promise<void>
}

interface StartDeps {
  readonly sessions: Pick<SessionService, 'resolveTarget' | 'start'>
  readonly signIns: Pick<SignIns, 'ensure'>
  readonly credentials: CredentialSource
  readonly callerOf: CallerOf
  /** Access to nodes that is given out on request. */
  readonly access?: GrantedAccess
  readonly ledger: Pick<SessionLedger, 'add'>
  readonly clock: Pick<Clock, 'now'>
  readonly log: Log
}

/** A start on one target, and what stopped it. */
interface Tried {
  readonly target: ResolvedTarget | null
  readonly problem: Problem | null
}

/** StartSession itself was refused, on a node: what just-in-time access is there for. */
function canBeGranted(problem: Problem, targetId: string): boolean {
  if (problem.code !== 'ACCESS_DENIED' || targetId.startsWith('ecs:')) return false
  const { denial } = problem.details
  return refusedActionOf(problem.details) === 'ssm:StartSession' && denial?.resource?.includes(':document/') !== true
}

/** How many others are tried after one that refused. */
const mostOthers = 2

/** Runs starts: sign-in, target, StartSession. Each step is told, each failure carries its own code. */
export function createSessionStarts(deps: StartDeps): SessionStarts {
  return new Starter(deps)
}

class Starter implements SessionStarts {
  readonly #deps: StartDeps
  readonly #calls = new Set<Promise<unknown>>()

  constructor(deps: StartDeps) {
    this.#deps = deps
  }

  start(request: SessionRequest): void {
    const { owner, signal } = request
    this.#run(request).catch((error: unknown) => {
      this.#deps.log.error('session.start-threw', { ...owner.logFields, message: String(error) })
      if (!signal.aborted) owner.failed(problemOf('INTERNAL', { said: String(error) }))
    })
  }

  async settled(): Promise<void> {
    await Promise.allSettled(this.#calls)
  }

  async #run(request: SessionRequest): Promise<void> {
    const { owner, signal } = request
    const first = await this.#steps(request)
    let { problem } = first
    // A token can be refused though its file looks good (revoked, signed out elsewhere). The client still waits: once more, unless
    // the user was asked already: one start opens one page at the most.
    const mayAsk = request.asker !== 'nobody' && first.signedIn !== 'just-now'
    if (problem !== null && asksForSignIn(problem) && mayAsk && !signal.aborted) {
      owner.step('sign-in')
      problem = (await this.#steps(request)).problem
    }
    if (problem !== null && !signal.aborted) owner.failed(problem)
  }

  /** Once over the steps: who was signed in how, and what stopped it; nothing once the grant is told or the start is given up. */
  async #steps(request: SessionRequest): Promise<{ signedIn: SignedIn; problem: Problem | null }> {
    const signedIn = await this.#signIn(request)
    if (request.signal.aborted) return { signedIn: 'already', problem: null }
    if (!signedIn.ok) return { signedIn: 'already', problem: signedIn.error }
    return { signedIn: signedIn.value, problem: await this.#stepsSignedIn(request) }
  }

  async #signIn({ place, asker, owner, signal }: SessionRequest): Promise<Result<SignedIn>> {
    const { credentials, signIns } = this.#deps
    if (asker !== 'nobody')
      return await signIns.ensure(place.profile, asker, () => {
        if (!signal.aborted) owner.step('code')
      })
    const given = await credentials.credentialsOf(place.profile)
    return given.ok ? ok('already') : given
  }

  async #stepsSignedIn(request: SessionRequest): Promise<Problem | null> {
    const refused: string[] = []
    const judged = this.#judged(request)
    for (;;) {
      const { target, problem } = await this.#onBest(request, refused, judged)
      // One that went in the meantime is no reason to let the client wait: there is another.
      const isLast = target === null || target.othersOnline === 0 || refused.length >= mostOthers
      if (problem === null || isLast || !isOfOneTarget(problem) || request.signal.aborted) return problem
      refused.push(target.id)
    }
  }

  /** Finds the best target, but for those that refused, and starts a session on it. */
  async #onBest(request: SessionRequest, refused: readonly string[], judged: Promise<Problem | null>): Promise<Tried> {
    const { place, target: rule, avoided = [], owner, signal } = request
    owner.step('target')
    const target = await this.#deps.sessions.resolveTarget(place, rule, [...avoided, ...refused])
    if (signal.aborted) return { target: null, problem: null }
    // Another account has no such target: that it is another one says more.
    const otherIdentity = await judged
    if (signal.aborted || otherIdentity !== null) return { target: null, problem: otherIdentity }
    if (!target.ok) return { target: null, problem: target.error }
    owner.target(target.value)
    owner.step('start-session')
    const granted = await this.#startWithAccess(request, target.value)
    if (!granted.ok) return { target: target.value, problem: granted.error }
    // An abandoned start still tells of its grant: whoever abandoned it terminates the session.
    owner.granted(granted.value)
    return { target: target.value, problem: null }
  }

  /** Whether the credentials are those of whom the owner's session is for; found out while its target is looked for. */
  async #judged({ owner, place }: SessionRequest): Promise<Problem | null> {
    // A permission set is what the definition itself names.
    if (owner.identified === undefined || place.profile.type !== 'named') return null
    const caller = await this.#deps.callerOf(place)
    return caller === null ? null : owner.identified(caller)
  }

  /** Starts a session, with the access that was granted for the node; where it is refused somebody may ask for some. */
  async #startWithAccess(request: SessionRequest, found: ResolvedTarget): Promise<Result<SessionGrant>> {
    const { access } = this.#deps
    const { place, owner, asker, signal } = request
    const targetId = found.id
    const granted = access?.granted(place, targetId) ?? null
    const first = await this.#startSession(request, found, granted)
    const mayAsk = asker !== 'nobody' && request.access === 'ask'
    if (first.ok || access === undefined || !mayAsk || !canBeGranted(first.error, targetId)) return first
    owner.step('approval')
    const onSent = (): void => (signal.aborted ? undefined : owner.step('approver'))
    const given = await access.ensure({ place, targetId, refusal: first.error, with: granted, asker, onSent })
    if (!given.ok || signal.aborted) return given.ok ? first : given
    owner.step('start-session')
    return await this.#startSession(request, found, given.value)
  }

  async #startSession(
    request: SessionRequest,
    found: ResolvedTarget,
    accessRequest: string | null,
  ): Promise<Result<SessionGrant>> {
    const { sessions, ledger, clock } = this.#deps
    const { target, purpose, reason, engine } = request
    const place = accessRequest === null ? request.place : { ...request.place, accessRequest }
    const of = target.by === 'container' ? { container: target } : target.by === 'ecs' ? { service: target } : {}
    const targetId = found.id
    const call = sessions.start(place, { targetId, node: found, ...of, purpose, reason, engine })
    this.#calls.add(call)
    const granted = await call.finally(() => this.#calls.delete(call))
    if (granted.ok) {
      const { sessionId, pass } = granted.value
      const owner = request.owner.logFields
      const kept = {
        place,
        targetId,
        purpose: purpose.for,
        tunnelId: owner['tunnelId'] ?? null,
        startedAt: clock.now(),
      }
      ledger.add({ sessionId, streamUrl: pass.streamUrl, owner, ...kept })
    }
    return granted
  }
}
