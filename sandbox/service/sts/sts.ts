import { type ApiRequest, fail, type Outcome, succeed } from '../../wire/exchange.ts'
import { formOf } from '../../wire/form.ts'
import { text } from '../../wire/xml.ts'
import type { OpenCall, OpenService, ServiceContext, SignedCall, SignedService } from '../service.ts'
import { assumeRole } from './assume-role.ts'
import { sessionToken } from './session-token.ts'

const webIdentity = 'AssumeRoleWithWebIdentity'

function actionOf(request: ApiRequest): string | null {
  const form = formOf(request)
  return form?.get('Version') === '2011-06-15' ? form.get('Action') : null
}

const formIn = ({ request }: OpenCall): URLSearchParams => formOf(request) ?? new URLSearchParams()

/** STS, as far as telling callers who they are, and giving them another role or a session of their own. */
export function createSts(context: ServiceContext): SignedService {
  const run = async (call: SignedCall): Promise<Outcome> => {
    const { arn, userId, accountId } = call.caller.identity
    switch (call.action) {
      case 'GetCallerIdentity':
        return succeed(text('Arn', arn) + text('UserId', userId) + text('Account', accountId))
      case 'AssumeRole':
        return assumeRole(context, { action: call.action, caller: call.caller.identity, form: formIn(call) })
      case 'GetSessionToken':
        return sessionToken(context, call.caller.identity, formIn(call))
      default:
        return fail('InvalidAction', `Could not find operation ${call.action} for version 2011-06-15`)
    }
  }
  return {
    name: 'sts',
    protocol: 'query',
    signing: 'sts',
    actionOf: (request) => {
      const action = actionOf(request)
      return action === webIdentity ? null : action
    },
    run,
  }
}

/** Three parts, as a JSON Web Token has them; what they say is believed. */
const tokenForm = /^[\w-]+\.[\w-]+\.[\w-]+$/

/** The part of STS that nobody signs: a role for whoever has a token of an identity provider. */
export function createStsForTokens(context: ServiceContext): OpenService {
  const run = async (call: OpenCall): Promise<Outcome> => {
    const form = formIn(call)
    if (!tokenForm.test(form.get('WebIdentityToken') ?? ''))
      return fail('InvalidIdentityToken', 'The ID Token provided is not a valid JWT.')
    return assumeRole(context, { action: webIdentity, caller: null, form })
  }
  return {
    name: 'sts',
    protocol: 'query',
    signing: null,
    actionOf: (request) => (actionOf(request) === webIdentity ? webIdentity : null),
    run,
  }
}
