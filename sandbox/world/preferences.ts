import { ordersProd, ordersStaging, platformDev } from './organisation.ts'
import type { SessionPreferences } from './types.ts'

const plain = {
  idleSessionTimeout: '20',
  maxSessionDuration: '',
  kmsKeyId: '',
  runAsEnabled: false,
  runAsDefaultUser: '',
}

/** Preferences are an account's in one region: shells encrypted in one, run as another user in the next, refused in the last. */
export const preferences: readonly SessionPreferences[] = [
  {
    ...plain,
    accountId: ordersProd,
    region: 'eu-west-1',
    kmsKeyId: 'alias/session-manager',
    idleSessionTimeout: '15',
    maxSessionDuration: '240',
  },
  { ...plain, accountId: ordersStaging, region: 'eu-west-1', runAsEnabled: true, runAsDefaultUser: 'ec2-user' },
  /** Run As is on, and nobody said for whom. */
  { ...plain, accountId: platformDev, region: 'us-east-1', runAsEnabled: true },
]
