import type { ProfileKind } from '#contract/sign-in.ts'
import type { StaticKeys } from '../../app/identity/ports.ts'
import type { NamedSection, ProfileDraft } from './combine.ts'
import { loginOf } from './login-setting.ts'
import type { IniSetting } from './parse-ini.ts'

/** What is wrong, for the problem's details. */
export interface ProfileFault {
  readonly reason:
    | 'key-missing'
    | 'value-invalid'
    | 'session-missing'
    | 'session-invalid'
    | 'contradicts-session'
    | 'source-missing'
    | 'source-cycle'
    | 'source-twice'
  readonly key?: string
  readonly source?: string
  readonly session?: string
}

/** Where the credentials come from, or why they can come from nowhere. */
export type CredentialKind = { readonly kind: ProfileKind; readonly fault: ProfileFault | null }

/** True when the profile holds keys, in whatever file, or half of them. */
export function hasKeys({ settings }: ProfileDraft): boolean {
  return settings.has('aws_access_key_id') || settings.has('aws_secret_access_key')
}

/** True when the profile is to assume a role with other credentials. */
export function hasRole({ settings }: ProfileDraft): boolean {
  return settings.has('role_arn') && !settings.has('web_identity_token_file')
}

/** Where a profile gets its credentials, in the order in which botocore looks. */
export function kindOf(draft: ProfileDraft): CredentialKind {
  return hasRole(draft) ? roleKind(draft) : kindWithoutRole(draft)
}

function roleKind({ settings }: ProfileDraft): CredentialKind {
  const hasSource = settings.has('source_profile')
  if (!settings.has('credential_source')) {
    return { kind: 'assume-role', fault: hasSource ? null : { reason: 'key-missing', key: 'source_profile' } }
  }
  return { kind: 'credential-source', fault: hasSource ? { reason: 'source-twice' } : sourceFault(settings) }
}

function sourceFault(settings: ProfileDraft['settings']): ProfileFault | null {
  const source = settings.get('credential_source')?.value ?? ''
  const known = ['Environment', 'Ec2InstanceMetadata', 'EcsContainer'].includes(source)
  return known ? null : { reason: 'value-invalid', key: 'credential_source' }
}

/** The same for a profile that another one names as its source, and whose keys come before its role. */
export function kindWithoutRole(draft: ProfileDraft): CredentialKind {
  const { settings, inConfig, inCredentials } = draft
  if (isSet(settings.get('web_identity_token_file'))) return { kind: 'web-identity', fault: tokenFault(settings) }
  if (settings.has('sso_account_id') || settings.has('sso_role_name')) return { kind: 'sso', fault: null }
  if (inCredentials?.settings.has('aws_access_key_id')) return staticKind(inCredentials)
  if (settings.has('login_session')) return { kind: 'login', fault: loginFault(draft) }
  if (settings.has('credential_process')) return { kind: 'process', fault: null }
  if (inConfig?.settings.has('aws_access_key_id')) return staticKind(inConfig)
  return { kind: 'none', fault: null }
}

/** As the CLI writes it: the ARN of the identity that signed in; and the region where it did, if there is one. */
function loginFault(draft: ProfileDraft): ProfileFault | null {
  const named = draft.settings.get('login_session')?.value ?? ''
  const isArn = /^arn:[\w-]+:(?:iam|sts)::\d{12}:[\w:/+=,.@-]+$/.test(named)
  if (!isArn) return { reason: 'value-invalid', key: 'login_session' }
  return loginOf(draft) === null ? { reason: 'value-invalid', key: 'region' } : null
}

function isSet(setting: IniSetting | undefined): boolean {
  return setting !== undefined && (setting.value !== '' || setting.nested !== null)
}

function tokenFault(settings: ProfileDraft['settings']): ProfileFault | null {
  if (!isSet(settings.get('role_arn'))) return { reason: 'key-missing', key: 'role_arn' }
  const isPath = settings.get('web_identity_token_file')?.nested === null
  return isPath ? null : { reason: 'value-invalid', key: 'web_identity_token_file' }
}

function staticKind({ settings }: NamedSection): CredentialKind {
  const isWhole = settings.has('aws_secret_access_key')
  return { kind: 'static', fault: isWhole ? null : { reason: 'key-missing', key: 'aws_secret_access_key' } }
}

/** The keys of a `static` profile: of `credentials` if there are any, and never of both files together. */
export function keysOf({ inConfig, inCredentials }: ProfileDraft): StaticKeys | null {
  const section = [inCredentials, inConfig].find((one) => one?.settings.has('aws_access_key_id'))
  const accessKeyId = section?.settings.get('aws_access_key_id')?.value
  const secretAccessKey = section?.settings.get('aws_secret_access_key')?.value
  if (accessKeyId === undefined || secretAccessKey === undefined) return null
  const token = section?.settings.get('aws_security_token') ?? section?.settings.get('aws_session_token')
  return { accessKeyId, secretAccessKey, sessionToken: token?.value ?? null }
}
