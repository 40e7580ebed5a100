import { readdir, readFile, readlink } from 'node:fs/promises'
import { basename } from 'node:path'
import { parseProcNet } from '#domain/proc-net/proc-net.ts'
import type { SocketRow } from './sockets.ts'

/** Most that the walk through the processes may take, in milliseconds. */
const timeLimitMs = 2_000

/**
 * Owners of the sockets with one of these local ports, from `/proc`. Processes of other users keep their secrets: their
 * sockets are simply not in the answer.
 */
export async function linuxSockets(ports: ReadonlySet<number>): Promise<readonly SocketRow[]> {
  const texts = await Promise.all(
    ['/proc/net/tcp', '/proc/net/tcp6'].map((path) => readFile(path, 'utf8').catch(() => '')),
  )
  const wanted = texts.flatMap(parseProcNet).filter((row) => ports.has(row.localPort))
  const byInode = new Map(wanted.map((row) => [row.inode, row]))
  const rows: SocketRow[] = []
  const endAt = Date.now() + timeLimitMs
  for (const pid of await processes()) {
    if (byInode.size === 0 || Date.now() > endAt) break
    for (const inode of await socketsOf(pid)) {
      const row = byInode.get(inode)
      if (row === undefined) continue
      byInode.delete(inode)
      const { localAddress, localPort, listens } = row
      rows.push({ localAddress, localPort, listens, pid: Number(pid), program: await programOf(pid) })
    }
  }
  return rows
}

/** Newest first: clients of a database are mostly started after the system's services. */
async function processes(): Promise<readonly string[]> {
  const names = await readdir('/proc').catch(() => [])
  return names.filter((name) => /^\d+$/.test(name)).toSorted((a, b) => Number(b) - Number(a))
}

async function socketsOf(pid: string): Promise<readonly string[]> {
  const folder = `/proc/${pid}/fd`
  const descriptors = await readdir(folder).catch(() => [])
  const links = await Promise.all(descriptors.map((name) => readlink(`${folder}/${name}`).catch(() => '')))
  return links.flatMap((link) => /^socket:\[(\d+)\]$/.exec(link)?.[1] ?? [])
}

/** The executable's name, or the kernel's short name where the executable may not be read. */
async function programOf(pid: string): Promise<string | null> {
  const executable = await readlink(`/proc/${pid}/exe`).catch(() => null)
  if (executable !== null) return basename(executable.replace(/ \(deleted\)$/, ''))
  const short = await readFile(`/proc/${pid}/comm`, 'utf8').catch(() => null)
  return short?.trim() ?? null
}
