import { ssoSession, type SsoSession } from '#contract/sign-in.ts'
import { consoleSessionOf } from '#domain/console-sign-in/console-session.ts'
import type { ProfileDraft } from './combine.ts'

/** Where AWS's own tools sign in for a profile that names no region. */
const usualRegion = 'us-east-1'

/** The console session that a profile's `login_session` names; null for a name that cannot be one. */
export function loginOf({ settings }: ProfileDraft): SsoSession | null {
  const identity = settings.get('login_session')?.value ?? ''
  const region = settings.get('region')?.value
  return ssoSession.safeParse(consoleSessionOf(identity, region || usualRegion)).data ?? null
}
