import { isFarName } from '#domain/far-path/far-path.ts'
import { isReadableBy, kindOfMode, readFarUser, type FarUser } from './far-mode.ts'
import { farNames } from './far-names.ts'
import { farTrouble } from './far-trouble.ts'
import { foundAs, unlessGone, type FileSide, type FileSink, type FoundFile, type ListedFile } from './file-side.ts'
import type { ShellChannel } from './shell-channel.ts'
import { betweenRecords, blockBytes, chunkBlocks } from './shell-script.ts'
import { unlessOver } from './unless-over.ts'

const chunkBytes = blockBytes * chunkBlocks

/** What the far end says of itself. */
export interface ShellFacts {
  /** A program that is needed and not there; null when all are. */
  readonly missing: string | null
  readonly user: FarUser | null
  readonly userName: string | null
  readonly home: string
}

/** Asks once, before anything else. */
export async function readShellFacts(channel: ShellChannel): Promise<ShellFacts> {
  const printed = (await channel.ask('info', '/')).toString('utf8')
  const [missing, uid, groups, userName, home] = printed.split('\n')
  return {
    missing: missing === '-' ? null : (missing ?? 'sh'),
    user: readFarUser(`${uid ?? ''}\n${groups ?? ''}`),
    userName: userName || null,
    home: home?.startsWith('/') === true ? home : '/',
  }
}

/** The far end's files over a shell. */
export function createShellSide(channel: ShellChannel, user: FarUser | null): FileSide {
  const ask = (verb: string, path: string, argument?: string): Promise<Buffer> => channel.ask(verb, path, argument)
  return {
    ...farNames,
    async stat(path) {
      const said = await unlessGone(ask('stat', path))
      return said === null ? null : foundOf(said.toString('utf8'))
    },
    list: async (folder) => readListing((await ask('list', folder)).toString('utf8'), user),
    read: (path, from) => readInChunks(channel, path, from),
    write: (path, from) => openSink(channel, path, from),
    async sha256(path, bytes, over) {
      // The program there goes on when nobody waits, and ends with so many bytes.
      const said = (await unlessOver(ask('sum', path, String(bytes)), over)).toString('utf8')
      const sum = said.match(/^\\?([0-9a-f]{64})(?=\s)/)?.[1]
      if (sum === undefined) throw farTrouble(said, path)
      return sum
    },
    rename: async (from, to) => void (await ask('move', from, Buffer.from(to).toString('base64'))),
    makeFolder: async (path) => void (await ask('mkdir', path)),
    remove: async (path) => void (await ask('rm', path)),
  }
}

function foundOf(said: string): FoundFile {
  const [mode = '0', size = '0', changedAt = '0'] = said.trim().split('/')
  return foundAs(kindOfMode(Number.parseInt(mode, 16)), Number(size), Number(changedAt) * 1_000)
}

/** One record for each name, and a second one for what is behind a link. What parts them is in no name: names have no slash. */
function readListing(printed: string, user: FarUser | null): readonly ListedFile[] {
  const entries = new Map<string, ListedFile>()
  for (const record of printed.split(betweenRecords).slice(1)) {
    const [mode = '', size, changedAt, uid, gid, owner, dot, ...rest] = record.replace(/\n$/, '').split('/')
    const name = rest.join('/')
    if (dot !== '.' || !isFarName(name)) continue
    const bits = Number.parseInt(mode.replace(/^L/, ''), 16)
    const known = entries.get(name)
    const isLink = known?.isLink === true || (bits & 0o170_000) === 0o120_000
    const isReadable = isReadableBy(user, bits, Number(uid), Number(gid))
    const found = foundOf(`${mode.replace(/^L/, '')}/${size}/${changedAt}`)
    entries.set(name, { ...found, name, isLink, owner: known?.owner ?? owner ?? null, isReadable })
  }
  return [...entries.values()]
}

/** One request ahead of who reads. */
async function* readInChunks(channel: ShellChannel, path: string, from: number): AsyncIterable<Uint8Array> {
  let block = Math.floor(from / blockBytes)
  let skip = from - block * blockBytes
  const ask = (): Promise<Buffer> => {
    const chunk = channel.ask('get', path, String(block))
    chunk.catch(() => undefined)
    block += chunkBlocks
    return chunk
  }
  let next = ask()
  for (;;) {
    const coming = next
    next = ask()
    const chunk = await coming
    if (chunk.length > skip) yield chunk.subarray(skip)
    skip = 0
    if (chunk.length < chunkBytes) return
  }
}

async function openSink(channel: ShellChannel, path: string, from: number): Promise<FileSink> {
  if (from === 0) await channel.ask('new', path)
  else await channel.ask('cut', path, String(from))
  let waiting: Buffer[] = []
  let length = 0
  const flush = async (): Promise<void> => {
    const body = Buffer.from(Buffer.concat(waiting).toString('base64'))
    waiting = []
    length = 0
    if (body.length > 0) await channel.ask('put', path, String(body.length), body)
  }
  return {
    async write(bytes) {
      waiting.push(Buffer.from(bytes))
      length += bytes.length
      if (length >= chunkBytes) await flush()
    },
    finish: flush,
    abandon: async () => undefined,
  }
}
