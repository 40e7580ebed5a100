import { type Identity, mayCall } from '../state/identity.ts'
import { fail, type Outcome } from '../wire/exchange.ts'

const sentence = (identity: Identity, action: string, resource: string): string =>
  `User: ${identity.arn} is not authorized to perform: ${action} on resource: ${resource} ` +
  `because no identity-based policy allows the ${action} action`

/** Systems Manager's refusal. */
export const accessDenied = (identity: Identity, action: string, resource: string): Outcome =>
  fail('AccessDeniedException', sentence(identity, action, resource))

/** EC2's refusal, which puts another sentence in front and answers 403. */
export const unauthorizedOperation = (identity: Identity, action: string): Outcome =>
  fail(
    'UnauthorizedOperation',
    `You are not authorized to perform this operation. User: ${identity.arn} is not authorized to perform: ${action} ` +
      `because no identity-based policy allows the ${action} action`,
    403,
  )

/** A refusal unless the identity has the action. */
export const denyUnlessAllowed = (identity: Identity, action: string, resource: string): Outcome | null =>
  mayCall(identity, action) ? null : accessDenied(identity, action, resource)
