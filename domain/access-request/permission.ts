import type { Denial } from '#contract/aws-answer.ts'
import type { ProblemDetails, ProblemOf } from '#contract/problem.ts'
import type { TargetRule } from '#contract/tunnel.ts'
import { refusedActionOf } from '../problem/refused-action.ts'
import { lineOf, type RequestScope } from './scope.ts'
import { allow, documentArn, nodeArn, sessionArn, startSessionPolicy, tasksArn, type PolicyDocument } from './policy.ts'

/** An action with what it was refused on, and what would allow it. */
export interface Permission {
  readonly kind: 'permission'
  readonly action: string
  readonly resources: readonly string[]
  readonly policy: PolicyDocument
  /** Why it was refused, as far as AWS says. */
  readonly denial: Pick<Denial, 'how' | 'policyType'> | null
}

/** What AWS's control plane, or its message gateway, refused. */
type Refusal = ProblemOf<'ACCESS_DENIED'> | ProblemOf<'DATA_CHANNEL_REFUSED'>

/** The caller's own sessions; it stays in the policy as it is, for IAM fills it in. */
const ownSessions = '${aws:userid}-*'

/** The permission that a refusal asks for; null when it does not even tell the action. */
export function permissionOf(rule: TargetRule, problem: Refusal, scope: RequestScope): Permission | null {
  if (problem.code === 'DATA_CHANNEL_REFUSED') {
    const action = 'ssmmessages:OpenDataChannel'
    const own = sessionArn(scope, ownSessions)
    return { kind: 'permission', action, resources: [own], policy: allow(action, own), denial: null }
  }
  const { denial } = problem.details
  const action = refusedActionOf(problem.details)
  if (action === null) return null
  return { kind: 'permission', action, ...grantOf(action, rule, problem.details, scope), denial: reasonOf(denial) }
}

function grantOf(
  action: string,
  rule: TargetRule,
  details: ProblemDetails['ACCESS_DENIED'],
  scope: RequestScope,
): Pick<Permission, 'resources' | 'policy'> {
  const told = details.denial?.resource ?? null
  if (action === 'ssm:StartSession') {
    const nodes = rule.by === 'ecs' ? [tasksArn(scope, rule.cluster)] : nodesOf(scope)
    // What AWS names comes first: it is the one of the two that was refused.
    const resources = [...new Set([...listed(told), ...nodes, documentArn(scope)])]
    return { resources, policy: startSessionPolicy(scope, rule) }
  }
  if (/^(ssm:(Resume|Terminate)Session|ssmmessages:OpenDataChannel)$/.test(action)) {
    const resource = told ?? sessionArn(scope, lineOf(details.sessionId) ?? ownSessions)
    return { resources: [resource], policy: allow(action, sessionArn(scope, ownSessions)) }
  }
  if (action === 'ec2:StartInstances' && scope.targetId !== null) {
    const instance = told ?? nodeArn(scope, scope.targetId)
    return { resources: [instance], policy: allow(action, instance) }
  }
  const resource = (action === 'sts:AssumeRole' ? details.roleArn : null) ?? told ?? '*'
  return { resources: [resource], policy: allow(action, resource) }
}

const nodesOf = (scope: RequestScope): readonly string[] => listed(scope.targetId).map((id) => nodeArn(scope, id))
const listed = (text: string | null): readonly string[] => (text === null ? [] : [text])

function reasonOf(denial: Denial | undefined): Permission['denial'] {
  return denial === undefined || denial.how === null ? null : { how: denial.how, policyType: denial.policyType }
}
