import { problemOf } from '#domain/problem/problem.ts'
import type { Problem } from '#contract/problem.ts'
import { ssoSession, type SsoSession } from '#contract/sign-in.ts'
import type { AwsConfig, NamedProfile, ProfileKind } from '../../app/identity/ports.ts'
import type { IniFile, IniSection } from './parse-ini.ts'

/** A file with the path to show for it. */
export interface SourceFile extends IniFile {
  readonly path: string
}

interface Draft {
  readonly name: string
  readonly settings: Map<string, string>
  readonly path: string
  readonly line: number
}

/** What is wrong, for the problem's details. */
interface Fault {
  readonly reason: string
  readonly key?: string
  readonly source?: string
  readonly sessionName?: string
}

/** Sessions and profiles of both files; credentials win over config, key by key, as in the SDKs. */
export function interpretConfig(config: SourceFile, credentials: SourceFile): AwsConfig {
  const problems: Problem[] = [config, credentials].flatMap(({ path, faults }) =>
    faults.map(({ line, reason }) => problemOf('PROFILE_INVALID', { file: path, line, reason })),
  )
  const sessions: SsoSession[] = []
  for (const section of config.sections.filter(({ name }) => name.startsWith('sso-session '))) {
    const session = readSession(section, config.path)
    if ('code' in session) problems.push(session)
    else sessions.push(session)
  }
  const drafts = collectProfiles(config, credentials)
  const profiles = [...drafts.values()].map((draft) => readProfile(draft, drafts, sessions))
  for (const { sso } of profiles) {
    if (sso && !sessions.some(({ name }) => name === sso.session.name)) sessions.push(sso.session)
  }
  return {
    sessions,
    profiles,
    problems: [...problems, ...profiles.flatMap(({ problem }) => (problem ? [problem] : []))],
  }
}

function readSession(section: IniSection, path: string): SsoSession | Problem {
  const name = section.name.slice('sso-session '.length)
  const parsed = ssoSession.safeParse({
    name,
    startUrl: section.settings.get('sso_start_url')?.value,
    region: section.settings.get('sso_region')?.value,
  })
  if (parsed.success) return parsed.data
  const field = String(parsed.error.issues[0]?.path[0] ?? 'name')
  const key = { startUrl: 'sso_start_url', region: 'sso_region' }[field]
  const line = (key === undefined ? undefined : section.settings.get(key)?.line) ?? section.line
  const reason = key !== undefined && !section.settings.has(key) ? 'key-missing' : 'value-invalid'
  return problemOf('PROFILE_INVALID', { file: path, line, reason, session: name, key: key ?? 'name' })
}

function collectProfiles(config: SourceFile, credentials: SourceFile): Map<string, Draft> {
  const drafts = new Map<string, Draft>()
  const merge = (name: string, section: IniSection, path: string): void => {
    const draft = drafts.get(name) ?? { name, settings: new Map(), path, line: section.line }
    drafts.set(name, draft)
    for (const [key, { value }] of section.settings) draft.settings.set(key, value)
  }
  for (const section of config.sections) {
    if (section.name === 'default') merge('default', section, config.path)
    else if (section.name.startsWith('profile ')) merge(section.name.slice('profile '.length), section, config.path)
  }
  for (const section of credentials.sections) merge(section.name.replace(/^profile /, ''), section, credentials.path)
  return drafts
}

/** The order in which the SDKs look. */
function kindOf(settings: ReadonlyMap<string, string>): ProfileKind {
  const has = (key: string): boolean => settings.has(key)
  if (has('role_arn') && has('source_profile')) return 'assume-role'
  if (has('role_arn') && has('credential_source')) return 'credential-source'
  if (has('aws_access_key_id') && has('aws_secret_access_key')) return 'static'
  if (has('role_arn') && has('web_identity_token_file')) return 'web-identity'
  if (has('credential_process')) return 'process'
  if (['sso_session', 'sso_start_url', 'sso_account_id', 'sso_role_name'].some(has)) return 'sso'
  return has('login_session') ? 'login' : 'none'
}

function readProfile(draft: Draft, drafts: ReadonlyMap<string, Draft>, sessions: readonly SsoSession[]): NamedProfile {
  const kind = kindOf(draft.settings)
  const { name, path: file, line } = draft
  const settings = Object.fromEntries(draft.settings)
  const broken = (details: Fault): NamedProfile => ({
    name,
    kind,
    settings,
    sso: null,
    problem: problemOf('PROFILE_INVALID', { file, line, profile: name, ...details }),
  })
  if (kind === 'sso') {
    const sso = readSso(draft, sessions)
    return 'reason' in sso ? broken(sso) : { name, kind, settings, sso, problem: null }
  }
  if (kind === 'assume-role') {
    const fault = chainFault(draft, drafts)
    if (fault) return broken(fault)
  }
  return { name, kind, settings, sso: null, problem: null }
}

function readSso(draft: Draft, sessions: readonly SsoSession[]): NonNullable<NamedProfile['sso']> | Fault {
  const { settings } = draft
  const accountId = settings.get('sso_account_id')
  const roleName = settings.get('sso_role_name')
  const missing = accountId === undefined ? 'sso_account_id' : roleName === undefined ? 'sso_role_name' : null
  if (accountId === undefined || roleName === undefined)
    return { reason: 'key-missing', ...(missing ? { key: missing } : {}) }
  const sessionName = settings.get('sso_session')
  const session =
    sessionName === undefined ? legacySession(settings) : sessions.find(({ name }) => name === sessionName)
  if (!session) {
    return sessionName === undefined
      ? { reason: 'value-invalid', key: 'sso_start_url' }
      : { reason: 'session-missing', sessionName }
  }
  const contradiction = ['sso_start_url', 'sso_region'].find((key) => {
    const own = settings.get(key)
    return own !== undefined && own !== (key === 'sso_region' ? session.region : session.startUrl)
  })
  if (contradiction !== undefined) return { reason: 'contradicts-session', key: contradiction }
  return { session, accountId, roleName }
}

/** Sessions inside a profile are named after their URL, for aws-cli keeps their token under it. */
function legacySession(settings: ReadonlyMap<string, string>): SsoSession | undefined {
  const startUrl = settings.get('sso_start_url')
  const name = startUrl?.replace(/[^\w@+.%:/-]/g, '').slice(0, 64)
  const parsed = ssoSession.safeParse({ name, startUrl, region: settings.get('sso_region') })
  return parsed.success ? parsed.data : undefined
}

function chainFault(draft: Draft, drafts: ReadonlyMap<string, Draft>): Fault | null {
  const seen = new Set<string>()
  let current: Draft = draft
  while (kindOf(current.settings) === 'assume-role') {
    // A profile may name itself as its source when it holds the keys of its own first step.
    const source = current.settings.get('source_profile') ?? ''
    if (source === current.name && current.settings.has('aws_access_key_id')) return null
    if (seen.has(current.name)) return { reason: 'source-cycle', source }
    seen.add(current.name)
    const next = drafts.get(source)
    if (!next) return { reason: 'source-missing', source }
    current = next
  }
  return null
}
