import type { Problem } from '#contract/problem.ts'
import type { TargetRule } from '#contract/tunnel.ts'
import { arnOf, textOf, type RequestPlace } from './place.ts'
import { allow, documentArn, nodeArn, sessionArn, startSessionPolicy, type PolicyDocument } from './policy.ts'

/** Why it was refused, as far as AWS says. */
export interface Denial {
  /** `explicit`: a statement forbids it. `implicit`: none allows it. */
  readonly how: 'explicit' | 'implicit'
  /** `identity-based`, `service control`, `permissions boundary`, … */
  readonly policyType: string | null
}

/** An action with what it was refused on, and what would allow it. */
export interface Permission {
  readonly kind: 'permission'
  readonly action: string
  readonly resources: readonly string[]
  readonly policy: PolicyDocument
  readonly denial: Denial | null
}

interface Refused {
  readonly tunnel: { readonly definition: { readonly target: TargetRule } }
  readonly problem: Problem
}

/** IAM's names for the calls of this app. */
const actions: Readonly<Record<string, string>> = {
  StartSession: 'ssm:StartSession',
  ResumeSession: 'ssm:ResumeSession',
  TerminateSession: 'ssm:TerminateSession',
  GetConnectionStatus: 'ssm:GetConnectionStatus',
  DescribeInstanceInformation: 'ssm:DescribeInstanceInformation',
  DescribeInstances: 'ec2:DescribeInstances',
  AssumeRole: 'sts:AssumeRole',
}
/** The caller's own sessions; it stays in the policy as it is, for IAM fills it in. */
const ownSessions = '${aws:userid}-*'

/** The permission that a refusal asks for; null when it does not even tell the action. */
export function permissionOf(refused: Refused, place: RequestPlace): Permission | null {
  const { problem } = refused
  const action = problem.code === 'DATA_CHANNEL_REFUSED' ? 'ssmmessages:OpenDataChannel' : actionOf(problem)
  if (action === null) return null
  return { kind: 'permission', action, ...grantOf(action, refused, place), denial: denialOf(problem) }
}

function actionOf(problem: Problem): string | null {
  const told = textOf(problem, 'action')
  if (told !== null && /^[a-z0-9-]+:\w+$/.test(told)) return told
  return actions[textOf(problem, 'operation') ?? ''] ?? null
}

function grantOf(action: string, refused: Refused, place: RequestPlace): Pick<Permission, 'resources' | 'policy'> {
  const { problem, tunnel } = refused
  const told = arnOf(problem, 'resource')
  if (action === 'ssm:StartSession') {
    const nodes = place.targetId === null ? [] : [nodeArn(place, place.targetId)]
    // What AWS names comes first: it is the one of the two that was refused.
    const resources = [...new Set([...(told === null ? [] : [told]), ...nodes, documentArn(place)])]
    return { resources, policy: startSessionPolicy(place, tunnel.definition.target) }
  }
  if (/^(ssm:(Resume|Terminate)Session|ssmmessages:OpenDataChannel)$/.test(action)) {
    const resource = told ?? sessionArn(place, textOf(problem, 'sessionId') ?? ownSessions)
    return { resources: [resource], policy: allow(action, sessionArn(place, ownSessions)) }
  }
  const resource = (action === 'sts:AssumeRole' ? arnOf(problem, 'roleArn') : null) ?? told ?? '*'
  return { resources: [resource], policy: allow(action, resource) }
}

function denialOf(problem: Problem): Denial | null {
  const how = textOf(problem, 'denial')
  if (how !== 'explicit' && how !== 'implicit') return null
  return { how, policyType: textOf(problem, 'policyType') }
}
