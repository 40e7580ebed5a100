import { constants } from 'node:fs'
import { createHash } from 'node:crypto'
import { access, open, stat } from 'node:fs/promises'
import { isAbsolute } from 'node:path'
import { problemOf } from '#domain/problem/problem.ts'
import type { ProgramIdentity } from '#contract/program-file.ts'
import type { Problem } from '#contract/problem.ts'
import { problemOfSpawn } from './plugin-problems.ts'

/** The beginning of an ELF file, up to the number of its processor. */
const machineAt = 18
const headBytes = 20

/** How programs begin: ELF, Mach-O (thin of both byte orders, and fat), Windows, and scripts that name their interpreter. */
const beginnings: readonly Buffer[] = [
  Buffer.from('\x7fELF', 'latin1'),
  Buffer.from('cffaedfe', 'hex'),
  Buffer.from('cefaedfe', 'hex'),
  Buffer.from('feedfacf', 'hex'),
  Buffer.from('feedface', 'hex'),
  Buffer.from('cafebabe', 'hex'),
  Buffer.from('MZ'),
  Buffer.from('#!'),
]

/** Linux' numbers of the processors whose programs run on ours. */
const machines: Readonly<Partial<Record<NodeJS.Architecture, readonly number[]>>> = { x64: [62, 3], arm64: [183, 40] }

/**
 * What is wrong with the file at a path, before it is run: a text file with the permission to run would else be taken for a
 * shell script, line by line, and so would a program for other processors. Null when it looks like a program.
 */
export async function problemOfFile(path: string): Promise<Problem | null> {
  // A bare name would be looked up in PATH, and another program of that name run.
  if (!isAbsolute(path)) return problemOf('ENGINE_UNUSABLE', { path, reason: 'not-absolute' })
  try {
    if (!(await stat(path)).isFile()) return notExecutable(path)
    await access(path, constants.X_OK)
    const beginning = await firstBytes(path)
    if (beginning === null) return null
    return isProgram(beginning) && !isForeign(beginning) ? null : notExecutable(path)
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error)
    return problemOfSpawn(code === 'ENOTDIR' ? 'ENOENT' : code, path)
  }
}

/**
 * Compares the file with what main looked at; null when it is the same. It is read whole before every start, some 20 MB in the time of one
 * round trip to AWS: what would save that goes by times, which are not what is run.
 */
export async function problemOfChange(path: string, known: ProgramIdentity): Promise<Problem | null> {
  const changed = problemOf('ENGINE_UNUSABLE', { path, reason: 'changed' })
  const file = await open(path).catch(() => null)
  if (file === null) return changed
  try {
    const { dev, ino, size } = await file.stat({ bigint: true })
    if (`${dev}` !== known.device || `${ino}` !== known.inode || Number(size) !== known.size) return changed
    const hash = createHash('sha256')
    for await (const chunk of file.createReadStream({ autoClose: false })) hash.update(chunk)
    return hash.digest('hex') === known.sha256 ? null : changed
  } catch {
    return changed
  } finally {
    await file.close()
  }
}

function notExecutable(path: string): Problem {
  return problemOf('ENGINE_UNUSABLE', { path, reason: 'not-executable' })
}

function isProgram(beginning: Buffer): boolean {
  return beginnings.some((known) => beginning.subarray(0, known.length).equals(known))
}

function isForeign(beginning: Buffer): boolean {
  const ours = process.platform === 'linux' ? machines[process.arch] : undefined
  const isElf = beginning.length === headBytes && beginning.toString('latin1', 1, 4) === 'ELF'
  return isElf && ours !== undefined && !ours.includes(beginning.readUInt16LE(machineAt))
}

/** Null of a file that may be run and not be read. */
async function firstBytes(path: string): Promise<Buffer | null> {
  const file = await open(path).catch(() => null)
  if (file === null) return null
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(headBytes), 0, headBytes, 0)
    return buffer.subarray(0, bytesRead)
  } finally {
    await file.close()
  }
}
