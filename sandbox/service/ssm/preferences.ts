import type { AgentBehaviour } from '../../gateway/gateway.ts'
import type { SessionPreferences } from '../../world/types.ts'
import type { ServiceContext } from '../service.ts'

/** An account in one region. */
interface Place {
  readonly accountId: string
  readonly region: string
}

type Told = Pick<ServiceContext, 'world' | 'settings'>

/** What the account's own document says: the world's, and what faults make of it; null where there is none. */
export function preferencesAt({ world, settings }: Told, place: Place): SessionPreferences | null {
  const { accountId, region } = place
  const written = world.preferences.find((each) => each.accountId === accountId && each.region === region)
  const changed = settings.preferences.get(accountId) ?? settings.preferences.get('*')
  const kmsKeyId = settings.sessionKeys.get(accountId) ?? settings.sessionKeys.get('*')
  if (settings.preferences.get(accountId) === null || changed === null) return null
  const isPlain = changed === undefined || Object.keys(changed).length === 0
  if (written === undefined && isPlain && kmsKeyId === undefined) return null
  const key = kmsKeyId === undefined ? {} : { kmsKeyId }
  return { ...unwritten, ...written, ...changed, ...key, ...place }
}

const unwritten = {
  idleSessionTimeout: '20',
  maxSessionDuration: '',
  kmsKeyId: '',
  runAsEnabled: false,
  runAsDefaultUser: '',
}

const minuteMs = 60_000

/** How sessions without a document, or with this one, behave for it. */
export function preferredBehaviour(told: Told, place: Place): Partial<AgentBehaviour> {
  const preferences = preferencesAt(told, place)
  if (preferences === null) return {}
  const { idleSessionTimeout, maxSessionDuration, kmsKeyId, runAsEnabled, runAsDefaultUser } = preferences
  return {
    idleTimeoutMs: Number(idleSessionTimeout) * minuteMs,
    maxDurationMs: Number(maxSessionDuration) * minuteMs,
    kmsKeyId,
    runAsUser: runAsEnabled ? runAsDefaultUser : null,
  }
}
