import { fail, type Outcome, succeed } from '../../wire/exchange.ts'
import { formOf } from '../../wire/form.ts'
import { text } from '../../wire/xml.ts'
import type { SignedCall, SignedService } from '../service.ts'

/** STS, as far as telling callers who they are. */
export function createSts(): SignedService {
  const run = async (call: SignedCall): Promise<Outcome> => {
    if (call.action !== 'GetCallerIdentity') {
      return fail('InvalidAction', `Could not find operation ${call.action} for version 2011-06-15`)
    }
    const { arn, userId, accountId } = call.caller.identity
    return succeed(text('Arn', arn) + text('UserId', userId) + text('Account', accountId))
  }
  return {
    name: 'sts',
    protocol: 'query',
    signing: 'sts',
    actionOf: (request) => {
      const form = formOf(request)
      return form?.get('Version') === '2011-06-15' ? form.get('Action') : null
    },
    run,
  }
}
