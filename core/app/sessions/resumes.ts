import type { ChannelPass } from '#contract/relay.ts'
import type { Clock } from '#domain/clock/clock.ts'
import { isCuredBySignIn } from '#domain/problem/traits.ts'
import { resumeWaitMs } from '#domain/retry-plan/resume-plan.ts'
import type { Log, SessionService, SignIns } from '../ports.ts'
import { askedAnew } from './asked-anew.ts'
import type { CarriedSessions } from './carried-sessions.ts'
import type { Pauses } from './pauses.ts'
import type { LedgerEntry } from './session-ledger.ts'

interface ResumeDeps {
  readonly sessions: Pick<SessionService, 'resume'>
  readonly signIns: Pick<SignIns, 'ensure'>
  readonly carried: Pick<CarriedSessions, 'find'>
  readonly pauses: Pauses
  readonly clock: Clock
  readonly log: Log
}

/** Gets new passes for sessions whose channel was lost. */
export interface Resumes {
  /** Null when the session can not be resumed, or nobody wants it any more. Its owner hears when the next try is. */
  passFor(session: LedgerEntry): Promise<ChannelPass | null>
  /** A session that waits for its next try is tried now. */
  hurry(sessionId: string): void
  /** All of them: the network is back, or the machine awake. */
  hurryAll(): void
}

/** Creates them, with nothing to resume. */
export function createResumes(deps: ResumeDeps): Resumes {
  const waits = new Map<string, AbortController>()
  return {
    passFor: (session) => passFor(session, deps, waits),
    hurry: (sessionId) => waits.get(sessionId)?.abort(),
    hurryAll: () => {
      for (const wait of waits.values()) wait.abort()
    },
  }
}

type Waits = Map<string, AbortController>

async function passFor(session: LedgerEntry, deps: ResumeDeps, waits: Waits): Promise<ChannelPass | null> {
  const { sessionId, place } = session
  const { carried, clock, log } = deps
  const lostAt = clock.now()
  let mayAsk = true
  for (let tries = 0; carried.find(sessionId)?.owner.wants(sessionId) === true; tries += 1) {
    const asked = askedAnew(() => deps.sessions.resume(place, session), clock)
    const resumed = await unhurried(sessionId, asked.answer, waits)
    asked.stop()
    if (resumed === 'hurried') continue
    if (resumed.ok) return resumed.value
    log.info('session.resume-failed', { sessionId, code: resumed.error.code, tries })
    if (isCuredBySignIn(resumed.error) && mayAsk && (await signInAgain(session, deps))) {
      mayAsk = false
      continue
    }
    // A session outlives a network that is away; it does not outlive the service's word that it is over.
    const delayMs = resumeWaitMs(resumed.error, tries, clock.now() - lostAt)
    if (delayMs === null) return null
    if (!(await wait(sessionId, { tries, delayMs }, deps, waits))) return null
  }
  return null
}

/** The answer, unless it is to be asked for anew before that is there. */
async function unhurried<T>(sessionId: string, answer: Promise<T>, waits: Waits): Promise<T | 'hurried'> {
  const hurry = new AbortController()
  waits.set(sessionId, hurry)
  const hurried = new Promise<'hurried'>((resolve) => {
    hurry.signal.addEventListener('abort', () => resolve('hurried'), { once: true })
  })
  try {
    return await Promise.race([answer, hurried])
  } finally {
    waits.delete(sessionId)
  }
}

/** False when everything ended meanwhile. */
async function wait(
  sessionId: string,
  { tries, delayMs }: { readonly tries: number; readonly delayMs: number },
  { carried, pauses, clock }: ResumeDeps,
  waits: Waits,
): Promise<boolean> {
  const hurry = new AbortController()
  waits.set(sessionId, hurry)
  carried.find(sessionId)?.owner.resumeWaits?.({ attempt: tries + 2, nextAt: clock.now() + delayMs })
  try {
    return await pauses.pause(delayMs, hurry.signal)
  } finally {
    waits.delete(sessionId)
  }
}

/** A client that was cut off waits for the sign-in; without one nobody asked for a browser. */
async function signInAgain({ sessionId, place }: LedgerEntry, { carried, signIns }: ResumeDeps): Promise<boolean> {
  const owner = carried.find(sessionId)?.owner
  if (owner?.isWaitedFor() !== true) return false
  owner.resumeAsks?.(sessionId)
  const signedIn = await signIns.ensure(place.profile, 'client')
  owner.news({ type: 'session-resuming', sessionId })
  return signedIn.ok
}
