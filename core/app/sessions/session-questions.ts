import type { ChannelPass, EncodedDataKey, RelayFact, TemporaryCredentials } from '#contract/relay.ts'
import type { Result } from '#contract/result.ts'
import { fail } from '#domain/result.ts'
import type { GrantedAccess } from '../node-access-ports.ts'
import type { CredentialSource, DataKeys, Log, RelayLink, SessionPlace } from '../ports.ts'
import type { CarriedSessions } from './carried-sessions.ts'
import type { Resumes } from './resumes.ts'
import type { SessionLedger } from './session-ledger.ts'

/** What the relay asks while a session lives. */
export type SessionQuestion = Extract<
  RelayFact,
  { type: 'pass-needed' | 'credentials-needed' | 'data-key-needed' | 'termination-needed' }
>
type QuestionOf<T extends SessionQuestion['type']> = Extract<SessionQuestion, { type: T }>

interface QuestionDeps {
  readonly relay: Pick<RelayLink, 'order'>
  readonly resumes: Pick<Resumes, 'passFor'>
  /** Of access that was granted on request. */
  readonly access?: Pick<GrantedAccess, 'credentialsOf'>
  readonly credentials: CredentialSource
  readonly dataKeys: DataKeys
  readonly ledger: SessionLedger
  readonly carried: Pick<CarriedSessions, 'find'>
  readonly log: Log
}

/** Answers every question of the relay, once; those about sessions that are not ours with nothing. */
export function createSessionQuestions(deps: QuestionDeps): (question: SessionQuestion) => void {
  const answers = new Answers(deps)
  return (question) => answers.answer(question)
}

class Answers {
  readonly #deps: QuestionDeps

  constructor(deps: QuestionDeps) {
    this.#deps = deps
  }

  answer(question: SessionQuestion): void {
    switch (question.type) {
      case 'pass-needed':
        return this.#renewPass(question.sessionId)
      case 'credentials-needed':
        return this.#giveCredentials(question)
      case 'data-key-needed':
        return this.#giveDataKey(question)
      case 'termination-needed':
        return this.#terminate(question.sessionId)
    }
  }

  #renewPass(sessionId: string): void {
    const { ledger, relay, resumes, log } = this.#deps
    const session = ledger.find(sessionId)
    const resumed = session === null ? Promise.resolve(null) : resumes.passFor(session)
    const answer = (pass: ChannelPass | null): void => {
      if (pass !== null) ledger.moved(sessionId, pass.streamUrl)
      relay.order({ type: 'renew-pass', sessionId, pass })
    }
    resumed.then(answer, (error: unknown) => {
      log.error('session.resume-threw', { sessionId, message: String(error) })
      answer(null)
    })
  }

  /** The plugin makes AWS calls of its own; one that is being stopped may still do. */
  #giveCredentials({ sessionId, requestId }: QuestionOf<'credentials-needed'>): void {
    const { access, credentials, ledger, carried, relay, log } = this.#deps
    const place = (carried.find(sessionId) ?? ledger.find(sessionId))?.place
    const asked =
      place === undefined ? Promise.resolve(fail('SESSION_ENDED', {})) : credentialsAt(place, credentials, access)
    asked.then(
      (found) => {
        if (!found.ok) log.info('session.no-credentials', { sessionId, code: found.error.code })
        const given = found.ok ? found.value : null
        relay.order({ type: 'give-credentials', sessionId, requestId, credentials: given })
      },
      (error: unknown) => {
        log.error('session.credentials-threw', { sessionId, message: String(error) })
        relay.order({ type: 'give-credentials', sessionId, requestId, credentials: null })
      },
    )
  }

  /** The account encrypts the session. The key goes to the relay and nowhere else. */
  #giveDataKey(question: QuestionOf<'data-key-needed'>): void {
    const { relay, log } = this.#deps
    const { sessionId, requestId } = question
    const give = (answer: Result<EncodedDataKey>): void => {
      if (!answer.ok) log.info('session.no-data-key', { sessionId, code: answer.error.code })
      relay.order({ type: 'give-data-key', sessionId, requestId, answer })
    }
    this.#dataKeyFor(question).then(give, (error: unknown) => {
      log.error('session.data-key-threw', { sessionId, message: String(error) })
      give(fail('INTERNAL', {}))
    })
  }

  /** A key is made for the session that it is asked for, and for no other: that is what the context binds it to. */
  #dataKeyFor({ sessionId, keyId, bytes, context }: QuestionOf<'data-key-needed'>): Promise<Result<EncodedDataKey>> {
    const { carried, dataKeys } = this.#deps
    const place = carried.find(sessionId)?.place
    if (place === undefined || context['aws:ssm:SessionId'] !== sessionId) {
      return Promise.resolve(fail('SESSION_ENDED', {}))
    }
    return dataKeys.generate(place, { keyId, bytes, context })
  }

  /** The plugin ends when the service ends its session. */
  #terminate(sessionId: string): void {
    const { relay, ledger } = this.#deps
    ledger.terminate(sessionId)
    void ledger.settled(sessionId).then(() => relay.order({ type: 'session-terminated', sessionId }))
  }
}

/** The profile's own, or those of the access that the session was started with. */
function credentialsAt(
  { profile, accessRequest }: SessionPlace,
  credentials: CredentialSource,
  access: Pick<GrantedAccess, 'credentialsOf'> | undefined,
): Promise<Result<TemporaryCredentials>> {
  return accessRequest === undefined || access === undefined
    ? credentials.credentialsOf(profile)
    : access.credentialsOf(accessRequest)
}
