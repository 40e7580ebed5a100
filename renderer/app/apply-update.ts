import type { Snapshot, SnapshotUpdate } from '#contract/snapshot.ts'

function replaceOrAdd<T>(items: readonly T[], item: T, same: (other: T) => boolean): T[] {
  return items.some(same) ? items.map((other) => (same(other) ? item : other)) : [...items, item]
}

/** The snapshot after one update. The caller has checked that the revisions follow each other. */
export function applyUpdate(snapshot: Snapshot, update: SnapshotUpdate): Snapshot {
  const next = { ...snapshot, revision: update.revision }
  const change = update.change
  switch (change.type) {
    case 'tunnel':
      return {
        ...next,
        tunnels: replaceOrAdd(snapshot.tunnels, change.tunnel, (other) => other.spec.id === change.tunnel.spec.id),
      }
    case 'tunnel-removed':
      return { ...next, tunnels: snapshot.tunnels.filter((other) => other.spec.id !== change.id) }
    case 'sign-in':
      return {
        ...next,
        signIns: replaceOrAdd(
          snapshot.signIns,
          change.signIn,
          (other) => other.session.name === change.signIn.session.name,
        ),
      }
    case 'sign-in-removed':
      return { ...next, signIns: snapshot.signIns.filter((other) => other.session.name !== change.name) }
    case 'settings':
      return { ...next, settings: change.settings }
    case 'app':
      return { ...next, app: change.app }
    case 'notices':
      return { ...next, notices: change.notices }
    case 'online':
      return { ...next, online: change.online }
  }
}
