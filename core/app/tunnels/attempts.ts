import { problemOf } from '#domain/problem/problem.ts'
import { asksForSignIn } from '#domain/problem/traits.ts'
import type { Problem } from '#contract/problem.ts'
import type { Result } from '#contract/result.ts'
import type { SessionGrant } from '#contract/relay.ts'
import type { ConnectStep } from '#contract/status.ts'
import type { SavedTunnel } from '#contract/tunnel.ts'
import { fullName } from '#domain/tunnel-text/full-name.ts'
import { profileOf } from '#domain/profile/profile.ts'
import type { Asker } from '#domain/tunnel/state.ts'
import type { CredentialSource, Log, ResolvedTarget, SessionPlace, SessionService, SignIns } from '../ports.ts'
import type { SessionLedger } from './ledger.ts'
import type { SettingsReader } from './supervisor-deps.ts'

/** Who hears how an attempt goes; told nothing more once the attempt is abandoned, except of a grant that came late. */
export interface AttemptListener {
  step(step: ConnectStep): void
  target(target: ResolvedTarget): void
  granted(grant: SessionGrant): void
  failed(problem: Problem): void
}

/** One run from sign-in to a granted session. */
export interface AttemptRequest {
  readonly tunnel: SavedTunnel
  readonly asker: Asker
  readonly listener: AttemptListener
  /** Aborted when the tunnel gives the attempt up. */
  readonly signal: AbortSignal
}

export interface Attempts {
  start(request: AttemptRequest): void
  /** Settles when no StartSession call is under way; a sign-in that waits for the user is not waited for. */
  settled(): Promise<void>
}

interface AttemptDeps {
  readonly sessions: SessionService
  readonly signIns: Pick<SignIns, 'ensure'>
  readonly credentials: CredentialSource
  readonly settings: SettingsReader
  readonly ledger: SessionLedger
  readonly log: Log
}

/** Runs attempts: sign-in, target, StartSession. Each step is told, each failure carries its own code. */
export function createAttempts(deps: AttemptDeps): Attempts {
  return new AttemptRunner(deps)
}

class AttemptRunner implements Attempts {
  readonly #deps: AttemptDeps
  readonly #starting = new Set<Promise<unknown>>()

  constructor(deps: AttemptDeps) {
    this.#deps = deps
  }

  start(request: AttemptRequest): void {
    this.#run(request).catch((error: unknown) => {
      this.#deps.log.error('attempt.threw', { tunnelId: request.tunnel.id, message: String(error) })
      if (!request.signal.aborted) request.listener.failed(problemOf('INTERNAL', { message: String(error) }))
    })
  }

  async settled(): Promise<void> {
    await Promise.allSettled(this.#starting)
  }

  async #run(request: AttemptRequest): Promise<void> {
    const { listener, signal } = request
    let problem = await this.#pass(request)
    // A token can be refused though its file looks good (revoked, signed out elsewhere). The client still waits: once more.
    if (problem !== null && asksForSignIn(problem) && request.asker === 'user' && !signal.aborted) {
      listener.step('sign-in')
      problem = await this.#pass(request)
    }
    if (problem !== null && !signal.aborted) listener.failed(problem)
  }

  /** One pass over the steps; gives what stopped it, and null once the grant is told or the attempt is given up. */
  async #pass(request: AttemptRequest): Promise<Problem | null> {
    const { tunnel, listener, signal } = request
    const { credentials, sessions, signIns } = this.#deps
    const profile = profileOf(tunnel)
    if (profile === null) return problemOf('PROFILE_INVALID', { reason: 'not-chosen' })
    const place: SessionPlace = { profile, region: tunnel.definition.region }
    const signedIn = await (request.asker === 'user' ? signIns.ensure(profile) : credentials.credentialsOf(profile))
    if (signal.aborted) return null
    if (!signedIn.ok) return signedIn.error
    listener.step('target')
    const target = await sessions.resolveTarget(place, tunnel.definition.target)
    if (signal.aborted) return null
    if (!target.ok) return target.error
    listener.target(target.value)
    listener.step('start-session')
    const granted = await this.#startSession(request, place, target.value.id)
    if (!granted.ok) return granted.error
    // An abandoned attempt still tells of its grant: whoever abandoned it terminates the session.
    listener.granted(granted.value)
    return null
  }

  async #startSession(
    { tunnel }: AttemptRequest,
    place: SessionPlace,
    targetId: string,
  ): Promise<Result<SessionGrant>> {
    const { sessions, settings, ledger } = this.#deps
    const call = sessions.start(place, {
      targetId,
      endpoint: tunnel.definition.endpoint,
      localPort: tunnel.preference.localPort,
      reason: reasonOf(tunnel),
      engine: tunnel.preference.engine === 'auto' ? settings.current().engine : tunnel.preference.engine,
    })
    this.#starting.add(call)
    const granted = await call.finally(() => this.#starting.delete(call))
    if (granted.ok) {
      const { sessionId, pass } = granted.value
      ledger.add({ sessionId, place, streamUrl: pass.streamUrl })
    }
    return granted
  }
}

/** What the account's session history shows. */
function reasonOf(tunnel: SavedTunnel): string {
  return (tunnel.definition.reason || `Culvert: ${fullName(tunnel)}`).slice(0, 256)
}
