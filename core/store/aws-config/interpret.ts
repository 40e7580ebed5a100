import { problemOf } from '#domain/problem/problem.ts'
import type { Problem } from '#contract/problem.ts'
import type { SsoSession } from '#contract/sign-in.ts'
import type { AwsConfig, NamedProfile } from '../../app/identity/ports.ts'
import { combineFiles, type CombinedConfig, type ProfileDraft, type SourceFile } from './combine.ts'
import {
  hasKeys,
  hasRole,
  keysOf,
  kindOf,
  kindWithoutRole,
  type CredentialKind,
  type ProfileFault,
} from './credential-kind.ts'
import { createChainCheck } from './profile-chain.ts'
import { loginOf } from './login-setting.ts'
import { readSession, readSso } from './sso-settings.ts'

export type { SourceFile } from './combine.ts'

/** What a profile is read against. */
interface Reading extends CombinedConfig {
  readonly valid: ReadonlyMap<string, SsoSession>
  chainFault(draft: ProfileDraft): ProfileFault | null
}

/** Sessions and profiles of both files, as botocore takes them. */
export function interpretConfig(config: SourceFile, credentials: SourceFile): AwsConfig {
  const problems: Problem[] = [...fileProblems(config), ...fileProblems(credentials)]
  const combined = combineFiles(config, credentials)
  const sessions = new Map<string, SsoSession>()
  for (const section of combined.sessions.values()) {
    const session = readSession(section)
    if ('code' in session) problems.push(session)
    else sessions.set(session.name, session)
  }
  const reading: Reading = { ...combined, valid: new Map(sessions), chainFault: createChainCheck(combined.profiles) }
  const profiles = [...combined.profiles.values()].map((draft) => readProfile(draft, reading))
  for (const { sso, login } of profiles) {
    const session = sso?.session ?? login
    if (session && !sessions.has(session.name)) sessions.set(session.name, session)
  }
  const broken = profiles.flatMap(({ problem }) => problem ?? [])
  const unused = profiles.flatMap(({ name, kind }) => unusedKeys(kind, combined.profiles.get(name)))
  return { sessions: [...sessions.values()], profiles, problems: [...problems, ...broken, ...unused] }
}

function fileProblems({ path: file, faults }: SourceFile): readonly Problem[] {
  return faults.map((fault) => {
    const { line, reason } = fault
    if (line === null) return problemOf('PROFILE_INVALID', { file, reason, said: fault.message })
    return problemOf('PROFILE_INVALID', { file, line, reason })
  })
}

function readProfile(draft: ProfileDraft, reading: Reading): NamedProfile {
  const own = asKind(draft, kindOf(draft), reading)
  const isTwofold = hasRole(draft) && hasKeys(draft)
  return isTwofold ? { ...own, asSource: asKind(draft, kindWithoutRole(draft), reading) } : own
}

function asKind(draft: ProfileDraft, { kind, fault }: CredentialKind, reading: Reading): NamedProfile {
  const { name, file, line } = draft
  const sso = kind === 'sso' ? readSso(draft, reading.sessions, reading.valid) : null
  const wrong = fault ?? (sso && 'reason' in sso ? sso : kind === 'assume-role' ? reading.chainFault(draft) : null)
  return {
    name,
    place: { file, line },
    kind,
    settings: Object.fromEntries([...draft.settings].map(([key, { value }]) => [key, value])),
    sso: sso && !('reason' in sso) ? sso : null,
    login: kind === 'login' && fault === null ? loginOf(draft) : null,
    keys: kind === 'static' ? keysOf(draft) : null,
    asSource: null,
    problem: wrong === null ? null : profileProblem(draft, wrong),
  }
}

/** At the line of the setting that is wrong; a setting that is missing is missing from the section. */
function profileProblem(draft: ProfileDraft, fault: ProfileFault): Problem {
  const at = fault.reason === 'key-missing' ? undefined : draft.settings.get(keyAtFault(fault))
  const { file, line } = at ?? draft
  return problemOf('PROFILE_INVALID', { file, line, profile: draft.name, ...fault })
}

function keyAtFault({ reason, key }: ProfileFault): string {
  if (key !== undefined) return key
  return reason === 'session-missing' || reason === 'session-invalid' ? 'sso_session' : 'source_profile'
}

/** Keys left over from before the SSO sign-in: other programs may take them, and with them another account. */
function unusedKeys(kind: NamedProfile['kind'], draft: ProfileDraft | undefined): readonly Problem[] {
  const key = draft?.settings.get('aws_access_key_id')
  if (kind !== 'sso' || draft === undefined || key === undefined) return []
  return [problemOf('PROFILE_INVALID', { file: key.file, line: key.line, profile: draft.name, reason: 'keys-unused' })]
}
