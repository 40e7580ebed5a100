import type { Snapshot, SnapshotUpdate } from '#contract/snapshot.ts'

/** One change of a snapshot, without its revision. */
export type SnapshotChange = SnapshotUpdate['change']

/** The snapshot after one change; its revision stays. A tunnel, shell or sign-in keeps its place, and a new one comes last. */
export function applyChange(snapshot: Snapshot, change: SnapshotChange): Snapshot {
  switch (change.type) {
    case 'tunnel':
      return { ...snapshot, tunnels: placed(snapshot.tunnels, change.tunnel, (view) => view.id) }
    case 'tunnel-removed':
      return { ...snapshot, tunnels: snapshot.tunnels.filter((view) => view.id !== change.id) }
    case 'shell':
      return { ...snapshot, shells: placed(snapshot.shells, change.shell, (view) => view.id) }
    case 'shell-removed':
      return { ...snapshot, shells: snapshot.shells.filter((view) => view.id !== change.id) }
    case 'files':
      return { ...snapshot, files: placed(snapshot.files, change.files, (view) => view.id) }
    case 'files-removed':
      return { ...snapshot, files: snapshot.files.filter((view) => view.id !== change.id) }
    case 'sign-in':
      return { ...snapshot, signIns: placed(snapshot.signIns, change.signIn, (view) => view.session.name) }
    case 'sign-in-removed':
      return { ...snapshot, signIns: snapshot.signIns.filter((view) => view.session.name !== change.name) }
    case 'mfa-device':
      return { ...snapshot, mfaDevices: placed(snapshot.mfaDevices, change.device, (view) => view.id) }
    case 'proxy':
      return { ...snapshot, proxies: placed(snapshot.proxies, change.proxy, (view) => view.id) }
    case 'node-access':
      return { ...snapshot, nodeAccess: placed(snapshot.nodeAccess, change.access, (view) => view.id) }
    case 'settings':
      return { ...snapshot, settings: change.settings }
    case 'app':
      return { ...snapshot, app: change.app }
    case 'notices':
      return { ...snapshot, notices: change.notices }
    case 'online':
      return { ...snapshot, online: change.online }
  }
}

/** The snapshot after one update. The caller has seen that the revisions follow each other. */
export function applyUpdate(snapshot: Snapshot, { revision, change }: SnapshotUpdate): Snapshot {
  return { ...applyChange(snapshot, change), revision }
}

/** In the place of the one with the same key, or at the end. */
function placed<T>(list: readonly T[], item: T, keyOf: (item: T) => string): T[] {
  const key = keyOf(item)
  const isKnown = list.some((other) => keyOf(other) === key)
  return isKnown ? list.map((other) => (keyOf(other) === key ? item : other)) : [...list, item]
}
