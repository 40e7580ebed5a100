import type { ProblemDetails } from '#contract/problem.ts'

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

/**
 * IAM's name of what was refused: the one AWS tells, else that of the call that it answered. EC2 tells none: "You are not
 * authorized to perform this operation." Null when neither is known.
 */
export function refusedActionOf({ denial, aws }: ProblemDetails['ACCESS_DENIED']): string | null {
  return denial?.action ?? actions[aws?.operation ?? ''] ?? null
}
