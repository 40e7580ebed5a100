import { createHash } from 'node:crypto'
import { constants, readFileSync } from 'node:fs'
import { access, lstat, open, realpath, stat } from 'node:fs/promises'
import type { ProgramIdentity } from '#contract/program-file.ts'
import type { Problem } from '#contract/problem.ts'
import type { Result } from '#contract/result.ts'
import { problemOf } from '#domain/problem/problem.ts'
import { pathForm } from '#domain/program-file/path-form.ts'
import { othersMayWrite, type Self } from '#domain/program-file/writers.ts'
import { fail, ok } from '#domain/result.ts'
import { hopsOf, type Hop } from './link-walk.ts'

/** macOS' groups of administrators, who may do anything anyway: wheel and admin. */
const macAdministrators: ReadonlySet<number> = new Set([0, 80])

/**
 * Looks at a program without running it, and gives the file that its path leads to: that one is run, so that a link that is
 * turned elsewhere changes nothing. ENGINE_NOT_FOUND, or ENGINE_UNUSABLE with what is wrong: the form of the path, no program, or
 * others may write to the file, to a folder through which the path leads, up to the root, or own a link by the way. Windows tells
 * Node nothing of who may write: there the form is all that is looked at.
 */
export async function judgeProgramFile(path: string): Promise<Result<string>> {
  const style = process.platform === 'win32' ? 'win32' : 'posix'
  const form = pathForm(path, style)
  if (form !== 'fine') {
    return fail('ENGINE_UNUSABLE', { path, reason: form === 'refused' ? 'path-refused' : form })
  }
  try {
    const hops = style === 'win32' ? [] : await hopsOf(path)
    const file = await realpath(path)
    const isStrange = (place: string): boolean => pathForm(place, style) !== 'fine'
    if (isStrange(file) || hops.some((hop) => isStrange(hop.path))) {
      return fail('ENGINE_UNUSABLE', { path, reason: 'path-refused' })
    }
    if (!(await stat(file)).isFile()) return fail('ENGINE_UNUSABLE', { path, reason: 'not-executable' })
    await access(file, constants.X_OK)
    const writable = await writableByOthers(hops)
    return writable === null
      ? ok(file)
      : fail('ENGINE_UNUSABLE', { path, reason: 'writable-by-others', where: writable })
  } catch (error) {
    return { ok: false, error: problemOfLook(path, error) }
  }
}

/** What a program is now: the relay compares it before each start. Read whole each time. ENGINE_NOT_FOUND or ENGINE_UNUSABLE. */
export async function identifyProgram(path: string): Promise<Result<ProgramIdentity>> {
  const file = await open(path).catch((error: unknown) => problemOfLook(path, error))
  if ('code' in file) return { ok: false, error: file }
  try {
    const { dev, ino, size } = await file.stat({ bigint: true })
    const hash = createHash('sha256')
    for await (const chunk of file.createReadStream({ autoClose: false })) hash.update(chunk)
    return ok({ device: `${dev}`, inode: `${ino}`, size: Number(size), sha256: hash.digest('hex') })
  } catch (error) {
    return { ok: false, error: problemOfLook(path, error) }
  } finally {
    await file.close()
  }
}

/** Another text for a file that was replaced or written to meanwhile, at the cost of a look at its times. Null when it is gone. */
export async function stampOf(path: string): Promise<string | null> {
  const stats = await stat(path, { bigint: true }).catch(() => null)
  return stats === null ? null : [stats.dev, stats.ino, stats.size, stats.mtimeNs, stats.ctimeNs].join(' ')
}

function problemOfLook(path: string, error: unknown): Problem {
  const code = error instanceof Error && 'code' in error ? String(error.code) : String(error)
  if (code === 'ENOENT' || code === 'ENOTDIR') return problemOf('ENGINE_NOT_FOUND', { path })
  return problemOf('ENGINE_UNUSABLE', { path, reason: 'not-executable', said: code })
}

/** The first of all places that lead to the file, itself among them, that others may change; null when there is none. */
async function writableByOthers(hops: readonly Hop[]): Promise<string | null> {
  const self = currentSelf()
  for (const { what, path } of hops) {
    const { uid, gid, mode } = await lstat(path)
    // A link's mode says nothing: its owner may make another of it, also where nobody else may (in a folder like /tmp).
    if (othersMayWrite(what === 'link' ? { uid, gid: 0, mode: 0 } : { uid, gid, mode }, self)) return path
  }
  return null
}

function currentSelf(): Self {
  const uid = process.getuid?.() ?? 0
  return {
    uid,
    isOwnGroup: (gid) => (process.platform === 'darwin' ? macAdministrators.has(gid) : gid === 0 || isAlone(gid, uid)),
  }
}

/** Nobody else is in the group, as far as the system's own files say: many distributions give each user one of that kind. */
function isAlone(gid: number, uid: number): boolean {
  try {
    const users = recordsOf('/etc/passwd').map(([name, , id, primary]) => ({ name, id: Number(id), primary }))
    const isSelf = (name: string | undefined): boolean =>
      users.some((user) => user.name === name && (user.id === uid || user.id === 0))
    const group = recordsOf('/etc/group').find(([, , id]) => Number(id) === gid)
    const members = group?.[3]?.split(',').filter((name) => name !== '') ?? null
    const byDefault = users.filter(({ primary }) => Number(primary) === gid).map(({ name }) => name)
    return members !== null && [...members, ...byDefault].every(isSelf)
  } catch {
    return false
  }
}

function recordsOf(path: string): readonly (readonly string[])[] {
  const lines = readFileSync(path, 'utf8').split('\n')
  return lines.filter((line) => line !== '').map((line) => line.split(':'))
}
