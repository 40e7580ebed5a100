import type { TargetRule } from '#contract/tunnel.ts'
import { tagsOf } from '../tunnel-text/target-rule.ts'
import type { RequestScope } from './scope.ts'

/** One statement of an IAM policy. */
interface PolicyStatement {
  readonly Sid: string
  readonly Effect: 'Allow'
  readonly Action: string
  readonly Resource: string | readonly string[]
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string>>>>
}

/** An IAM policy document, to be printed as JSON. */
export interface PolicyDocument {
  readonly Version: '2012-10-17'
  readonly Statement: readonly PolicyStatement[]
}

/** Refuses what names no document: without it a permission for ports is one for shells, too. */
const onlyNamedDocuments = { BoolIfExists: { 'ssm:SessionDocumentAccessCheck': 'true' } } as const

/** A policy of these statements. */
function policyOf(...statements: readonly PolicyStatement[]): PolicyDocument {
  return { Version: '2012-10-17', Statement: statements }
}

/** A policy that allows one action on one resource. */
export function allow(action: string, resource: string): PolicyDocument {
  return policyOf({ Sid: 'CulvertTunnel', Effect: 'Allow', Action: action, Resource: resource })
}

/** ARN of a managed node: an EC2 instance, or a hybrid one. */
export function nodeArn(scope: RequestScope, id: string): string {
  return id.startsWith('mi-') ? hybridArn(scope, id) : instanceArn(scope, id)
}

function instanceArn({ partition, region, accountId }: RequestScope, id: string): string {
  return `arn:${partition}:ec2:${region}:${accountId ?? '*'}:instance/${id}`
}

function hybridArn({ partition, region, accountId }: RequestScope, id: string): string {
  return `arn:${partition}:ssm:${region}:${accountId ?? '*'}:managed-instance/${id}`
}

/** ARN of the tasks of a cluster: each deployment brings others. `cluster`: its name or its ARN. */
export function tasksArn({ partition, region, accountId }: RequestScope, cluster: string): string {
  const name = cluster.slice(cluster.lastIndexOf('/') + 1)
  return `arn:${partition}:ecs:${region}:${accountId ?? '*'}:task/${name}/*`
}

/** ARN of a document; those that AWS owns have no account. */
export function documentArn({ partition, region, accountId, document }: RequestScope): string {
  // One that another account shares is called by its ARN.
  if (document.startsWith('arn:')) return document
  const account = /^(AWS|Amazon)/.test(document) ? '' : (accountId ?? '*')
  return `arn:${partition}:ssm:${region}:${account}:document/${document}`
}

/** ARN of a session; `${aws:userid}-*` stands for the caller's own ones. */
export function sessionArn({ partition, region, accountId }: RequestScope, session: string): string {
  return `arn:${partition}:ssm:${region}:${accountId ?? '*'}:session/${session}`
}

/**
 * StartSession is checked against the node and against the document, each in a statement of its own: documents carry no
 * tags, and would never match beside a condition on one.
 */
export function startSessionPolicy(scope: RequestScope, rule: TargetRule): PolicyDocument {
  const action = { Effect: 'Allow', Action: 'ssm:StartSession' } as const
  return policyOf(
    { Sid: 'CulvertNode', ...action, ...nodesOf(scope, rule) },
    { Sid: 'CulvertDocument', ...action, Resource: documentArn(scope), Condition: onlyNamedDocuments },
  )
}

/** Tags are looked up at each start, so it is they that are allowed, not the node that carries them today. */
function nodesOf(scope: RequestScope, rule: TargetRule): Pick<PolicyStatement, 'Resource'> & Partial<PolicyStatement> {
  const byTags = tagsOf(rule)
  if (byTags !== null) {
    const tags = byTags.map(({ key, value }) => [`ssm:resourceTag/${key}`, literal(value)] as const)
    const condition = { StringEquals: Object.fromEntries(tags), ...onlyNamedDocuments }
    return { Resource: [instanceArn(scope, '*'), hybridArn(scope, '*')], Condition: condition }
  }
  if (rule.by === 'ecs') return { Resource: tasksArn(scope, rule.cluster), Condition: onlyNamedDocuments }
  return { Resource: nodeArn(scope, scope.targetId ?? '*'), Condition: onlyNamedDocuments }
}

/** In a policy's value `${` begins a variable (IAM User Guide, "Policy variables"). */
function literal(value: string): string {
  return value.replaceAll('${', '${$}{')
}
