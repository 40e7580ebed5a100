import { problemOf } from '#domain/problem/problem.ts'
import type { Problem } from '#contract/problem.ts'
import { ssoSession, type SsoSession } from '#contract/sign-in.ts'
import type { SsoRole } from '../../app/identity/ports.ts'
import type { NamedSection, ProfileDraft } from './combine.ts'
import type { ProfileFault } from './credential-kind.ts'

/** The session that an `[sso-session]` section describes, or what is wrong with it. */
export function readSession({ name, file, line, settings }: NamedSection): SsoSession | Problem {
  const parsed = ssoSession.safeParse({
    name,
    startUrl: settings.get('sso_start_url')?.value,
    region: settings.get('sso_region')?.value,
  })
  if (parsed.success) return parsed.data
  const field = String(parsed.error.issues[0]?.path[0] ?? 'name')
  const key = { startUrl: 'sso_start_url', region: 'sso_region' }[field]
  const at = (key === undefined ? undefined : settings.get(key)?.line) ?? line
  const reason = key !== undefined && !settings.has(key) ? 'key-missing' : 'value-invalid'
  return problemOf('PROFILE_INVALID', { file, line: at, reason, session: name, key: key ?? 'name' })
}

/** The role that the profile stands for; `sections` are all the sessions of the file, `valid` those that can be used. */
export function readSso(
  { settings }: ProfileDraft,
  sections: ReadonlyMap<string, NamedSection>,
  valid: ReadonlyMap<string, SsoSession>,
): SsoRole | ProfileFault {
  const valueOf = (key: string): string | undefined => settings.get(key)?.value
  const accountId = valueOf('sso_account_id')
  const roleName = valueOf('sso_role_name')
  if (accountId === undefined) return { reason: 'key-missing', key: 'sso_account_id' }
  if (roleName === undefined) return { reason: 'key-missing', key: 'sso_role_name' }
  const sessionName = valueOf('sso_session')
  if (sessionName === undefined) {
    const session = legacySession(valueOf('sso_start_url'), valueOf('sso_region'))
    return 'reason' in session ? session : { session, accountId, roleName }
  }
  const section = sections.get(sessionName)
  if (section === undefined) return { reason: 'session-missing', session: sessionName }
  // Whatever stands in both places has to be the same.
  const key = contradiction(settings, section)
  if (key !== undefined) return { reason: 'contradicts-session', key }
  const session = valid.get(sessionName)
  return session ? { session, accountId, roleName } : { reason: 'session-invalid', session: sessionName }
}

function contradiction(settings: ProfileDraft['settings'], section: NamedSection): string | undefined {
  const [key] =
    [...section.settings].find(([name, { value }]) => settings.has(name) && settings.get(name)?.value !== value) ?? []
  return key
}

/** Sessions inside a profile are named after their URL, for aws-cli keeps their token under it. */
function legacySession(startUrl: string | undefined, region: string | undefined): SsoSession | ProfileFault {
  if (startUrl === undefined) return { reason: 'key-missing', key: 'sso_start_url' }
  if (region === undefined) return { reason: 'key-missing', key: 'sso_region' }
  const name = startUrl.replace(/[^\w@+.%:/-]/g, '').slice(0, 64)
  const parsed = ssoSession.safeParse({ name, startUrl, region })
  if (parsed.success) return parsed.data
  return { reason: 'value-invalid', key: parsed.error.issues[0]?.path[0] === 'region' ? 'sso_region' : 'sso_start_url' }
}
