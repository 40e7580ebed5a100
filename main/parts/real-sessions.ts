import { createSessionWalls, type SessionWalls } from '#core/app/sessions/session-walls.ts'
import { createSessions, type Sessions } from '#core/app/sessions/sessions.ts'
import type { Identity } from '#core/app/identity/index.ts'
import type { Log, PreferenceReader, RelayLink, SessionService } from '#core/app/ports.ts'
import { type AwsHttp, createAccountPreferences, createDataKeys, createSessionService } from '#core/aws/index.ts'
import type { Clock } from '#domain/clock/clock.ts'
import type { PluginFinder } from './plugin-finder.ts'

interface RealSessionsDeps {
  readonly relay: RelayLink
  readonly identity: Identity
  readonly http: AwsHttp
  readonly finder: Pick<PluginFinder, 'find'>
  readonly clock: Clock
  readonly log: Log
}

/** Systems Manager, and the sessions of the whole program: two owners would each answer the relay's questions. */
export function createRealSessions({ relay, identity, http, finder, clock, log }: RealSessionsDeps): {
  readonly service: SessionService
  readonly sessions: Sessions
  readonly preferences: PreferenceReader
  readonly walls: SessionWalls
} {
  const { signIns, credentials } = identity
  const aws = { clock, log, http, credentials }
  const service = createSessionService({ ...aws, findPlugin: () => finder.find() })
  const dataKeys = createDataKeys(aws)
  const sessions = createSessions({ relay, sessions: service, signIns, credentials, dataKeys, clock, log })
  const preferences = createAccountPreferences(aws)
  return { service, sessions, preferences, walls: createSessionWalls({ credentials, preferences, clock }) }
}
