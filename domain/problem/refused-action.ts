import type { ProblemDetails } from '#contract/problem.ts'

/** IAM's names for the calls of this app. */
const actions: Readonly<Record<string, string>> = {
  StartSession: 'ssm:StartSession',
  ResumeSession: 'ssm:ResumeSession',
  TerminateSession: 'ssm:TerminateSession',
  DescribeSessions: 'ssm:DescribeSessions',
  GetDocument: 'ssm:GetDocument',
  ListDocuments: 'ssm:ListDocuments',
  GetConnectionStatus: 'ssm:GetConnectionStatus',
  DescribeInstanceInformation: 'ssm:DescribeInstanceInformation',
  DescribeInstances: 'ec2:DescribeInstances',
  StartInstances: 'ec2:StartInstances',
  ListClusters: 'ecs:ListClusters',
  ListTasks: 'ecs:ListTasks',
  DescribeTasks: 'ecs:DescribeTasks',
  ExecuteCommand: 'ecs:ExecuteCommand',
  AssumeRole: 'sts:AssumeRole',
  GenerateDataKey: 'kms:GenerateDataKey',
}

/**
 * IAM's name of what was refused: the one AWS tells, else that of the call that it answered. EC2 tells none: "You are not
 * authorized to perform this operation." Null when neither is known.
 */
export function refusedActionOf({ denial, aws }: ProblemDetails['ACCESS_DENIED']): string | null {
  return denial?.action ?? actions[aws?.operation ?? ''] ?? null
}

/**
 * What a refusal stands in the way of: starting on the node, the document, finding the node, taking a role, a session that runs,
 * an instance that is to be started.
 */
export type RefusedThing = 'start' | 'document' | 'lookup' | 'role' | 'session' | 'instance' | 'other'

/** Tells apart what was refused, so that nobody is sent for a permission that they have. */
export function refusedThingOf(details: ProblemDetails['ACCESS_DENIED']): RefusedThing {
  const action = refusedActionOf(details) ?? ''
  if (action === 'ssm:StartSession') return isDocument(details) ? 'document' : 'start'
  if (action === 'ecs:ExecuteCommand') return 'start'
  if (action === 'ec2:StartInstances') return 'instance'
  if (action === 'ssm:ResumeSession' || action === 'ssm:TerminateSession') return 'session'
  if (action.startsWith('sts:AssumeRole')) return 'role'
  return /^(ec2|ssm|ecs):(Describe|List|Get)/.test(action) ? 'lookup' : 'other'
}

/** Whether AWS's document for other hosts is what a role may not use: those for the target's own ports may be open to it. */
export function refusesOtherHosts(details: ProblemDetails['ACCESS_DENIED']): boolean {
  const resource = details.denial?.resource ?? ''
  return refusedThingOf(details) === 'document' && resource.endsWith('/AWS-StartPortForwardingSessionToRemoteHost')
}

/** StartSession is checked against the node and against the document; AWS names the one that was refused. */
function isDocument({ denial }: ProblemDetails['ACCESS_DENIED']): boolean {
  return denial?.resource?.includes(':document/') ?? false
}
