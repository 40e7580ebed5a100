import { ordersProd, ordersStaging, platformDev } from './organisation.ts'
import type { GuardedRole, MfaDevice, PermissionSet, StaticKey } from './types.ts'

/** What an IAM user has who does everything through roles: `sts:AssumeRole`, which is the roles' to allow. */
export const assumeOnly: PermissionSet = { name: 'AssumeOnly', allow: [], documents: [] }

const userName = 'mika'

/** An IAM user, as organisations without Identity Center have them. */
export const mfaUserKey: StaticKey = {
  accessKeyId: 'AKIASANDBOXMIKASATOX',
  secretAccessKey: 'sandbox+only+worthless+anywhere+else+002',
  userName,
  accountId: platformDev,
  permissionSet: assumeOnly.name,
}

export const mfaDevice: MfaDevice = {
  serial: `arn:aws:iam::${platformDev}:mfa/mika-phone`,
  userArn: `arn:aws:iam::${platformDev}:user/${userName}`,
  secret: 'HARBORLINESANDBOXONLYWORTHLESSAA',
}

/** Roles that whoever is known may assume, when the trust policy's conditions hold. */
export const guardedRoles: readonly GuardedRole[] = [
  { accountId: ordersProd, name: 'TunnelWithMfa', permissionSet: 'DatabaseTunnel', asksMfa: true, externalId: null },
  { accountId: ordersStaging, name: 'TunnelWithMfa', permissionSet: 'DatabaseTunnel', asksMfa: true, externalId: null },
  {
    accountId: ordersStaging,
    name: 'TunnelForPartner',
    permissionSet: 'DatabaseTunnel',
    asksMfa: false,
    externalId: 'harborline-42',
  },
]

/** Profiles for these roles, by the name of each account. */
export const mfaProfiles: Readonly<Record<string, GuardedRole['accountId']>> = {
  'orders-mfa': ordersProd,
  'staging-mfa': ordersStaging,
}
