import { open, readdir, rm, stat, type FileHandle } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'

/** How many copies of one file are kept. */
const keptBackups = 10
/** Of a file that belongs to somebody else, others see nothing in our copy. */
const ownerOnly = 0o600

/** Keeps the bytes beside the file as `NAME.culvert-backup-TIME`, as protected as the file itself, and drops the oldest above ten. */
export async function keepBackup(path: string, bytes: Buffer, now: number): Promise<void> {
  const { mode, uid, gid } = await stat(path)
  const older = await backupsOf(path)
  const name = join(dirname(path), nameAfter(older.at(-1), basename(path), now))
  const copy = await open(name, 'wx', ownerOnly)
  try {
    await fill(copy, bytes, { mode, uid, gid })
  } catch (error) {
    // Half a copy would pass for a whole one.
    await rm(name, { force: true })
    throw error
  }
  for (const name of older.slice(0, 1 - keptBackups)) await rm(join(dirname(path), name), { force: true })
}

async function fill(
  copy: FileHandle,
  bytes: Buffer,
  { mode, uid, gid }: { readonly mode: number; readonly uid: number; readonly gid: number },
): Promise<void> {
  try {
    const isOwned = await copy.chown(uid, gid).then(
      () => true,
      () => false,
    )
    await copy.chmod(isOwned ? mode & 0o777 : ownerOnly & mode)
    await copy.writeFile(bytes)
    await copy.sync()
  } finally {
    await copy.close()
  }
}

/** Names of the copies there are, the oldest first. */
async function backupsOf(path: string): Promise<readonly string[]> {
  const names = await readdir(dirname(path))
  return names.filter((name) => name.startsWith(`${basename(path)}.culvert-backup`)).toSorted()
}

/** Names sort by age, also when two edits come at once and when the clock was set back. */
function nameAfter(last: string | undefined, name: string, now: number): string {
  const nameAt = (time: number): string => `${name}.culvert-backup-${new Date(time).toISOString().replaceAll(':', '-')}`
  if (last === undefined || last < nameAt(now)) return nameAt(now)
  const time = Date.parse(last.slice(-24).replace(/T(\d+)-(\d+)-/, 'T$1:$2:'))
  return Number.isNaN(time) ? nameAt(now) : nameAt(time + 1)
}
