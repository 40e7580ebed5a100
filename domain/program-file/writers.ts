/** What a file or folder says of who may write to it (POSIX). */
export interface Ownership {
  readonly uid: number
  readonly gid: number
  /** With the kind of the file, as `stat` gives it. */
  readonly mode: number
}

/** Who runs this program, and which groups are nobody's but theirs and the administrator's. */
export interface Self {
  readonly uid: number
  isOwnGroup(gid: number): boolean
}

const writableByGroup = 0o020
const writableByAll = 0o002
/** In a folder with it, nobody renames or removes what is another's. */
const sticky = 0o1000
const folder = 0o040000
const kinds = 0o170000

/**
 * True when somebody else than this user and the administrator may change the file, or what is in the folder. Access control lists
 * are seen as far as the mode shows them: a list that lets others write sets the group's bit.
 */
export function othersMayWrite({ uid, gid, mode }: Ownership, self: Self): boolean {
  if (uid !== 0 && uid !== self.uid) return true
  const isStickyFolder = (mode & kinds) === folder && (mode & sticky) !== 0
  if (isStickyFolder) return false
  return (mode & writableByAll) !== 0 || ((mode & writableByGroup) !== 0 && !self.isOwnGroup(gid))
}
