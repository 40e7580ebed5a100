import { randomHex } from './random.ts'

export type AccessRequestStatus = 'Pending' | 'Approved' | 'Rejected' | 'Revoked' | 'Expired'

/** A request for just-in-time access to nodes. */
export interface AccessRequest {
  /** `oi-` and twelve hexadecimal digits. */
  readonly id: string
  readonly accountId: string
  readonly region: string
  /** Who asked. */
  readonly owner: string
  readonly reason: string
  readonly nodeIds: readonly string[]
  status: AccessRequestStatus
  /** Epoch ms until which an approval holds. */
  until: number | null
}

/** The requests of all accounts, and what approvers do with them. */
export interface AccessRequestBook {
  add(request: Pick<AccessRequest, 'accountId' | 'region' | 'owner' | 'reason' | 'nodeIds'>): AccessRequest
  find(id: string): AccessRequest | null
  list(): readonly AccessRequest[]
  /** Every request that is pending, or approved where it is revoked or ends; returns how many. */
  decide(status: Exclude<AccessRequestStatus, 'Pending'>, until: number | null): number
  clear(): void
}

export function createAccessRequestBook(): AccessRequestBook {
  const requests = new Map<string, AccessRequest>()
  return {
    add(request) {
      const added: AccessRequest = { ...request, id: `oi-${randomHex(12)}`, status: 'Pending', until: null }
      requests.set(added.id, added)
      return added
    },
    find: (id) => requests.get(id) ?? null,
    list: () => [...requests.values()],
    decide(status, until) {
      const from: readonly AccessRequestStatus[] = status === 'Revoked' ? ['Pending', 'Approved'] : ['Pending']
      const open = [...requests.values()].filter((request) => from.includes(request.status))
      for (const request of open) Object.assign(request, { status, until })
      return open.length
    },
    clear: () => requests.clear(),
  }
}
