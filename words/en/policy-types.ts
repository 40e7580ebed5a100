import type { Denial } from '#contract/aws-answer.ts'

/** Kinds of policies that decide about a call, by AWS's names of them. */
export const policyTypes: Readonly<Record<NonNullable<Denial['policyType']>, string>> = {
  'identity-based': 'identity-based policy',
  'resource-based': 'resource-based policy',
  'service control': 'service control policy',
  'resource control': 'resource control policy',
  session: 'session policy',
  'permissions boundary': 'permissions boundary',
  'VPC endpoint': 'VPC endpoint policy',
  'role trust': 'role trust policy',
}
