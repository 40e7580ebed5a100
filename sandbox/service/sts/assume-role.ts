import { assumedIdentity, type Identity } from '../../state/identity.ts'
import { fail, type Outcome, succeed } from '../../wire/exchange.ts'
import { element, text } from '../../wire/xml.ts'
import type { GuardedRole, PermissionSet } from '../../world/types.ts'
import type { ServiceContext } from '../service.ts'
import { issuedCredentials } from './issued-credentials.ts'
import { checkMfa } from './mfa.ts'

/** What is asked for a role: by whom (null: by whoever holds a token), and whatever the form has. */
interface AssumeCall {
  readonly action: 'AssumeRole' | 'AssumeRoleWithWebIdentity'
  readonly caller: Identity | null
  readonly form: URLSearchParams
}

/** A role that is there, with what its trust policy asks for. */
interface KnownRole {
  readonly accountId: string
  readonly permissionSet: PermissionSet
  readonly name: string
  readonly guard: Pick<GuardedRole, 'asksMfa' | 'externalId'>
}

const roleForm = /^arn:aws:iam::(\d{12}):role\/(?:[\w+=,.@/-]+\/)?([\w+=,.@-]+)$/
const sessionNameForm = /^[\w+=,.@-]{2,64}$/
/** A role that is assumed with a role's own credentials lives an hour at most (seconds). */
const longestChained = 3_600

/**
 * Temporary credentials of a role. Each account has a role for each of its permission sets, by the same name, which everybody may
 * assume whom the sandbox knows, and roles whose trust policy asks for a code or an external id. Another is denied, as AWS denies one
 * that is not there.
 */
export function assumeRole(context: ServiceContext, { action, caller, form }: AssumeCall): Outcome {
  const [arn, sessionName] = [form.get('RoleArn') ?? '', form.get('RoleSessionName') ?? '']
  if (!sessionNameForm.test(sessionName)) return fail('ValidationError', 'RoleSessionName is not valid')
  const asked = Number(form.get('DurationSeconds') ?? 3_600)
  if (isRole(caller) && asked > longestChained) {
    const complaint =
      'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining'
    return fail('ValidationError', complaint)
  }
  const who = caller?.arn ?? 'anonymous'
  const mfa = checkMfa(context, who, form)
  if (typeof mfa !== 'string') return fail('AccessDenied', mfa.refusal, 403)
  const role = roleOf(context, arn)
  const hasMfa = mfa === 'accepted' || caller?.userSession === 'with-mfa'
  if (role === null || !trusts(role, form.get('ExternalId'), hasMfa)) {
    return fail('AccessDenied', `User: ${who} is not authorized to perform: sts:${action} on resource: ${arn}`, 403)
  }
  const identity = assumedIdentity(role.accountId, role.permissionSet, sessionName, role.name)
  const credentials = issuedCredentials(context, identity, Math.min(asked, context.settings.credentialSeconds))
  const user = element('AssumedRoleUser', text('Arn', identity.arn), text('AssumedRoleId', identity.userId))
  return succeed(credentials + user)
}

const isRole = (caller: Identity | null): boolean => caller?.arn.includes(':assumed-role/') ?? false

const trusts = ({ guard }: KnownRole, externalId: string | null, hasMfa: boolean): boolean =>
  (hasMfa || !guard.asksMfa) && (guard.externalId === null || guard.externalId === externalId)

function roleOf({ world }: ServiceContext, arn: string): KnownRole | null {
  const [, accountId, name = ''] = roleForm.exec(arn) ?? []
  const account = world.accounts.find(({ id }) => id === accountId)
  if (account === undefined) return null
  const guarded = world.guardedRoles.find((role) => role.accountId === account.id && role.name === name)
  const setName = guarded?.permissionSet ?? (account.permissionSets.includes(name) ? name : null)
  const permissionSet = world.permissionSets.find((set) => set.name === setName)
  if (permissionSet === undefined) return null
  return { accountId: account.id, permissionSet, name, guard: guarded ?? { asksMfa: false, externalId: null } }
}
