import { rootCertificates, type DetailedPeerCertificate, TLSSocket } from 'node:tls'
import { X509Certificate } from 'node:crypto'

/** Who made the certificate that a host showed. `company`: its root is none of the runtime's own. */
export interface Issuer {
  /** Its common name, else its organisation. */
  readonly name: string
  readonly of: 'public' | 'company'
}

/** Longer than any chain that is sent. */
const mostLinks = 10

/** Null where nothing was shown: no TLS, or a connection that never came so far. */
export function issuerOf(socket: unknown): Issuer | null {
  if (!(socket instanceof TLSSocket)) return null
  const shown = socket.getPeerCertificate(true)
  // Empty where there is none.
  if (shown?.issuer === undefined) return null
  return { name: nameIn(shown.issuer), of: ownRoots().has(rootOf(shown).fingerprint256) ? 'public' : 'company' }
}

function nameIn({ CN, O }: DetailedPeerCertificate['issuer']): string {
  const [name] = [CN, O].flat().filter((part) => typeof part === 'string' && part !== '')
  return (name ?? '?').slice(0, 100)
}

function rootOf(shown: DetailedPeerCertificate): DetailedPeerCertificate {
  let last = shown
  for (let links = 0; links < mostLinks; links += 1) {
    const above = last.issuerCertificate
    if (above === undefined || above.fingerprint256 === last.fingerprint256) return last
    last = above
  }
  return last
}

let own: ReadonlySet<string> | null = null

/** Read when the first certificate is looked at: 150 of them take a while. */
function ownRoots(): ReadonlySet<string> {
  own ??= new Set(rootCertificates.map((pem) => new X509Certificate(pem).fingerprint256))
  return own
}
