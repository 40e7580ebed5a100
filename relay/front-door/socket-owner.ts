import { readFile } from 'node:fs/promises'
import { parseProcNet } from '#domain/proc-net/proc-net.ts'

const listings = ['/proc/net/tcp', '/proc/net/tcp6']

/**
 * The user whom a client's socket belongs to, by its own port and the one that it connected to; null where the system does
 * not tell, or the client is gone. Linux alone tells this of the programs of other users.
 */
export async function socketOwner(clientPort: number, doorPort: number): Promise<number | null> {
  const texts = await Promise.all(listings.map((path) => readFile(path, 'utf8').catch(() => '')))
  const rows = texts.flatMap(parseProcNet)
  // A client's port may be another's, too, at another address: then it is nobody's who is known.
  const owners = rows.filter(({ localPort, remotePort }) => localPort === clientPort && remotePort === doorPort)
  const [first] = owners
  return first !== undefined && owners.every(({ uid }) => uid === first.uid) ? first.uid : null
}

/** The user whom this program runs as. */
export function ownUser(): number | null {
  return process.getuid?.() ?? null
}
