import { readdir, readFile, readlink } from 'node:fs/promises'
import { parseProcNet } from '#domain/proc-net/proc-net.ts'

const listings = ['/proc/net/tcp', '/proc/net/tcp6']
/** A program behind a script or two; more are not looked at. */
const mostProcesses = 16

/**
 * Whether a process, or one that it started, listens on a port; `unknown` where the system does not tell. Linux alone tells it
 * without a program being run.
 */
export async function listensOn(pid: number, port: number): Promise<'yes' | 'no' | 'unknown'> {
  const texts = await Promise.all(listings.map((path) => readFile(path, 'utf8').catch(() => '')))
  const rows = texts.flatMap(parseProcNet)
  const family = await familyOf(pid)
  const held = await Promise.all(family.map(socketsOf))
  if (rows.length === 0 || held[0] === null) return 'unknown'
  const own = new Set(held.flatMap((inodes) => inodes ?? []))
  return rows.some((row) => row.listens && row.localPort === port && own.has(row.inode)) ? 'yes' : 'no'
}

/** Inodes of a process's sockets; null where they can not be listed. */
async function socketsOf(pid: number): Promise<readonly string[] | null> {
  const folder = `/proc/${pid}/fd`
  const names = await readdir(folder).catch(() => null)
  if (names === null) return null
  const links = await Promise.all(names.map((name) => readlink(`${folder}/${name}`).catch(() => '')))
  return links.flatMap((link) => /^socket:\[(\d+)\]$/.exec(link)?.[1] ?? [])
}

/** A process and those that it started, itself first. */
async function familyOf(pid: number): Promise<readonly number[]> {
  const family = [pid]
  for (let at = 0; at < family.length && family.length < mostProcesses; at += 1) {
    family.push(...(await childrenOf(family[at] ?? pid)))
  }
  return family
}

async function childrenOf(pid: number): Promise<readonly number[]> {
  const threads = await readdir(`/proc/${pid}/task`).catch(() => [])
  const lists = await Promise.all(
    threads.map((thread) => readFile(`/proc/${pid}/task/${thread}/children`, 'utf8').catch(() => '')),
  )
  return lists.flatMap((list) => list.split(' ').filter((id) => id !== '')).map(Number)
}
