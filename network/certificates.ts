import { X509Certificate } from 'node:crypto'
import { rootCertificates } from 'node:tls'

const block = /-----BEGIN (?:TRUSTED |X509 )?CERTIFICATE-----[^-]+-----END (?:TRUSTED |X509 )?CERTIFICATE-----/g

/** Every certificate in a PEM bundle, whatever stands between them. */
export function certificatesIn(text: string): readonly string[] {
  return text.match(block) ?? []
}

/** The runtime's own, by what they say; the same certificate is written with other line ends elsewhere. */
const own: ReadonlySet<string> = new Set(rootCertificates.map(contentOf))

/** Those that the runtime does not trust by itself, each once, without what is no certificate. */
export function beyondOwn(certificates: readonly string[]): readonly string[] {
  const found = new Map<string, string>()
  for (const certificate of certificates) {
    const content = contentOf(certificate)
    if (!own.has(content) && !found.has(content) && isCertificate(certificate)) found.set(content, certificate)
  }
  return [...found.values()]
}

function contentOf(certificate: string): string {
  return certificate.replace(/-----[A-Z0-9 ]+-----|\s/g, '')
}

/** One that can not be read would make every connection fail, not only those that need it. */
function isCertificate(certificate: string): boolean {
  try {
    return new X509Certificate(certificate).fingerprint256 !== ''
  } catch {
    return false
  }
}
