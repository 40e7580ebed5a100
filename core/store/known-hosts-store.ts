import { basename } from 'node:path'
import { z } from 'zod'
import type { KnownHost, KnownHosts } from '../app/files/file-deps.ts'
import type { Log } from '../app/ports.ts'
import {
  codeOf,
  isObject,
  readDocument,
  writeDocument,
  type DocumentFormat,
  type DocumentRead,
} from './json-document.ts'

const format: DocumentFormat = { version: 1, migrations: {} }
/** More nodes than anybody looks at; the oldest go first. */
const mostHosts = 2_000

const hostShape = z.object({ user: z.string().max(32).nullable(), hostKey: z.string().max(100).nullable() })

/** Of a host that may have been known. No server shows an empty key, so that the user is asked before one is taken. */
const lost: KnownHost = { user: null, hostKey: '' }

/**
 * What is remembered of the SSH servers of targets, in one JSON file (0600, written whole or not at all). A file that can not be read as
 * ours, or that a later version wrote, is left alone and nothing is remembered in it. A host key that was known may not be lost by a
 * fault of ours: what can not be read is a key that has changed, not one that was never seen.
 */
export async function openKnownHosts(path: string, log: Pick<Log, 'warn'>): Promise<KnownHosts> {
  const read = await readDocument(path, format)
  const found = hostsIn(read)
  const isOurs = read.kind === 'absent' || (read.kind === 'read' && found !== null)
  if (!isOurs) log.warn('known-hosts.unreadable', { file: basename(path), kind: read.kind })
  const hosts = new Map(found)
  let writing: Promise<unknown> = Promise.resolve()
  const save = (): void => {
    const document = { version: format.version, hosts: Object.fromEntries(hosts) }
    const write = (): Promise<void> => writeDocument(path, document)
    writing = writing
      .then(write)
      .catch((error: unknown) => log.warn('known-hosts.not-written', { reason: codeOf(error) }))
  }
  return {
    of: (targetId) => hosts.get(targetId) ?? (found === null ? lost : { user: null, hostKey: null }),
    remember(targetId, host) {
      const known = hosts.get(targetId)
      if (known?.user === host.user && known.hostKey === host.hostKey) return
      hosts.delete(targetId)
      hosts.set(targetId, host)
      for (const oldest of [...hosts.keys()].slice(0, Math.max(0, hosts.size - mostHosts))) hosts.delete(oldest)
      if (isOurs) save()
    },
  }
}

/** Each judged by itself; null when there may be some that can not be read. */
function hostsIn(read: DocumentRead): readonly (readonly [string, KnownHost])[] | null {
  if (read.kind === 'absent') return []
  const hosts = read.kind === 'read' || read.kind === 'newer' ? read.document['hosts'] : null
  if (!isObject(hosts)) return null
  return Object.entries(hosts).map(([id, raw]) => [id, hostShape.safeParse(raw).data ?? lost])
}
