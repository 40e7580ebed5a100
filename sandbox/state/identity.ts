import { createHash } from 'node:crypto'
import { type Decision, decide, type Limits, type Statement } from '../policy/policy.ts'
import type { PermissionSet } from '../world/types.ts'

/** Who signed a call. */
export interface Identity {
  readonly accountId: string
  /** `arn:aws:sts::…:assumed-role/…` or `arn:aws:iam::…:user/…` */
  readonly arn: string
  /** `AROA…:session-name` for roles, `AIDA…` for users. */
  readonly userId: string
  /** First part of the ids of sessions that this identity starts. */
  readonly sessionName: string
  readonly permissionSet: PermissionSet
  /** Of a session of an IAM user's own, by GetSessionToken: whether a code was given for it. Absent for keys and roles. */
  readonly userSession?: 'with-mfa' | 'without-mfa'
  /** Policies besides its permission set: more of its own, and those around it. Put on with each call. */
  readonly limits?: { readonly own: readonly Statement[]; readonly around: Limits }
}

const uniqueId = (prefix: string, text: string): string =>
  prefix + createHash('sha256').update(text).digest('hex').toUpperCase().slice(0, 17)

/** A permission set's role, assumed through Identity Center. */
export function roleIdentity(accountId: string, permissionSet: PermissionSet, userName: string): Identity {
  const suffix = createHash('sha256').update(`${accountId}/${permissionSet.name}`).digest('hex').slice(0, 16)
  const role = `AWSReservedSSO_${permissionSet.name}_${suffix}`
  return {
    accountId,
    arn: `arn:aws:sts::${accountId}:assumed-role/${role}/${userName}`,
    userId: `${uniqueId('AROA', role + accountId)}:${userName}`,
    sessionName: userName,
    permissionSet,
  }
}

/** A role of an account's own, assumed under a session name. */
export function assumedIdentity(
  accountId: string,
  permissionSet: PermissionSet,
  sessionName: string,
  role: string = permissionSet.name,
): Identity {
  return {
    accountId,
    arn: `arn:aws:sts::${accountId}:assumed-role/${role}/${sessionName}`,
    userId: `${uniqueId('AROA', `${role} of ${accountId}`)}:${sessionName}`,
    sessionName,
    permissionSet,
  }
}

/** An IAM user with a long-lived key. */
export function userIdentity(accountId: string, permissionSet: PermissionSet, userName: string): Identity {
  return {
    accountId,
    arn: `arn:aws:iam::${accountId}:user/${userName}`,
    userId: uniqueId('AIDA', userName + accountId),
    sessionName: userName,
    permissionSet,
  }
}

const matches = (pattern: string, value: string): boolean =>
  pattern.endsWith('*') ? value.startsWith(pattern.slice(0, -1)) : pattern === value

/** What all policies say about an action: the identity's own, which is its permission set, and the limits around it. */
export function decideFor(identity: Identity, action: string, resource: string): Decision {
  const own = { effect: 'Allow', actions: identity.permissionSet.allow, resources: ['*'] } as const
  return decide({ action, resource }, [own, ...(identity.limits?.own ?? [])], identity.limits?.around ?? {})
}

/** Whether the action is allowed on some resource or other. */
export const mayCall = (identity: Identity, action: string): boolean =>
  decideFor(identity, action, '*').is === 'allowed'

/** Whether the identity may start sessions with a document. */
export const mayUseDocument = (identity: Identity, document: string): boolean =>
  identity.permissionSet.documents.some((pattern) => matches(pattern, document))
