import { readdir, readFile, stat } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import * as tls from 'node:tls'
import { beyondOwn, certificatesIn } from './certificates.ts'
import type { EnvironmentVariables } from './environment-variables.ts'

/** Where distributions keep the authorities they trust, as Go's library looks for them; the first that is there counts. */
const distributionBundles: readonly string[] = [
  '/etc/ssl/certs/ca-certificates.crt',
  '/etc/pki/tls/certs/ca-bundle.crt',
  '/etc/ssl/ca-bundle.pem',
  '/etc/pki/tls/cacert.pem',
  '/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem',
  '/etc/ssl/cert.pem',
]

/** Bundles that are trusted besides the system's: AWS's tools read the first, Node the second, Go and OpenSSL the third. */
const bundleVariables: readonly string[] = ['AWS_CA_BUNDLE', 'NODE_EXTRA_CA_CERTS', 'SSL_CERT_FILE']

/** What is asked, and where. */
export interface TrustOptions {
  readonly environment: EnvironmentVariables
  readonly platform: NodeJS.Platform
  /** The file of authorities that a person chose, as it is now; null for none. */
  readonly chosenFile?: () => string | null
  /** In place of the distributions' own; for tests. */
  readonly systemBundles?: readonly string[]
}

/**
 * Makes a reader of the authorities to trust besides the runtime's own: the system's, those of the user's variables, and
 * the file that was chosen in the settings. Null for none. Files are read again when they have changed, those of `SSL_CERT_DIR` when one has come or gone; one that
 * can not be read shows as an untrusted certificate, where it can be told.
 *
 * Linux's store is read from its file: the runtime of older Electrons can not, and the others read it while everything
 * waits. `SSL_CERT_FILE` stands in for that file, as it does in Go and OpenSSL.
 */
export function createTrust(options: TrustOptions): () => Promise<readonly string[] | null> {
  let last: { readonly state: string; readonly roots: Promise<readonly string[] | null> } | null = null
  return async () => {
    const sources = await sourcesOf(options)
    const state = sources.map(({ path, changedMs, bytes }) => `${path}:${changedMs}:${bytes}`).join('\n')
    // Requests come in pairs: the second one waits for the first one's reading.
    if (last?.state !== state) last = { state, roots: rootsOf(sources, options.platform) }
    return await last.roots
  }
}

/** A bundle of certificates, or a folder of them. */
interface Source {
  readonly path: string
  readonly kind: 'file' | 'folder'
  readonly changedMs: number
  readonly bytes: number
}

/** Asked before each request, so a folder is looked at as a whole: its hundreds of files would each take a question. */
async function sourcesOf(options: TrustOptions): Promise<readonly Source[]> {
  const { environment, platform, systemBundles, chosenFile } = options
  const named = [...bundleVariables.flatMap((name) => environment[name] || []), chosenFile?.() ?? []].flat()
  const folders = (environment['SSL_CERT_DIR'] ?? '').split(delimiter).filter((folder) => folder !== '')
  const found = await Promise.all([...new Set(named), ...new Set(folders)].map(sourceAt))
  const known = found.filter((source): source is Source => source !== null)
  if (platform !== 'linux' || environment['SSL_CERT_FILE']) return known
  const system = await Promise.all((systemBundles ?? distributionBundles).map(sourceAt))
  return [...system.filter((source): source is Source => source?.kind === 'file').slice(0, 1), ...known]
}

async function sourceAt(path: string): Promise<Source | null> {
  const found = await stat(path).catch(() => null)
  if (found === null || !(found.isFile() || found.isDirectory())) return null
  return { path, kind: found.isFile() ? 'file' : 'folder', changedMs: found.mtimeMs, bytes: found.size }
}

async function rootsOf(sources: readonly Source[], platform: NodeJS.Platform): Promise<readonly string[] | null> {
  const texts = await Promise.all(sources.map(textOf))
  const found = beyondOwn([...systemCertificates(platform), ...texts.flatMap(certificatesIn)])
  return found.length === 0 ? null : found
}

async function textOf({ path, kind }: Source): Promise<string> {
  if (kind === 'file') return await readFile(path, 'utf8').catch(() => '')
  const names = await readdir(path).catch(() => [])
  const texts = await Promise.all(names.map((name) => readFile(join(path, name), 'utf8').catch(() => '')))
  return texts.join('\n')
}

/** Of Windows and macOS, from Node 22.15 on. */
function systemCertificates(platform: NodeJS.Platform): readonly string[] {
  if (platform === 'linux') return []
  const read: unknown = Reflect.get(tls, 'getCACertificates')
  if (typeof read !== 'function') return []
  try {
    const found: unknown = read('system')
    return Array.isArray(found) ? found.filter((item): item is string => typeof item === 'string') : []
  } catch {
    return []
  }
}
