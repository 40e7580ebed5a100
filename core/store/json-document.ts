import { constants } from 'node:fs'
import { copyFile, mkdir, readdir, readFile } from 'node:fs/promises'
import { basename, dirname, extname, join } from 'node:path'
import writeFileAtomic from 'write-file-atomic'

/** A JSON object as it lies in a file. */
export type JsonObject = Readonly<Record<string, unknown>>

/** Brings a document of one version to the next one, and leaves the one it was given as it is. */
type Migration = (document: JsonObject) => JsonObject | Promise<JsonObject>

/** What a versioned JSON file turned out to be. */
export type DocumentRead =
  | { readonly kind: 'absent' }
  | { readonly kind: 'read'; readonly document: JsonObject; readonly migratedFrom: number | null }
  /** A later version of the program wrote it; it must not be written over. */
  | { readonly kind: 'newer'; readonly document: JsonObject; readonly version: number }
  /** Not JSON, not an object, or without a usable version. */
  | { readonly kind: 'corrupt'; readonly reason: string }
  /** The system would not let it be read, or a migration broke on it; it may be perfectly well. */
  | { readonly kind: 'unreadable'; readonly reason: string }

/** How a file's versions follow each other: `migrations[n]` leads from version n to n + 1. */
export interface DocumentFormat {
  readonly version: number
  readonly migrations: Readonly<Record<number, Migration>>
}

/** Reads a file and brings it to the current version. Never throws, never writes. */
export async function readDocument(path: string, format: DocumentFormat): Promise<DocumentRead> {
  const text = await readText(path)
  if (text.kind !== 'text') return text
  const document = parseObject(text.text)
  if (document === null) return { kind: 'corrupt', reason: 'not a JSON object' }
  const version = document['version']
  if (typeof version !== 'number' || !Number.isInteger(version) || version < 1)
    return { kind: 'corrupt', reason: 'no version' }
  if (version > format.version) return { kind: 'newer', document, version }
  return migrated(document, version, format)
}

/** Writes the whole file or nothing of it, for the user alone (0600, its folder 0700). Throws what the system says. */
export async function writeDocument(path: string, document: JsonObject): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  await writeFileAtomic(path, `${JSON.stringify(document, null, 2)}\n`, { mode: 0o600, encoding: 'utf8' })
}

/**
 * Copies a file that is not understood beside itself as `NAME.corrupt-TIME.EXT`. Returns the copy's name, or that of an
 * earlier one that is the same: each start finds the file again until something else is written.
 */
export async function keepAside(path: string, now: Date): Promise<string> {
  return copyBeside(path, 'corrupt', `corrupt-${now.toISOString().replace(/[:.]/g, '-')}`)
}

/**
 * Copies a file that is about to be written in a later version beside itself as `NAME.v1.EXT`: under its old name again,
 * it serves the program that wrote it. Returns the copy's name, or that of an earlier one that is the same.
 */
export async function keepVersion(path: string, version: number): Promise<string> {
  return copyBeside(path, `v${version}`, `v${version}`)
}

/** Never over another file: the second copy of one mark ends in `-2`. Copies of one family may stand for each other. */
async function copyBeside(path: string, family: string, mark: string): Promise<string> {
  const extension = extname(path)
  const stem = basename(path, extension)
  const kept = await sameBeside(path, (name) => name.startsWith(`${stem}.${family}`) && name.endsWith(extension))
  if (kept !== null) return kept
  for (let copy = 1; ; copy += 1) {
    const name = `${stem}.${mark}${copy === 1 ? '' : `-${copy}`}${extension}`
    const isDone = await copyNew(path, join(dirname(path), name))
    if (isDone) return name
  }
}

/** The name of a file in the same folder that `isCopy` takes for a copy, and that holds the same bytes. */
async function sameBeside(path: string, isCopy: (name: string) => boolean): Promise<string | null> {
  const folder = dirname(path)
  const bytes = await readFile(path)
  for (const name of (await readdir(folder)).filter(isCopy).toSorted()) {
    const other = await readFile(join(folder, name)).catch(() => null)
    if (other?.equals(bytes) === true) return name
  }
  return null
}

async function copyNew(from: string, to: string): Promise<boolean> {
  try {
    await copyFile(from, to, constants.COPYFILE_EXCL)
    return true
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false
    throw error
  }
}

async function migrated(document: JsonObject, version: number, format: DocumentFormat): Promise<DocumentRead> {
  let current = document
  for (let at = version; at < format.version; at += 1) {
    const migrate = format.migrations[at]
    if (migrate === undefined) return { kind: 'corrupt', reason: `version ${version} is not supported` }
    try {
      current = { ...(await migrate(current)), version: at + 1 }
    } catch (error) {
      return { kind: 'unreadable', reason: `not brought from version ${at} to ${at + 1}: ${codeOf(error)}` }
    }
  }
  return { kind: 'read', document: current, migratedFrom: version === format.version ? null : version }
}

async function readText(
  path: string,
): Promise<
  { readonly kind: 'text'; readonly text: string } | Extract<DocumentRead, { kind: 'absent' | 'unreadable' }>
> {
  try {
    const text = await readFile(path, 'utf8')
    return { kind: 'text', text: text.replace(/^\uFEFF/, '') }
  } catch (error) {
    return codeOf(error) === 'ENOENT' ? { kind: 'absent' } : { kind: 'unreadable', reason: codeOf(error) }
  }
}

function parseObject(text: string): JsonObject | null {
  try {
    const value: unknown = JSON.parse(text)
    return isObject(value) ? value : null
  } catch {
    return null
  }
}

/** True for a JSON object: neither null nor an array. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The system's code of an error (`EACCES`), or its message. */
export function codeOf(error: unknown): string {
  if (error instanceof Error) return 'code' in error && typeof error.code === 'string' ? error.code : error.message
  return String(error)
}
