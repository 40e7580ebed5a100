import type { Problem, ProblemCode, ProblemOf } from '#contract/problem.ts'
import type { Endpoint } from '#contract/tunnel.ts'
import { canBeRequested } from '../problem/traits.ts'
import { isOwnLoopback } from '../session-document.ts'
import { permissionOf, type Permission } from './permission.ts'
import { lineOf, oneLine, scopeOf, type RequestScope } from './scope.ts'
import { allow, nodeArn, type PolicyDocument } from './policy.ts'
import type { RequestSubject } from './subject.ts'

/** What somebody else has to do. */
export type Need =
  /** Allow what was refused. */
  | Permission
  /** Assign the permission set of the account. */
  | { readonly kind: 'assignment'; readonly roleName: string | null }
  /** Bring the node's agent to Systems Manager: role, network, the agent itself. */
  | {
      readonly kind: 'agent'
      readonly reason: 'not-registered' | 'connection-lost' | null
      /** Epoch ms. */
      readonly lastPingAt: number | null
      readonly managedPolicy: string
      readonly hosts: readonly string[]
    }
  | { readonly kind: 'agent-update'; readonly version: string | null }
  /** Turn on ECS Exec for a service, or help the exec agent in a container to its connection. */
  | {
      readonly kind: 'exec'
      readonly trouble: 'off' | 'agent'
      readonly container: string
      readonly task: string
      readonly cluster: string
      readonly hosts: readonly string[]
    }
  | { readonly kind: 'start-node'; readonly policy: PolicyDocument }
  /** Let the node through to the endpoint, which refuses or is silent; `own`: the service is on the node itself. */
  | {
      readonly kind: 'endpoint'
      readonly endpoint: Endpoint
      readonly answer: 'refused' | 'silence'
      readonly where: 'own' | 'remote'
    }
  | { readonly kind: 'name'; readonly host: string }
  /** Give the target the user that shells run as. */
  | { readonly kind: 'run-as' }
  /** Let the key that encrypts sessions be used. */
  | { readonly kind: 'session-key' }
  /** Turn on the tier of the account in which nodes outside EC2 have sessions. `setting`: its ARN. */
  | { readonly kind: 'hybrid-tier'; readonly setting: string }
  /** Let this computer through to AWS. */
  | { readonly kind: 'network'; readonly hosts: readonly string[]; readonly trouble: 'unreachable' | 'certificate' }

/** A request to an administrator as facts; the letter is made in the user's language. No secret is in it. */
export interface AccessRequest {
  readonly subject: RequestSubject
  readonly code: ProblemCode
  readonly scope: RequestScope
  readonly need: Need
  readonly requestId: string | null
  /** ARN of who was refused. */
  readonly principal: string | null
  /** When it was refused, epoch ms. */
  readonly at: number
}

/** What a request is made from. */
export interface Refusal {
  readonly subject: RequestSubject
  readonly problem: Problem
  /** Epoch ms. */
  readonly at: number
  /** The node that was found last, if any. */
  readonly targetId: string | null
  /** Version of the agent on that node, if it is known. */
  readonly agentVersion: string | null
}

/** The request that could cure a problem, or null when nobody but the user can. */
export function accessRequestOf(refusal: Refusal): AccessRequest | null {
  const { subject, problem, at } = refusal
  if (!canBeRequested(problem)) return null
  const scope = scopeOf(subject, problem, refusal.targetId)
  const need = needOf(refusal, scope)
  if (need === null) return null
  const aws = 'aws' in problem.details ? problem.details.aws : undefined
  const denial = problem.code === 'ACCESS_DENIED' ? problem.details.denial : undefined
  return {
    subject,
    code: problem.code,
    scope,
    need,
    requestId: lineOf(aws?.requestId),
    principal: denial?.principal ?? null,
    at,
  }
}

/** What is needed whatever else is known. */
const plainNeeds: Partial<Record<ProblemCode, Need>> = {
  RUN_AS_REFUSED: { kind: 'run-as' },
  SESSION_KEY_UNUSABLE: { kind: 'session-key' },
}

function needOf(refusal: Refusal, scope: RequestScope): Need | null {
  const { subject, problem } = refusal
  switch (problem.code) {
    case 'ACCESS_DENIED':
    case 'DATA_CHANNEL_REFUSED':
      return permissionOf(subject.rule, problem, scope)
    case 'ROLE_NOT_ASSIGNED':
      return { kind: 'assignment', roleName: subject.roleName }
    case 'TARGET_NOT_CONNECTED':
      return agentOf(problem, scope)
    case 'AGENT_TOO_OLD':
      return { kind: 'agent-update', version: lineOf(refusal.agentVersion) }
    case 'EXEC_NOT_ENABLED':
    case 'EXEC_UNSUPPORTED':
      return execOf(problem, 'off', scope)
    case 'EXEC_AGENT_NOT_RUNNING':
      return execOf(problem, 'agent', scope)
    case 'HYBRID_TIER_STANDARD':
      return { kind: 'hybrid-tier', setting: tierSetting(scope) }
    case 'TARGET_STOPPED':
      return { kind: 'start-node', policy: allow('ec2:StartInstances', nodeArn(scope, scope.targetId ?? '*')) }
    case 'ENDPOINT_REFUSED':
      return endpointOf(subject, 'refused')
    case 'ENDPOINT_TIMED_OUT':
      return endpointOf(subject, 'silence')
    case 'ENDPOINT_NAME_UNKNOWN':
      return subject.endpoint === null ? null : { kind: 'name', host: subject.endpoint.host }
    case 'NETWORK_UNREACHABLE':
    case 'PROXY_REFUSED':
    case 'DATA_CHANNEL_UNREACHABLE':
      return { kind: 'network', hosts: computerHosts(scope), trouble: 'unreachable' }
    case 'TLS_UNTRUSTED':
      return { kind: 'network', hosts: computerHosts(scope), trouble: 'certificate' }
    default:
      return plainNeeds[problem.code] ?? null
  }
}

/** The service setting that names the tier of an account in a region (`docs/reference/aws-services.md`). */
function tierSetting({ partition, region, accountId }: RequestScope): string {
  return `arn:${partition}:ssm:${region}:${accountId ?? '*'}:servicesetting/ssm/managed-instance/activation-tier`
}

function endpointOf({ endpoint }: RequestSubject, answer: 'refused' | 'silence'): Need | null {
  if (endpoint === null) return null
  return { kind: 'endpoint', endpoint, answer, where: isOwnLoopback(endpoint.host) ? 'own' : 'remote' }
}

function agentOf({ details }: ProblemOf<'TARGET_NOT_CONNECTED'>, scope: RequestScope): Need {
  return {
    kind: 'agent',
    reason: details.reason ?? null,
    lastPingAt: details.lastPingAt ?? null,
    managedPolicy: `arn:${scope.partition}:iam::aws:policy/AmazonSSMManagedInstanceCore`,
    hosts: hostsOf(scope, ['ssm', 'ssmmessages', 'ec2messages']),
  }
}

function execOf(
  { details }: ProblemOf<'EXEC_NOT_ENABLED'> | ProblemOf<'EXEC_UNSUPPORTED'> | ProblemOf<'EXEC_AGENT_NOT_RUNNING'>,
  trouble: 'off' | 'agent',
  scope: RequestScope,
): Need {
  const [container, task, cluster] = [details.container, details.task, details.cluster].map((name) => oneLine(name))
  const hosts = hostsOf(scope, ['ssmmessages'])
  return { kind: 'exec', trouble, container: container ?? '', task: task ?? '', cluster: cluster ?? '', hosts }
}

/** What this computer talks to once it is signed in. */
function computerHosts(scope: RequestScope): readonly string[] {
  return hostsOf(scope, ['ssm', 'ssmmessages', 'ec2', 'oidc', 'portal.sso'])
}

function hostsOf({ region, dnsSuffix }: RequestScope, services: readonly string[]): readonly string[] {
  return services.map((service) => `${service}.${region}.${dnsSuffix}`)
}
