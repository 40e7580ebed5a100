import { readFileSync } from 'node:fs'
import * as tls from 'node:tls'
import type { Environment } from './environment.ts'

/**
 * Certificates to trust beyond Node's own, or null when there are none: `AWS_CA_BUNDLE` (which the SDK does not read),
 * `NODE_EXTRA_CA_CERTS` (which Electron reads too late to be of use) and the system's store where Node can tell it.
 */
export function trustedCertificates(environment: Environment): string[] | null {
  const files = [environment['AWS_CA_BUNDLE'], environment['NODE_EXTRA_CA_CERTS']]
  const extra = files.flatMap((file) => (file ? readBundle(file) : []))
  const system = systemCertificates()
  if (extra.length === 0 && system.length === 0) return null
  return [...tls.rootCertificates, ...system, ...extra]
}

function readBundle(file: string): string[] {
  try {
    return [readFileSync(file, 'utf8')]
  } catch {
    // A bundle that can not be read shows as TLS_UNTRUSTED at the first request, where it can be told.
    return []
  }
}

/** Node ≥ 22.15. */
function systemCertificates(): readonly string[] {
  const read: unknown = Reflect.get(tls, 'getCACertificates')
  if (typeof read !== 'function') return []
  try {
    const found: unknown = read('system')
    return Array.isArray(found) ? found.filter((item): item is string => typeof item === 'string') : []
  } catch {
    return []
  }
}
