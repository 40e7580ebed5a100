import { farKey, mostEntries, type FarEntry, type FarListing, type FarPlace } from '#contract/files.ts'
import { farKeyOf, farPathOf } from '#domain/far-path/far-key.ts'
import { absoluteFar, farParent, joinFar } from '#domain/far-path/far-path.ts'
import { problemOf } from '#domain/problem/problem.ts'
import { FileTrouble, type FileSide, type ListedFile } from './file-side.ts'

/** The folder at a place, as a window is told it. Rejects as the side does. */
export async function listFolder(side: FileSide, home: string, at: FarPlace): Promise<FarListing> {
  const path = pathOf(at, home)
  const found = hasKey(path) ? await side.stat(path) : null
  if (found?.kind !== 'folder') throw new FileTrouble(problemOf('FILE_GONE', { side: 'there', name: path }))
  const all = [...(await side.list(path))].sort(byName)
  const named = all.filter(({ name }) => hasKey(joinFar(path, name)))
  const entries = named.slice(0, mostEntries).map((file) => entryOf(path, file))
  const parent = farParent(path)
  return {
    key: farKeyOf(path),
    path,
    parent: parent === null ? null : farKeyOf(parent),
    entries,
    more: all.length - entries.length,
  }
}

/** A path may be too long to be told a window: a far end can name anything. */
const hasKey = (path: string): boolean => farKey.safeParse(farKeyOf(path)).success

function pathOf(at: FarPlace, home: string): string {
  switch (at.by) {
    case 'home':
      return home
    case 'path':
      return absoluteFar(at.path, home)
    case 'key': {
      const path = farPathOf(at.key)
      if (path === null) throw new FileTrouble(problemOf('FILE_GONE', { side: 'there', name: at.key.slice(0, 80) }))
      return path
    }
  }
}

/** Folders first, as people look for them. */
function byName(one: ListedFile, other: ListedFile): number {
  const folders = Number(other.kind === 'folder') - Number(one.kind === 'folder')
  return folders || (one.name < other.name ? -1 : 1)
}

function entryOf(folder: string, { name, kind, isLink, size, changedAt, owner, isReadable }: ListedFile): FarEntry {
  const closed = name.includes('\uFFFD') ? 'name' : kind === 'other' ? 'special' : isReadable ? null : 'unreadable'
  const key = farKeyOf(joinFar(folder, name))
  return { key, name, kind, isLink, size: kind === 'file' ? size : null, changedAt, owner, closed }
}
