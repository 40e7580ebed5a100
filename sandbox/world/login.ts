import { ordersStaging } from './organisation.ts'
import type { ConsoleUser } from './types.ts'

/** An IAM user who signs in at the console and has no key, as AWS advises newcomers. */
export const consoleUser: ConsoleUser = {
  accountId: ordersStaging,
  userName: 'rin',
  permissionSet: 'DatabaseTunnel',
  profile: 'staging-login',
}

/** How the AWS CLI names the session of a console sign-in: by the ARN of whose it is. */
export const loginSessionOf = ({ accountId, userName }: ConsoleUser): string =>
  `arn:aws:iam::${accountId}:user/${userName}`
