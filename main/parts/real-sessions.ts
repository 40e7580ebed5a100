import { randomUUID } from 'node:crypto'
import { createNodeAccess } from '#core/app/node-access/node-access.ts'
import type { NodeAccess } from '#core/app/node-access-ports.ts'
import { createSessionWalls, type SessionWalls } from '#core/app/sessions/session-walls.ts'
import { createLeftSessions, type LeftSessions } from '#core/app/sessions/left-sessions.ts'
import { createSessionMemory, type SessionMemory } from '#core/app/sessions/session-memory.ts'
import { createSessions, type Sessions } from '#core/app/sessions/sessions.ts'
import type { Identity } from '#core/app/identity/index.ts'
import type { Log, PreferenceReader, RelayLink, SessionService } from '#core/app/ports.ts'
import {
  type AwsHttp,
  createAccessRequests,
  createAccountPreferences,
  createCallerOf,
  createDataKeys,
  createSessionService,
} from '#core/aws/index.ts'
import { createSessionsStore } from '#core/store/sessions-store.ts'
import type { Problem } from '#contract/problem.ts'
import type { Clock } from '#domain/clock/clock.ts'
import type { PluginFinder } from './plugin-finder.ts'

interface RealSessionsDeps {
  /** `open-sessions.json`, absolute. */
  readonly path: string
  readonly relay: RelayLink
  readonly identity: Identity
  readonly http: AwsHttp
  readonly finder: Pick<PluginFinder, 'find'>
  readonly clock: Clock
  readonly log: Log
}

/** Systems Manager, and the sessions of the whole program. */
export interface RealSessions {
  readonly service: SessionService
  readonly sessions: Sessions
  readonly preferences: PreferenceReader
  readonly walls: SessionWalls
  readonly leftSessions: LeftSessions
  /** Access to nodes that is given out on request. */
  readonly access: NodeAccess
  readonly memory: SessionMemory
  readonly problems: readonly Problem[]
}

/** Builds them: two owners would each answer the relay's questions. What an earlier start has left is read before any is started. */
export async function createRealSessions(deps: RealSessionsDeps): Promise<RealSessions> {
  const { relay, identity, http, finder, clock, log } = deps
  const { signIns, credentials } = identity
  const store = createSessionsStore(deps)
  const { kept, problems } = await store.load()
  const memory = createSessionMemory({ store, left: kept.sessions, log })
  const aws = { clock, log, http, credentials }
  const access = createNodeAccess({ requests: createAccessRequests(aws), clock, log, newId: randomUUID })
  const service = createSessionService({ ...aws, access, findPlugin: () => finder.find() })
  const common = { sessions: service, signIns, memory, clock, log }
  const callerOf = createCallerOf(aws)
  const sessions = createSessions({ ...common, relay, credentials, access, callerOf, dataKeys: createDataKeys(aws) })
  const preferences = createAccountPreferences(aws)
  const walls = createSessionWalls({ credentials, preferences, clock })
  return { service, sessions, preferences, walls, leftSessions: createLeftSessions(common), access, memory, problems }
}
