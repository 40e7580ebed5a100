import { readFileSync } from 'node:fs'
import { rootCertificates } from 'node:tls'

/** AWS's tools read the first, Go programs the second, Node the third. */
const variables = ['AWS_CA_BUNDLE', 'SSL_CERT_FILE', 'NODE_EXTRA_CA_CERTS']

/** Certificates to trust, Node's own among them; null when the environment names no others. */
export function trustedCertificates(environment: Readonly<Record<string, string | undefined>>): string[] | null {
  const files = new Set(variables.flatMap((name) => environment[name] || []))
  const extra = [...files].flatMap(readBundle)
  return extra.length === 0 ? null : [...rootCertificates, ...extra]
}

function readBundle(file: string): string[] {
  try {
    return [readFileSync(file, 'utf8')]
  } catch {
    // What can not be read shows as an untrusted certificate, where it can be told.
    return []
  }
}
