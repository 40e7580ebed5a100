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
  /** In place of the distributions' own; for tests. */
  readonly systemBundles?: readonly string[]
}

/**
 * Makes a reader of the authorities to trust besides the runtime's own: the system's, and those of the user's variables.
 * Null for none. Files are read again when they have changed; one that can not be read shows as an untrusted certificate,
 * where it can be told.
 *
 * Linux's store is read from its file: the runtime of older Electrons can not, and the others read it while everything
 * waits. `SSL_CERT_FILE` stands in for that file, as it does in Go and OpenSSL.
 */
export function createTrust(options: TrustOptions): () => Promise<readonly string[] | null> {
  let last: { readonly state: string; readonly roots: readonly string[] | null } | null = null
  return async () => {
    const files = await filesOf(options)
    const state = files.map(({ path, changedMs, bytes }) => `${path}:${changedMs}:${bytes}`).join('\n')
    if (last?.state === state) return last.roots
    const texts = await Promise.all(files.map(({ path }) => readFile(path, 'utf8').catch(() => '')))
    const found = beyondOwn([...systemCertificates(options.platform), ...texts.flatMap(certificatesIn)])
    last = { state, roots: found.length === 0 ? null : found }
    return last.roots
  }
}

interface BundleFile {
  readonly path: string
  readonly changedMs: number
  readonly bytes: number
}

async function filesOf({ environment, platform, systemBundles }: TrustOptions): Promise<readonly BundleFile[]> {
  const named = bundleVariables.flatMap((name) => environment[name] || [])
  const folders = (environment['SSL_CERT_DIR'] ?? '').split(delimiter).filter((folder) => folder !== '')
  const inFolders = await Promise.all(folders.map(filesIn))
  const files = await Promise.all([...new Set([...named, ...inFolders.flat()])].map(fileAt))
  const known = files.filter((file): file is BundleFile => file !== null)
  if (platform !== 'linux' || environment['SSL_CERT_FILE']) return known
  const system = await Promise.all((systemBundles ?? distributionBundles).map(fileAt))
  return [...system.filter((file): file is BundleFile => file !== null).slice(0, 1), ...known]
}

async function filesIn(folder: string): Promise<readonly string[]> {
  const names = await readdir(folder).catch(() => [])
  return names.map((name) => join(folder, name))
}

async function fileAt(path: string): Promise<BundleFile | null> {
  const found = await stat(path).catch(() => null)
  return found?.isFile() === true ? { path, changedMs: found.mtimeMs, bytes: found.size } : null
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
