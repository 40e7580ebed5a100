import { createHash } from 'node:crypto'
import type { FileEntryWithStats, Stats } from 'ssh2'
import { farParent, isFarName, joinFar } from '#domain/far-path/far-path.ts'
import { farNames } from './far-names.ts'
import { farTrouble } from './far-trouble.ts'
import {
  FileTrouble,
  foundAs,
  unlessGone,
  type FileSide,
  type FileSink,
  type FoundFile,
  type ListedFile,
} from './file-side.ts'
import { isReadableBy, kindOfMode, type FarUser } from './far-mode.ts'
import type { PromisedSftp } from './promised-sftp.ts'
import { untilOver } from './unless-over.ts'

/** What OpenSSH's server gives and takes in one packet, bytes. */
const packetBytes = 32_768
/** Requests that are under way at once: enough for the distance, and all the memory that a file takes here. */
const depth = 24
/** Flags of SFTP's open. */
const flags = { read: 0x01, write: 0x02, create: 0x08, exclusive: 0x20 } as const

/** What {@link createSftpSide} needs. */
interface SftpSideOptions {
  readonly sftp: PromisedSftp
  /** Whom the far end took us for; null where it does not tell. */
  readonly user: FarUser | null
  /** Runs a program at the far end; null when it could not be, or said that it failed. With `over` nobody waits for it any more. */
  run(command: string, over: AbortSignal): Promise<string | null>
}

/** The far end's files over SFTP. Sums are made there, where a program for it is; else the file is read once more. */
export function createSftpSide(options: SftpSideOptions): FileSide {
  const { sftp, user } = options
  const side: FileSide = {
    ...farNames,
    async stat(path) {
      const found = await unlessGone(sftp.stat(path))
      return found === null ? null : foundOf(found)
    },
    async list(folder) {
      const entries = await sftp.readdir(folder)
      return await Promise.all(entries.filter(({ filename }) => isFarName(filename)).map((one) => listed(one, folder)))
    },
    read: (path, from) => readAhead(sftp, path, from),
    write: (path, from) => openSink(sftp, path, from),
    sha256: (path, bytes, over) => sumOf(options, side, path, bytes, over),
    rename: (from, to) => sftp.rename(from, to),
    async makeFolder(path) {
      try {
        await sftp.mkdir(path)
      } catch (error) {
        if ((await side.stat(path))?.kind !== 'folder') throw error
      }
    },
    remove: async (path) => void (await unlessGone(sftp.unlink(path))),
  }
  const listed = async ({ filename, longname, attrs }: FileEntryWithStats, folder: string): Promise<ListedFile> => {
    const isLink = attrs.isSymbolicLink()
    const found = isLink ? await sftp.stat(joinFar(folder, filename)).catch(() => attrs) : attrs
    const owner = longname.split(/\s+/)[2] ?? null
    const isReadable = isReadableBy(user, found.mode, found.uid, found.gid)
    return { ...foundOf(found), name: filename, isLink, owner, isReadable }
  }
  return side
}

function foundOf({ mode, size, mtime }: Stats): FoundFile {
  return foundAs(kindOfMode(mode), size, mtime * 1_000)
}

/** As fast as the distance allows, in order, with so many packets ahead of who reads. */
async function* readAhead(sftp: PromisedSftp, path: string, from: number): AsyncIterable<Uint8Array> {
  const handle = await sftp.open(path, flags.read)
  const ahead: Promise<Buffer>[] = []
  let next = from
  const ask = (): void => {
    const packet = readWhole(sftp, handle, next, path)
    // Whoever stops reading leaves those behind.
    packet.catch(() => undefined)
    ahead.push(packet)
    next += packetBytes
  }
  try {
    while (ahead.length < depth) ask()
    for (let packet = await ahead.shift(); packet !== undefined && packet.length > 0; packet = await ahead.shift()) {
      yield packet
      if (packet.length < packetBytes) break
      ask()
    }
  } finally {
    await sftp.close(handle).catch(() => undefined)
  }
}

/** A server may give less than was asked for; only none is the end. */
async function readWhole(sftp: PromisedSftp, handle: Buffer, from: number, path: string): Promise<Buffer> {
  let whole = await sftp.read(handle, from, packetBytes, path)
  while (whole.length > 0 && whole.length < packetBytes) {
    const more = await sftp.read(handle, from + whole.length, packetBytes - whole.length, path)
    if (more.length === 0) break
    whole = Buffer.concat([whole, more])
  }
  return whole
}

async function openSink(sftp: PromisedSftp, path: string, from: number): Promise<FileSink> {
  const isNew = from === 0
  // What somebody has put in the part's place, such as a link, would lead elsewhere.
  if (isNew) await sftp.unlink(path).catch(() => undefined)
  else if (!(await sftp.lstat(path)).isFile()) throw farTrouble('No such file', path)
  const handle = await sftp.open(path, isNew ? flags.write | flags.create | flags.exclusive : flags.write)
  if (!isNew) await sftp.truncate(handle, from, path)
  return new SftpSink(sftp, handle, path, from)
}

/** Writes with so many packets under way; who writes more waits. */
class SftpSink implements FileSink {
  readonly #sftp: PromisedSftp
  readonly #handle: Buffer
  readonly #path: string
  readonly #underway = new Set<Promise<unknown>>()
  #at: number
  #failure: Error | null = null

  constructor(sftp: PromisedSftp, handle: Buffer, path: string, from: number) {
    this.#sftp = sftp
    this.#handle = handle
    this.#path = path
    this.#at = from
  }

  async write(bytes: Uint8Array): Promise<void> {
    for (let done = 0; done < bytes.length; done += packetBytes) {
      while (this.#underway.size >= depth) await Promise.race(this.#underway)
      await this.#check()
      this.#send(Buffer.from(bytes.subarray(done, done + packetBytes)))
    }
  }

  async finish(): Promise<void> {
    await Promise.all(this.#underway)
    await this.#check()
    await this.#sftp.close(this.#handle)
  }

  async abandon(): Promise<void> {
    await Promise.all(this.#underway)
    await this.#sftp.close(this.#handle).catch(() => undefined)
  }

  #send(bytes: Buffer): void {
    const sent = this.#sftp
      .write(this.#handle, bytes, this.#at, this.#path)
      .catch((error: unknown) => void (this.#failure ??= error instanceof Error ? error : new Error(String(error))))
      .finally(() => this.#underway.delete(sent))
    this.#underway.add(sent)
    this.#at += bytes.length
  }

  /** SFTP has no word for a full disk. */
  async #check(): Promise<void> {
    if (this.#failure === null) return
    const folder = farParent(this.#path) ?? '/'
    if (isFailed(this.#failure) && (await this.#sftp.isFull(folder))) throw farTrouble('No space left', folder)
    throw this.#failure
  }
}

const isFailed = (error: unknown): boolean => error instanceof FileTrouble && error.problem.code === 'FILE_FAILED'

/** Which shell reads a command there is not known, and none has a meaning for these, between quotes or without. */
const plainPath = /^[A-Za-z0-9_./ +=,@-]+$/

async function sumOf(
  { run }: SftpSideOptions,
  side: FileSide,
  path: string,
  bytes: number,
  over: AbortSignal,
): Promise<string> {
  const sums = '{ sha256sum || shasum -a 256 || openssl dgst -sha256 -r; } 2>/dev/null'
  const said = plainPath.test(path) ? await run(`head -c ${bytes} < '${path}' | ${sums}`, over) : null
  const sum = said?.match(/^[0-9a-f]{64}(?=\s)/)?.[0]
  if (sum !== undefined) return sum
  const hash = createHash('sha256')
  let left = bytes
  for await (const chunk of untilOver(side.read(path, 0), over)) {
    hash.update(chunk.subarray(0, Math.min(chunk.length, left)))
    left -= chunk.length
    if (left <= 0) break
  }
  return hash.digest('hex')
}
