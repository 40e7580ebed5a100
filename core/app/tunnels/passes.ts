import type { ChannelPass } from '#contract/relay.ts'
import { isCuredBySignIn, isOutage } from '#domain/problem/traits.ts'
import { profileOf } from '#domain/profile/profile.ts'
import { fail } from '#domain/result.ts'
import { heldSessionOf, sessionOf } from '#domain/tunnel/state.ts'
import type { CredentialSource, Log, RelayLink, SessionPlace, SessionService, SignIns } from '../ports.ts'
import type { LedgerEntry, SessionLedger } from './ledger.ts'
import type { Pauses } from './pauses.ts'
import type { TunnelUnit } from './tunnel-unit.ts'

/** Waits between tries to resume while the network or the service is away; about two minutes in all. */
const resumeWaitsMs: readonly number[] = [500, 1_000, 2_000, 4_000, 8_000, 15_000, 30_000, 60_000]

interface PassDeps {
  readonly relay: RelayLink
  readonly sessions: SessionService
  readonly signIns: Pick<SignIns, 'ensure'>
  readonly credentials: CredentialSource
  readonly ledger: SessionLedger
  readonly pauses: Pauses
  readonly log: Log
}

/** Answers what the relay asks for while a session lives. */
export interface Passes {
  /** The data channel dropped: a new pass, or null once the session can not be resumed. */
  renew(unit: TunnelUnit, sessionId: string): void
  /** The plugin makes AWS calls of its own. */
  giveCredentials(unit: TunnelUnit, requestId: string): void
  /** The plugin ends when the service ends its session. */
  terminate(unit: TunnelUnit, sessionId: string): void
}

/**
 * Creates the answering side of `pass-needed`, `credentials-needed` and `termination-needed`. Every question is answered,
 * once.
 */
export function createPasses(deps: PassDeps): Passes {
  return new AnsweringSide(deps)
}

class AnsweringSide implements Passes {
  readonly #deps: PassDeps

  constructor(deps: PassDeps) {
    this.#deps = deps
  }

  renew(unit: TunnelUnit, sessionId: string): void {
    const { relay, log } = this.#deps
    this.#renew(unit, sessionId).catch((error: unknown) => {
      log.error('session.resume-threw', { tunnelId: unit.id, message: String(error) })
      relay.order({ type: 'renew-pass', tunnelId: unit.id, sessionId, pass: null })
    })
  }

  giveCredentials(unit: TunnelUnit, requestId: string): void {
    const { relay, log } = this.#deps
    this.#giveCredentials(unit, requestId).catch((error: unknown) => {
      log.error('session.credentials-threw', { tunnelId: unit.id, message: String(error) })
      relay.order({ type: 'give-credentials', tunnelId: unit.id, requestId, credentials: null })
    })
  }

  terminate(unit: TunnelUnit, sessionId: string): void {
    const { relay, ledger } = this.#deps
    ledger.terminate(sessionId)
    const answer = (): void => relay.order({ type: 'session-terminated', tunnelId: unit.id, sessionId })
    void ledger.settled(sessionId).then(answer)
  }

  async #renew(unit: TunnelUnit, sessionId: string): Promise<void> {
    const { ledger, relay } = this.#deps
    const session = ledger.find(sessionId)
    const pass = session === null ? null : await this.#resume(unit, session)
    if (pass !== null) ledger.moved(sessionId, pass.streamUrl)
    relay.order({ type: 'renew-pass', tunnelId: unit.id, sessionId, pass })
  }

  async #resume(unit: TunnelUnit, session: LedgerEntry): Promise<ChannelPass | null> {
    const { sessionId, place } = session
    const { sessions, pauses, log } = this.#deps
    let mayAsk = true
    for (let tries = 0; sessionOf(unit.state) === sessionId; tries += 1) {
      const resumed = await sessions.resume(place, session)
      if (resumed.ok) return resumed.value
      log.info('session.resume-failed', { tunnelId: unit.id, sessionId, code: resumed.error.code, tries })
      if (isCuredBySignIn(resumed.error) && mayAsk && (await this.#signInAgain(unit, place))) {
        mayAsk = false
        continue
      }
      const delayMs = resumeWaitsMs[tries]
      // A session outlives a network that is away; it does not outlive the service's word that it is over.
      if (!isOutage(resumed.error) || delayMs === undefined) return null
      if (!(await pauses.pause(delayMs))) return null
    }
    return null
  }

  /** A client that was cut off waits for the sign-in; without one nobody asked for a browser. */
  async #signInAgain(unit: TunnelUnit, place: SessionPlace): Promise<boolean> {
    if (unit.facts.clients.open === 0) return false
    const signedIn = await this.#deps.signIns.ensure(place.profile)
    return signedIn.ok
  }

  async #giveCredentials(unit: TunnelUnit, requestId: string): Promise<void> {
    const { credentials, ledger, log, relay } = this.#deps
    // A plugin that is being stopped may still need them.
    const sessionId = heldSessionOf(unit.state)
    const place = sessionId === null ? null : ledger.find(sessionId)?.place
    const profile = place?.profile ?? profileOf(unit.saved)
    const found = profile === null ? fail('PROFILE_INVALID') : await credentials.credentialsOf(profile)
    if (!found.ok) log.info('session.no-credentials', { tunnelId: unit.id, code: found.error.code })
    relay.order({ type: 'give-credentials', tunnelId: unit.id, requestId, credentials: found.ok ? found.value : null })
  }
}
