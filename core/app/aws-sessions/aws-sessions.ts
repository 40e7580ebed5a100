import {
  mostEnded,
  type AskedPlace,
  type OpenSession,
  type OpenSessionList,
  type SessionUse,
} from '#contract/open-sessions.ts'
import type { Problem } from '#contract/problem.ts'
import type { Clock } from '#domain/clock/clock.ts'
import { problemOf } from '#domain/problem/problem.ts'
import { mapLimited } from '../map-limited.ts'
import type { SessionPlace, SessionService } from '../ports.ts'
import type { LedgerEntry } from '../sessions/session-ledger.ts'
import type { SessionMemory } from '../sessions/session-memory.ts'
import type { NamedSessionPlace, SessionDirectory } from './ports.ts'

/** Places that are asked at a time: the service counts calls by account. */
const atOnce = 4

/** How the end of a session went; null: it is over. */
export interface EndedSession {
  readonly sessionId: string
  readonly problem: Problem | null
}

/** A person's own sessions that are open at AWS, wherever they were started. */
export interface AwsSessions {
  /** Asks now. */
  list(): Promise<OpenSessionList>
  /** Ends sessions of the last list; one that it had not, or that is used here, is left alone with INPUT_INVALID. */
  terminate(sessionIds: readonly string[]): Promise<readonly EndedSession[]>
}

interface AwsSessionsDeps {
  readonly directory: SessionDirectory
  readonly service: Pick<SessionService, 'terminate'>
  readonly memory: Pick<SessionMemory, 'left' | 'over'>
  readonly clock: Pick<Clock, 'now'>
  /** Sessions that the app has open. */
  open(): readonly LedgerEntry[]
  /** Where to ask: each account, role and region once. */
  places(): Promise<readonly NamedSessionPlace[]>
}

/** Creates it, with nothing asked yet. */
export function createAwsSessions(deps: AwsSessionsDeps): AwsSessions {
  /** Of the last list: what may be ended, and where. */
  let listed: ReadonlyMap<string, SessionPlace> = new Map()

  const ask = async (named: NamedSessionPlace): Promise<readonly [AskedPlace, readonly OpenSession[]]> => {
    const found = await deps.directory.openAt(named.place)
    if (!found.ok) return [{ ...named, problem: found.error }, []]
    const sessions = found.value.map((one) => ({ ...one, place: named.key, use: useOf(one.sessionId, deps) }))
    return [{ ...named, problem: null }, sessions]
  }

  const endOne = async (sessionId: string): Promise<EndedSession> => {
    const place = listed.get(sessionId)
    // Since the list was made it may have come into use.
    if (place === undefined || useOf(sessionId, deps).by === 'here')
      return { sessionId, problem: problemOf('INPUT_INVALID', { path: 'sessionIds' }) }
    const ended = await deps.service.terminate(place, sessionId)
    if (!ended.ok) return { sessionId, problem: ended.error }
    deps.memory.over(sessionId)
    return { sessionId, problem: null }
  }

  return {
    async list() {
      const answers = await mapLimited(await deps.places(), atOnce, ask)
      listed = new Map(answers.flatMap(([{ place }, sessions]) => sessions.map(({ sessionId }) => [sessionId, place])))
      const places = answers.map(([place]) => place)
      return { askedAt: deps.clock.now(), places, sessions: answers.flatMap(([, sessions]) => [...sessions]) }
    },
    terminate: (sessionIds) => mapLimited([...new Set(sessionIds)].slice(0, mostEnded), atOnce, endOne),
  }
}

const users = { tunnelId: 'tunnel', shellId: 'shell', fileSession: 'files' } as const

/** Who uses a session, as far as this computer knows. */
function useOf(sessionId: string, { open, memory }: Pick<AwsSessionsDeps, 'open' | 'memory'>): SessionUse {
  const entry = open().find((one) => one.sessionId === sessionId)
  if (entry === undefined) {
    const isLeft = memory.left().some((one) => one.sessionId === sessionId)
    return { by: isLeft ? 'left-over' : 'elsewhere' }
  }
  for (const name of ['tunnelId', 'shellId', 'fileSession'] as const) {
    const id = entry.owner[name]
    if (id !== undefined) return { by: 'here', what: users[name], id }
  }
  return { by: 'here', what: 'ssh', id: '' }
}
