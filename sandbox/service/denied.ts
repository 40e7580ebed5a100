import { type Decision, reasonFor } from '../policy/policy.ts'
import { decideFor, type Identity } from '../state/identity.ts'
import { fail, type Outcome } from '../wire/exchange.ts'

type Refusal = Extract<Decision, { is: 'denied' }>

const ownPolicy: Refusal = { is: 'denied', how: 'implicit', by: 'identity-based' }

const sentence = (identity: Identity, action: string, resource: string, refusal: Refusal): string =>
  `User: ${identity.arn} is not authorized to perform: ${action} on resource: ${resource} ${reasonFor(refusal, action)}`

/** Systems Manager's refusal; by the identity's own policy unless said otherwise. */
export const accessDenied = (
  identity: Identity,
  action: string,
  resource: string,
  refusal: Refusal = ownPolicy,
): Outcome => fail('AccessDeniedException', sentence(identity, action, resource, refusal))

/** EC2's refusal, which puts another sentence in front, leaves the resource out and answers 403. */
export function ec2UnlessAllowed(identity: Identity, action: string): Outcome | null {
  const decision = decideFor(identity, action, '*')
  if (decision.is === 'allowed') return null
  const said = `User: ${identity.arn} is not authorized to perform: ${action} ${reasonFor(decision, action)}`
  return fail('UnauthorizedOperation', `You are not authorized to perform this operation. ${said}`, 403)
}

/** A refusal unless all policies allow it. */
export function denyUnlessAllowed(identity: Identity, action: string, resource: string): Outcome | null {
  const decision = decideFor(identity, action, resource)
  return decision.is === 'allowed' ? null : accessDenied(identity, action, resource, decision)
}
