import type { Problem } from '#contract/problem.ts'

/** An expected failure of one side; it crosses streams, which know failures as errors alone. */
export class FileTrouble extends Error {
  readonly problem: Problem

  constructor(problem: Problem) {
    super(problem.code)
    this.problem = problem
  }
}

/** Whether a failure is one file's of this side: gone, forbidden, changed or not readable. */
export function isTroubleOf(error: unknown, { side }: Pick<FileSide, 'side'>): boolean {
  if (!(error instanceof FileTrouble)) return false
  const { problem } = error
  switch (problem.code) {
    case 'FILE_GONE':
    case 'FILE_FORBIDDEN':
    case 'FILE_CHANGED':
    case 'FILE_FAILED':
      return problem.details.side === side
    default:
      return false
  }
}

/** Null for what is not there. */
export async function unlessGone<T>(asked: Promise<T>): Promise<T | null> {
  try {
    return await asked
  } catch (error) {
    if (error instanceof FileTrouble && error.problem.code === 'FILE_GONE') return null
    throw error
  }
}

/** The session is over: whatever was under way stands still, and may go on with the next one. */
export class SessionOver extends Error {}

/** More names than anybody looks for, or copies through a session; who tells more does not stop. */
export const mostNames = 100_000

/** What something is, links followed. */
export interface FoundFile {
  readonly kind: 'file' | 'folder' | 'other'
  /** Bytes. */
  readonly size: number
  /** Epoch ms, whole seconds where the side knows no more; null where it tells none. */
  readonly changedAt: number | null
}

/** The latest that a date can be, epoch ms. */
const latestMs = 8_640_000_000_000_000

/** What a side says of a file, within what can be counted and dated: the far end may say anything. `changedAt`: epoch ms. */
export function foundAs(kind: FoundFile['kind'], size: number, changedAt: number): FoundFile {
  const bytes = Math.min(Math.max(Math.floor(size) || 0, 0), Number.MAX_SAFE_INTEGER)
  const ms = Math.floor(changedAt)
  return { kind, size: bytes, changedAt: Math.abs(ms) <= latestMs ? ms : null }
}

/** A sum of sizes that the far end told, within what can be counted. */
export function sumOfBytes(one: number, other: number): number {
  return Math.min(one + other, Number.MAX_SAFE_INTEGER)
}

/** One name in a folder. */
export interface ListedFile extends FoundFile {
  readonly name: string
  readonly isLink: boolean
  readonly owner: string | null
  /** Whether this user may read it; true where that is not known. */
  readonly isReadable: boolean
}

/** A file that is being written. */
export interface FileSink {
  /** Settles when more may be written; nothing is held beyond a fixed number of bytes. */
  write(bytes: Uint8Array): Promise<void>
  /** Settles when all was taken, and closes. */
  finish(): Promise<void>
  /** Closes; what was taken stays. Never rejects. */
  abandon(): Promise<void>
}

/**
 * The files of one of the two sides, this computer's or the far end's, whatever carries them. All of it rejects with
 * {@link FileTrouble} (FILE_GONE, FILE_FORBIDDEN, DISK_FULL, FILE_FAILED) or {@link SessionOver}.
 */
export interface FileSide {
  readonly side: 'here' | 'there'
  join(folder: string, name: string): string
  folderOf(path: string): string
  nameOf(path: string): string
  /** What a name of the other side becomes here. */
  ownName(name: string): string
  /** The same for all names that may lead to one place on this side. */
  foldedName(name: string): string
  /** As a person may be told it: of this computer no folders. */
  shownName(path: string): string
  /** Null when there is nothing. */
  stat(path: string): Promise<FoundFile | null>
  list(folder: string): Promise<readonly ListedFile[]>
  /** The bytes from an offset on, as they are asked for. */
  read(path: string, from: number): AsyncIterable<Uint8Array>
  /** Goes on at an offset; what is behind it is cut off. Zero begins anew, and follows no link. */
  write(path: string, from: number): Promise<FileSink>
  /**
   * Hexadecimal; of so many bytes from the beginning, or of all where there are fewer. The number is always given: a file may grow while it
   * is read, and one of the far end need have no end. Rejects with `GivenUp` soon after `over`.
   */
  sha256(path: string, bytes: number, over: AbortSignal): Promise<string>
  /** Says of a file, in the system's own way, that it came from elsewhere; where this side has such a way. Never rejects. */
  markFetched?(path: string): Promise<void>
  /** In place of what is there. */
  rename(from: string, to: string): Promise<void>
  /** One that is there will do. */
  makeFolder(path: string): Promise<void>
  /** A file; one that is not there will do. */
  remove(path: string): Promise<void>
}
