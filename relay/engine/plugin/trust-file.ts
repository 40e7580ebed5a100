import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { rootCertificates } from 'node:tls'

/** A file of authorities, for a program that reads them from one. */
interface TrustFile {
  readonly path: string
  remove(): Promise<void>
}

/**
 * Writes the runtime's own authorities and `roots` into a file that only this user reads, in a folder of its own inside
 * `parent`. The program reads it whenever it connects, so it stays until the program is gone.
 */
export async function writeTrustFile(roots: readonly string[], parent: string | null): Promise<TrustFile> {
  if (parent !== null) await mkdir(parent, { recursive: true, mode: 0o700 })
  const folder = await mkdtemp(join(parent ?? tmpdir(), 'culvert-trust-'))
  const path = join(folder, 'authorities.pem')
  await writeFile(path, [...rootCertificates, ...roots, ''].join('\n'), { mode: 0o600 })
  return { path, remove: () => rm(folder, { recursive: true, force: true }) }
}
