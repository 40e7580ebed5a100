import { arn, denial, iamAction, type Denial } from '#contract/aws-answer.ts'

/**
 * Reads "User: P is not authorized to perform: A on resource: R because no identity-based policy allows the A action",
 * or "… with an explicit deny in a service control policy". The text may say anything: a part that is no ARN, no action and
 * no kind of policy that AWS knows is null, as is one that a service leaves out.
 */
export function parseDenial(message: string): Denial {
  const principal = /User: (\S+) is not authorized/.exec(message)?.[1]
  const action = /perform:? ([\w-]+:[\w*]+)/.exec(message)?.[1]
  const resource = /on resource: (\S+)/.exec(message)?.[1]?.replace(/[.,]$/, '')
  return {
    action: iamAction.safeParse(action).data ?? null,
    resource: arn.safeParse(resource).data ?? null,
    principal: arn.safeParse(principal).data ?? null,
    how: howOf(message),
    policyType: denial.shape.policyType.safeParse(policyOf(message)).data ?? null,
  }
}

function howOf(message: string): Denial['how'] {
  if (/with an explicit deny/.test(message)) return 'explicit'
  return /because no /.test(message) ? 'implicit' : null
}

function policyOf(message: string): string | undefined {
  if (/with an explicit deny in a permissions boundary|no permissions boundary allows/.test(message))
    return 'permissions boundary'
  const explicit = /with an explicit deny in (?:an? )?(.+?) policy/.exec(message)?.[1]
  return explicit ?? /because no (.+?) policy allows/.exec(message)?.[1]
}
