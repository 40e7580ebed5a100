import type { Problem } from '#contract/problem.ts'
import type { CallerIdentity, TunnelDefinition, TunnelPreference } from '#contract/tunnel.ts'
import { problemOf } from '../problem/problem.ts'

/** Roles that Identity Center makes for a permission set are called after it, with a mark of the instance at the end. */
const permissionSetRole = /^AWSReservedSSO_(.+)_[0-9a-f]{16}$/
const callerArn = /^arn:[\w-]+:(?:iam|sts)::(\d{12}):(?:(?:user|assumed-role|federated-user)\/)?(?:.*\/)?([^/]+)$/

/** Account, and role or user, of the ARN that STS tells; null for one of another kind. */
export function identityOf(arn: string): CallerIdentity | null {
  // The last part of a role's ARN is the session, which may change.
  const [, accountId, name] = callerArn.exec(arn.replace(/(:assumed-role\/.+)\/[^/]+$/, '$1')) ?? []
  if (accountId === undefined || name === undefined) return null
  return { accountId, name: permissionSetRole.exec(name)?.[1] ?? name }
}

/** Why a tunnel with a named profile is not opened with these credentials: they are not those that it was opened with before. */
export function identityProblem(
  { account }: Pick<TunnelDefinition, 'account'>,
  { identity, profile }: Pick<TunnelPreference, 'identity' | 'profile'>,
  is: CallerIdentity,
): Problem | null {
  const was = identity ?? (account === undefined ? null : { accountId: account.accountId, name: null })
  if (was === null || profile.type !== 'named') return null
  const isSame = was.accountId === is.accountId && (was.name === null || was.name === is.name)
  return isSame ? null : problemOf('IDENTITY_CHANGED', { profile: profile.name, was, is })
}

/** What a person has saved is for the same identity as before only where it has the same profile. */
export function withIdentity(preference: TunnelPreference, before: TunnelPreference | null): TunnelPreference {
  const { identity: _sent, ...rest } = preference
  const isSame = before !== null && JSON.stringify(before.profile) === JSON.stringify(preference.profile)
  return isSame && before.identity !== undefined ? { ...rest, identity: before.identity } : rest
}
