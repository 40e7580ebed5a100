import type { Identity } from '../../state/identity.ts'
import { fail, type Outcome, succeed } from '../../wire/exchange.ts'
import type { ServiceContext } from '../service.ts'
import { issuedCredentials } from './issued-credentials.ts'
import { checkMfa } from './mfa.ts'

/** Twelve hours, as for an IAM user who names no other time (seconds). */
const usualSeconds = 43_200

/** GetSessionToken: a session of the IAM user's own, in which a code counts for every role until its end. */
export function sessionToken(context: ServiceContext, caller: Identity, form: URLSearchParams): Outcome {
  if (!caller.arn.includes(':user/') || caller.userSession !== undefined) {
    return fail('AccessDenied', 'Cannot call GetSessionToken with session credentials', 403)
  }
  const mfa = checkMfa(context, caller.arn, form)
  if (typeof mfa !== 'string') return fail('AccessDenied', mfa.refusal, 403)
  const seconds = Number(form.get('DurationSeconds') ?? usualSeconds)
  if (!(seconds >= 900 && seconds <= 129_600)) return fail('ValidationError', 'DurationSeconds is not valid')
  const userSession = mfa === 'accepted' ? 'with-mfa' : 'without-mfa'
  return succeed(issuedCredentials(context, { ...caller, userSession }, seconds))
}
