import type { FoundFile } from './file-side.ts'

/** Whom the far end took us for. */
export interface FarUser {
  readonly uid: number
  readonly groups: readonly number[]
}

const kinds = { mask: 0o170_000, file: 0o100_000, folder: 0o040_000 } as const

/** What a POSIX mode says something is. */
export function kindOfMode(mode: number): FoundFile['kind'] {
  const kind = mode & kinds.mask
  return kind === kinds.file ? 'file' : kind === kinds.folder ? 'folder' : 'other'
}

/** Whether a mode lets a user read; a folder is read by who may also enter it. Unknown users are given the benefit of the doubt. */
export function isReadableBy(user: FarUser | null, mode: number, owner: number, group: number): boolean {
  if (user === null || user.uid === 0) return true
  const shift = user.uid === owner ? 6 : user.groups.includes(group) ? 3 : 0
  const needed = kindOfMode(mode) === 'folder' ? 0o5 : 0o4
  return ((mode >> shift) & needed) === needed
}

/** What `id -u; id -G` printed; null for anything else. */
export function readFarUser(printed: string): FarUser | null {
  const [uid, groups] = printed.trim().split('\n')
  if (uid === undefined || groups === undefined || !/^\d+$/.test(uid) || !/^[\d ]+$/.test(groups)) return null
  return { uid: Number(uid), groups: groups.trim().split(' ').map(Number) }
}
