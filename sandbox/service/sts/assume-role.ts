import { assumedIdentity, type Identity } from '../../state/identity.ts'
import { fail, type Outcome, succeed } from '../../wire/exchange.ts'
import { element, text } from '../../wire/xml.ts'
import type { ServiceContext } from '../service.ts'

/** What is asked for a role: by whom, for a message that denies it, and whatever the form has. */
interface AssumeCall {
  readonly action: 'AssumeRole' | 'AssumeRoleWithWebIdentity'
  readonly caller: string
  readonly form: URLSearchParams
}

const roleForm = /^arn:aws:iam::(\d{12}):role\/(?:[\w+=,.@/-]+\/)?([\w+=,.@-]+)$/
const sessionNameForm = /^[\w+=,.@-]{2,64}$/

/**
 * Temporary credentials of a role. Each account has a role for each of its permission sets, by the same name, which everybody may
 * assume whom the sandbox knows; another is denied, as AWS denies one that is not there.
 */
export function assumeRole(context: ServiceContext, { action, caller, form }: AssumeCall): Outcome {
  const [role, sessionName] = [form.get('RoleArn') ?? '', form.get('RoleSessionName') ?? '']
  if (!sessionNameForm.test(sessionName)) return fail('ValidationError', 'RoleSessionName is not valid')
  const identity = identityOf(context, role, sessionName)
  if (identity === null) {
    return fail('AccessDenied', `User: ${caller} is not authorized to perform: sts:${action} on resource: ${role}`, 403)
  }
  const seconds = Math.min(Number(form.get('DurationSeconds') ?? 3_600), context.settings.credentialSeconds)
  const key = context.keys.issue(identity, seconds * 1_000)
  const credentials = element(
    'Credentials',
    text('AccessKeyId', key.accessKeyId),
    text('SecretAccessKey', key.secretAccessKey),
    text('SessionToken', key.sessionToken),
    text('Expiration', new Date(key.expiresAt).toISOString()),
  )
  return succeed(
    credentials + element('AssumedRoleUser', text('Arn', identity.arn), text('AssumedRoleId', identity.userId)),
  )
}

function identityOf({ world }: ServiceContext, role: string, sessionName: string): Identity | null {
  const [, accountId, name = ''] = roleForm.exec(role) ?? []
  const account = world.accounts.find(({ id }) => id === accountId)
  const permissionSet = world.permissionSets.find((set) => set.name === name)
  if (account === undefined || permissionSet === undefined || !account.permissionSets.includes(name)) return null
  return assumedIdentity(account.id, permissionSet, sessionName)
}
