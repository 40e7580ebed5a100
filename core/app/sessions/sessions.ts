import type { RelayFact, SessionGrant } from '#contract/relay.ts'
import { within, type Clock } from '#domain/clock/clock.ts'
import type { GrantedAccess } from '../node-access-ports.ts'
import type { CredentialSource, DataKeys, Log, RelayLink, SessionService, SignIns } from '../ports.ts'
import { createCarriedSessions, type CarriedSessions } from './carried-sessions.ts'
import { createPauses } from './pauses.ts'
import { createResumes } from './resumes.ts'
import { createLedger, type LedgerEntry, type SessionLedger } from './session-ledger.ts'
import type { SessionMemory } from './session-memory.ts'
import { createSessionQuestions, type SessionQuestion } from './session-questions.ts'
import type { CallerOf, SessionOwner, SessionRequest } from './session-request.ts'
import { createSessionStarts } from './session-starts.ts'

/** Sessions from their start to their end at the service, whatever they are for. */
export interface Sessions {
  /** Runs one start; the owner hears how it goes. */
  start(request: SessionRequest): void
  /** Has the relay carry what was granted; `session-ready` or `session-failed` follows, from here when the relay is silent. */
  carry(grant: SessionGrant, owner: SessionOwner): void
  /** Has the relay stop a session; `session-stopped` follows. */
  stop(sessionId: string, deadlineMs: number): void
  /** Ends a session at the service; its owner hears no more of it. */
  terminate(sessionId: string): void
  /** Has the relay probe every session; those who ask in one go share one order. */
  check(): void
  /** A lost session that waits for its next try to be resumed is tried now. */
  resumeNow(sessionId: string): void
  /** Every one that waits: the network is back, or the machine awake. */
  resumeAllNow(): void
  /** Settles when no start and no termination is under way. */
  settled(): Promise<void>
  /** Sessions that are not known to be over at the service, and what each is for. */
  open(): readonly LedgerEntry[]
  /**
   * The program ends: what is left is ended at the service once `stopped` has settled, or when the time for the service's answers
   * comes to its end. Settles within the deadline; nobody is answered any more.
   */
  end(deadlineMs: number, stopped: Promise<unknown>): Promise<void>
  dispose(): void
}

/** When the service ends what the relay has not: in time to answer. */
const terminationShare = 0.7

/** What sessions need of the world. */
interface SessionsDeps {
  readonly relay: RelayLink
  readonly sessions: SessionService
  readonly signIns: Pick<SignIns, 'ensure'>
  readonly credentials: CredentialSource
  readonly callerOf: CallerOf
  /** Access to nodes that is given out on request; without it a refusal is one. */
  readonly access?: GrantedAccess
  readonly dataKeys: DataKeys
  /** What is not known to be over, for the next start. */
  readonly memory: SessionMemory
  readonly clock: Clock
  readonly log: Log
}

/** Creates the owner of starts, of the ledger, and of the answers to the relay's questions. */
export function createSessions(deps: SessionsDeps): Sessions {
  const { relay } = deps
  const pauses = createPauses(deps.clock)
  const ledger = createLedger({ ...deps, pauses })
  const starts = createSessionStarts({ ...deps, ledger })
  const carried = createCarriedSessions(deps)
  const resumes = createResumes({ ...deps, carried, pauses })
  const answer = createSessionQuestions({ ...deps, ledger, carried, resumes })
  const hearers = { ledger, carried, answer }
  const unsubscribes = [relay.onFact((fact) => hear(fact, hearers)), relay.onStopped(() => carried.clear())]
  const settled = (): Promise<void> => starts.settled().then(() => ledger.drained())
  const dispose = (): void => {
    for (const unsubscribe of unsubscribes) unsubscribe()
    carried.clear()
    pauses.dispose()
  }
  return {
    start: (request) => starts.start(request),
    carry(grant, owner) {
      const place = ledger.find(grant.sessionId)?.place
      if (place !== undefined) carried.carry(grant, { place, owner })
    },
    stop: (sessionId, deadlineMs) => relay.order({ type: 'stop-session', sessionId, deadlineMs }),
    terminate(sessionId) {
      carried.release(sessionId)
      ledger.terminate(sessionId)
    },
    check: sharedCheck(relay),
    resumeNow: (sessionId) => resumes.hurry(sessionId),
    resumeAllNow: () => resumes.hurryAll(),
    settled,
    open: () => ledger.all(),
    async end(deadlineMs, stopped) {
      await terminateRest({ ...deps, ledger }, deadlineMs, stopped.then(settled))
      await deps.memory.settled()
      dispose()
    },
    dispose,
  }
}

interface RestDeps extends Pick<SessionsDeps, 'clock' | 'log'> {
  readonly ledger: SessionLedger
}

async function terminateRest({ clock, log, ledger }: RestDeps, deadlineMs: number, stopped: Promise<unknown>) {
  const terminateAll = (): void => ledger.terminateAll()
  const stopLastCall = clock.after(deadlineMs * terminationShare, terminateAll)
  await within(
    clock,
    deadlineMs,
    stopped.then(terminateAll).then(() => ledger.drained()),
  )
  stopLastCall()
  const left = ledger.all().length
  if (left > 0) log.warn('sessions.left-behind', { sessions: left })
}

interface Hearers {
  readonly ledger: Pick<SessionLedger, 'forget'>
  readonly carried: Pick<CarriedSessions, 'tell'>
  readonly answer: (question: SessionQuestion) => void
}

/** Facts of doors are for others. */
function hear(fact: RelayFact, { ledger, carried, answer }: Hearers): void {
  switch (fact.type) {
    case 'session-lost':
      // The service closed it for good; anything else may live on there and is terminated.
      if (fact.problem.code === 'SESSION_ENDED') ledger.forget(fact.sessionId)
      return carried.tell(fact)
    case 'session-ready':
    case 'session-failed':
    case 'session-stopped':
    case 'session-alive':
    case 'session-resuming':
    case 'session-resumed':
    case 'session-silent':
    case 'session-recovering':
    case 'recording-ended':
    case 'endpoint-failed':
    case 'endpoint-answered':
    case 'endpoint-unanswered':
    case 'endpoint-given-up':
    case 'endpoint-caught-up':
    case 'endpoint-departed':
      return carried.tell(fact)
    case 'pass-needed':
      carried.tell(fact)
      return answer(fact)
    case 'credentials-needed':
    case 'data-key-needed':
    case 'termination-needed':
      return answer(fact)
    default:
      return undefined
  }
}

/** One order makes the relay check every session. */
function sharedCheck(relay: RelayLink): () => void {
  let isOrdered = false
  return () => {
    if (isOrdered) return
    isOrdered = true
    queueMicrotask(() => {
      isOrdered = false
      relay.order({ type: 'check-sessions' })
    })
  }
}
