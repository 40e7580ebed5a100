import type { SsoSession } from '#contract/sign-in.ts'
import { partitionOf } from '../partition/partition.ts'

/** The console session of one identity, which the AWS CLI signs in to with `aws login`: a sign-in like others, named by the ARN. */
export function consoleSessionOf(identity: string, region: string): SsoSession {
  return { name: identity, startUrl: `https://${region}.${partitionOf(region).signInHost}`, region, issuer: 'console' }
}

/** True for a sign-in at the console, which knows no access portal, no accounts and no device code. */
export function isConsoleSession({ issuer }: SsoSession): boolean {
  return issuer === 'console'
}

/** An identity's ARN: `user/…`, `assumed-role/ROLE/NAME`, `root`, `federated-user/…`. */
const identityArn = /^arn:aws[a-z-]*:(?:iam|sts)::(\d{12}):(?:(?:user|assumed-role|federated-user)\/)?(?:.*\/)?([^/]+)$/

/** What a person calls a sign-in: its name, and of a console session whose it is and in which account. */
export function signInName(name: string): string {
  const [, account, who] = identityArn.exec(name) ?? []
  return account === undefined || who === undefined ? name : `${who} (${account})`
}
