import type { FarEntry, FarListing, FileRequest, FileSessionView, TransferView } from '#contract/files.ts'
import { problemOf } from '#domain/problem/problem.ts'

const minute = 60_000
const megabyte = 1_000_000

/** Id of the fixture's file session. */
export const fixtureFilesId = '0f11e500-0000-4000-8000-000000000001'

export const fixtureFileRequest: FileRequest = {
  profile: { type: 'sso', session: 'harborline', accountId: '730155204418', roleName: 'DatabaseTunnel' },
  region: 'ap-northeast-1',
  target: { on: 'node', id: 'i-0ab3f29c81d7e4402' },
  name: 'orders-api-1',
  environment: 'staging',
}

/** One name at the far end; a file that can be read unless `part` says otherwise. */
export function farEntryOf(part: Partial<FarEntry> & Pick<FarEntry, 'name'>): FarEntry {
  const key = btoa(`/srv/orders/${part.name}`).replace(/=+$/, '')
  return { key, kind: 'file', isLink: false, size: 1_400, changedAt: null, owner: 'orders', closed: null, ...part }
}

/** A folder as the design's pictures have it; `now` in ms. */
export function fixtureListing(now: number): FarListing {
  const at = (days: number): number => now - days * 24 * 60 * minute
  const folder = { kind: 'folder', size: null } as const
  return {
    key: 'L3Nydi9vcmRlcnM',
    path: '/srv/orders',
    parent: 'L3Nydg',
    entries: [
      farEntryOf({ name: 'seed.sql.gz', size: 48.2 * megabyte, changedAt: at(10) }),
      farEntryOf({ name: 'current', ...folder, isLink: true, changedAt: at(0.04) }),
      farEntryOf({ name: 'releases', ...folder, changedAt: at(0.04) }),
      farEntryOf({ name: 'shared', ...folder, changedAt: at(19) }),
      farEntryOf({ name: 'access.log', size: 184 * megabyte, changedAt: at(0), owner: 'www-data' }),
      farEntryOf({ name: 'access.log.1', size: 1_200 * megabyte, changedAt: at(0.6), owner: 'www-data' }),
      farEntryOf({ name: 'core.21884', size: 612 * megabyte, changedAt: at(1), owner: 'root', closed: 'unreadable' }),
      farEntryOf({ name: 'docker-compose.yml', size: 3_100, changedAt: at(7) }),
      farEntryOf({ name: 'orders.env', changedAt: at(7) }),
    ],
    more: 0,
  }
}

/** A transfer in a state; its id is made of `at`, its place in the list. */
export function transferOf(
  at: number,
  part: Partial<TransferView> & Pick<TransferView, 'name' | 'status'>,
): TransferView {
  const id = `0f11e500-0000-4000-8000-${String(100 + at).padStart(12, '0')}`
  return { id, direction: 'down', what: 'file', savedAs: null, farFolder: '/srv/orders', ...part }
}

const amountOf = (bytes: number, totalBytes: number) => ({ bytes, totalBytes, files: 0, totalFiles: 1 })

/** One transfer in each state that the design shows. */
export function fixtureTransfers(now: number): readonly TransferView[] {
  const sha256 = `9f31${'0'.repeat(56)}c07e`
  return [
    transferOf(0, {
      name: 'access.log',
      status: { kind: 'moving', amount: amountOf(114 * megabyte, 184 * megabyte), rate: 2.4 * megabyte },
    }),
    transferOf(1, {
      name: 'seed-2.sql.gz',
      direction: 'up',
      status: {
        kind: 'paused',
        amount: amountOf(15 * megabyte, 48 * megabyte),
        why: 'person',
        keptUntil: now + 23.5 * 60 * minute,
      },
    }),
    transferOf(2, {
      name: 'orders.env',
      direction: 'up',
      status: { kind: 'same', amount: amountOf(1_400, 1_400), sha256, leftOut: 0, at: now - minute },
    }),
    transferOf(3, { name: 'heap.hprof', status: { kind: 'not-same', file: 'heap.hprof', at: now - 2 * minute } }),
    transferOf(4, { name: 'access.log.1', status: { kind: 'waits', behind: 'access.log' } }),
    transferOf(5, {
      name: 'core.21885',
      status: {
        kind: 'failed',
        problem: problemOf('FILE_FORBIDDEN', { side: 'there', name: '/srv/orders/core.21885' }),
        at: now - 3 * minute,
      },
    }),
  ]
}

/** Files that are open over SSH. */
export function fixtureFiles(now: number, change: Partial<FileSessionView> = {}): FileSessionView {
  return {
    id: fixtureFilesId,
    request: fixtureFileRequest,
    targetName: 'orders-api-1',
    targetId: 'i-0ab3f29c81d7e4402',
    status: {
      kind: 'open',
      since: now - 10 * minute,
      sessionId: 'mika.sato-0f3c9a2b71de4d9e',
      by: { engine: 'builtin', version: null },
      carrier: { over: 'ssh', user: 'ubuntu', key: 'agent', hostKey: 'SHA256:aaaa' },
      home: 'L2hvbWUvdWJ1bnR1',
    },
    transfers: [...fixtureTransfers(now)],
    ...change,
  }
}
