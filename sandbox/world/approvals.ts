import { ordersProd, ownSessions, looking } from './organisation.ts'
import type { Account, PermissionSet } from './types.ts'

/** Looks around and asks; starts no session by itself (User Guide, "Start a just-in-time node access session"). */
export const onRequest: PermissionSet = {
  name: 'DatabaseOnRequest',
  allow: [...looking, ...ownSessions, 'ssm:StartAccessRequest', 'ssm:GetAccessToken'],
  documents: [],
}

/** What the credentials of an approved request may do. */
export const justInTime: PermissionSet = {
  name: 'JustInTime',
  allow: ['ssm:StartSession', ...ownSessions],
  documents: ['*'],
}

/** The account that has its nodes on request besides. */
export const withRequests = (account: Account): Account =>
  account.id === ordersProd ? { ...account, permissionSets: [...account.permissionSets, onRequest.name] } : account
