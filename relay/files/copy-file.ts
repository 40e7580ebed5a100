import { partName } from '#domain/far-path/local-name.ts'
import { problemOf } from '#domain/problem/problem.ts'
import { FileTrouble, sumOfBytes, type FileSide, type FileSink, type FoundFile } from './file-side.ts'
import { GivenUp, unlessOver, untilOver } from './unless-over.ts'

/** One file to be copied. */
export interface FileCopy {
  readonly from: FileSide
  readonly to: FileSide
  readonly source: string
  /** As it was when it was counted. */
  readonly found: FoundFile
  readonly target: string
  /** A part that is there is gone on with. */
  readonly mayResume: boolean
  /** What has this name already is replaced, as somebody agreed to. */
  readonly mayReplace: boolean
  /** Bytes that may come over the size that was told. Files of the kernel say none, and have some. */
  readonly mayExceed: number
  /** Somebody gives it up. */
  readonly over: AbortSignal
  /** So many bytes of it are there. */
  moved(bytes: number): void
  checking(): void
}

/** How a copy went. `part`: what is there of it. */
export type FileCopied =
  | { readonly kind: 'same'; readonly sha256: string }
  | { readonly kind: 'not-same' }
  /** Something came to have its name meanwhile. */
  | { readonly kind: 'exists'; readonly existing: FoundFile }
  | { readonly kind: 'stopped'; readonly part: string }

/** Where a file lies while it is not whole yet: beside its place. */
export function partOf(side: FileSide, target: string): string {
  return side.join(side.folderOf(target), partName(side.nameOf(target)))
}

/**
 * Copies one file: into a part beside its place, compared by SHA-256 on both sides, and only then under its name. A part of an earlier run
 * is gone on with when it is the beginning of this very file. What is not the same, or was changed meanwhile, is deleted.
 */
export async function copyFile(copy: FileCopy): Promise<FileCopied> {
  try {
    return await copyWhole(copy)
  } catch (error) {
    if (error instanceof GivenUp) return { kind: 'stopped', part: partOf(copy.to, copy.target) }
    throw error
  }
}

async function copyWhole(copy: FileCopy): Promise<FileCopied> {
  const { from, to, source, target, found } = copy
  const part = partOf(to, target)
  const done = copy.mayResume ? await sameBeginning(copy, part) : 0
  copy.moved(done)
  const pumped = await pump(copy, await to.write(part, done), done)
  if (pumped === 'too-much') {
    await to.remove(part)
    throw changed(copy)
  }
  copy.checking()
  const [there, copied] = await bothSums(copy, part, withOneMore(pumped))
  const now = await unlessOver(from.stat(source), copy.over)
  const isChanged = now === null || now.size !== found.size || now.changedAt !== found.changedAt
  if (isChanged || there !== copied) await to.remove(part)
  if (isChanged) throw changed(copy)
  if (there !== copied) return { kind: 'not-same' }
  const existing = copy.mayReplace ? null : await otherAt(copy, there)
  if (existing !== null) {
    await to.remove(part)
    return { kind: 'exists', existing }
  }
  await to.markFetched?.(part)
  await to.rename(part, target)
  return { kind: 'same', sha256: there }
}

const changed = ({ from, source }: FileCopy): FileTrouble =>
  new FileTrouble(problemOf('FILE_CHANGED', { side: from.side, name: from.shownName(source) }))

/** What lies in the target's place, unless it is the very same: the end of a run that nobody heard of. */
async function otherAt({ to, target, found, over }: FileCopy, sha256: string): Promise<FoundFile | null> {
  const existing = await to.stat(target)
  if (existing?.kind !== 'file' || existing.size !== found.size) return existing
  return (await to.sha256(target, withOneMore(found.size), over)) === sha256 ? null : existing
}

/** So many bytes to be summed, and one that should not be there: with it a file that goes on has another sum. */
export const withOneMore = (bytes: number): number => sumOfBytes(bytes, 1)

async function bothSums(copy: FileCopy, part: string, bytes: number): Promise<readonly [string, string]> {
  const { from, to, source, over } = copy
  return await unlessOver(Promise.all([from.sha256(source, bytes, over), to.sha256(part, bytes, over)]), over)
}

/** How many bytes are there. `too-much`: what is read grows without end, or its size was a lie that would fill the disk. */
async function pump(copy: FileCopy, sink: FileSink, start: number): Promise<number | 'too-much'> {
  const { from, source, found, mayExceed, over, moved } = copy
  let bytes = start
  try {
    for await (const chunk of untilOver(from.read(source, start), over)) {
      if (bytes + chunk.length > found.size + mayExceed) return 'too-much'
      await sink.write(chunk)
      bytes += chunk.length
      moved(bytes)
    }
    await sink.finish()
  } finally {
    await sink.abandon()
  }
  return bytes
}

/** Bytes of the part that are the beginning of the source. */
async function sameBeginning(copy: FileCopy, part: string): Promise<number> {
  const { to, found } = copy
  const there = await to.stat(part)
  if (there === null || there.kind !== 'file' || there.size === 0 || there.size > found.size) return 0
  const [one, other] = await bothSums(copy, part, there.size)
  return one === other ? there.size : 0
}
