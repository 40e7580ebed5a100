import { z } from 'zod'
import type { KnownHost, KnownHosts } from '../app/files/file-deps.ts'
import type { Log } from '../app/ports.ts'
import { codeOf, readDocument, writeDocument, type DocumentFormat } from './json-document.ts'

const format: DocumentFormat = { version: 1, migrations: {} }
/** More nodes than anybody looks at; the oldest go first. */
const mostHosts = 2_000

const hostShape = z.object({ user: z.string().max(32).nullable(), hostKey: z.string().max(100).nullable() })
const fileShape = z.object({ hosts: z.record(z.string(), hostShape) })

/**
 * What is remembered of the SSH servers of targets, in one JSON file (0600, written whole or not at all). A file that can not be read as
 * ours is left alone and nothing is remembered in it: a host key that was known may not be lost by a fault of ours.
 */
export async function openKnownHosts(path: string, log: Pick<Log, 'warn'>): Promise<KnownHosts> {
  const read = await readDocument(path, format)
  const parsed = read.kind === 'read' ? fileShape.safeParse(read.document) : null
  const isOurs = read.kind === 'absent' || parsed?.success === true
  if (!isOurs) log.warn('known-hosts.unreadable', { kind: read.kind })
  const hosts = new Map<string, KnownHost>(Object.entries(parsed?.data?.hosts ?? {}))
  let writing: Promise<unknown> = Promise.resolve()
  const save = (): void => {
    const document = { version: format.version, hosts: Object.fromEntries(hosts) }
    const write = (): Promise<void> => writeDocument(path, document)
    writing = writing
      .then(write)
      .catch((error: unknown) => log.warn('known-hosts.not-written', { reason: codeOf(error) }))
  }
  return {
    of: (targetId) => hosts.get(targetId) ?? { user: null, hostKey: null },
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
