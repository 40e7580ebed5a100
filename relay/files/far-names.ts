import { farName, farParent, joinFar } from '#domain/far-path/far-path.ts'
import type { FileSide } from './file-side.ts'

/** What names and places of the far end are, whatever carries its files: those of POSIX, and each name is its own. */
export const farNames = {
  side: 'there',
  join: joinFar,
  folderOf: (path) => farParent(path) ?? '/',
  nameOf: farName,
  ownName: (name) => name,
  foldedName: (name) => name,
  shownName: (path) => path,
} satisfies Partial<FileSide>
