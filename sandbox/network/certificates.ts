import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto'
import { bits, explicit, generalizedTime, integer, octets, oid, primitive, sequence, set, truth, utf8 } from './der.ts'

/** A certificate and its private key, both as PEM. */
interface ServerCertificate {
  readonly certificate: string
  readonly key: string
}

/** A test authority that lives as long as the sandbox. Its key never leaves this process. */
interface CertificateAuthority {
  /** PEM; what clients are told to trust. */
  readonly certificate: string
  /** A certificate for one host name; the same one when asked again. */
  issue(host: string): ServerCertificate
}

const ids = {
  ecdsaWithSha256: '1.2.840.10045.4.3.2',
  commonName: '2.5.4.3',
  subjectKey: '2.5.29.14',
  keyUsage: '2.5.29.15',
  subjectAltName: '2.5.29.17',
  basicConstraints: '2.5.29.19',
  authorityKey: '2.5.29.35',
  extendedKeyUsage: '2.5.29.37',
  serverAuth: '1.3.6.1.5.5.7.3.1',
} as const

const lifetimeMs = 7 * 86_400_000
const authorityName = 'Culvert sandbox test authority'

interface KeyPair {
  readonly publicKey: KeyObject
  readonly privateKey: KeyObject
}

const createKeyPair = (): KeyPair => generateKeyPairSync('ec', { namedCurve: 'P-256' })

/** Makes an authority on the P-256 curve, good for a week. */
export function createAuthority(): CertificateAuthority {
  const authority = createKeyPair()
  const server = createKeyPair()
  const authorityKey = keyIdentifier(authority.publicKey)
  const issued = new Map<string, ServerCertificate>()
  const key = server.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
  const certificate = certify(authorityName, authority.publicKey, authority.privateKey, [
    extension(ids.basicConstraints, sequence(truth()), 'critical'),
    extension(ids.keyUsage, bits(Buffer.from([0b0000_0110]), 1), 'critical'),
    extension(ids.subjectKey, octets(authorityKey)),
  ])
  const issue = (host: string): ServerCertificate => ({
    key,
    certificate: certify(host, server.publicKey, authority.privateKey, [
      extension(ids.basicConstraints, sequence(), 'critical'),
      extension(ids.keyUsage, bits(Buffer.from([0b1000_0000]), 7), 'critical'),
      extension(ids.extendedKeyUsage, sequence(oid(ids.serverAuth))),
      extension(ids.subjectAltName, sequence(primitive(2, Buffer.from(host)))),
      extension(ids.subjectKey, octets(keyIdentifier(server.publicKey))),
      extension(ids.authorityKey, sequence(primitive(0, authorityKey))),
    ]),
  })
  return {
    certificate,
    issue(host) {
      const known = issued.get(host) ?? issue(host)
      issued.set(host, known)
      return known
    },
  }
}

/** A version 3 certificate (RFC 5280, 4.1), signed with ECDSA and SHA-256. */
function certify(subject: string, publicKey: KeyObject, signer: KeyObject, extensions: readonly Buffer[]): string {
  const algorithm = sequence(oid(ids.ecdsaWithSha256))
  const now = Date.now()
  const content = sequence(
    explicit(0, integer(Buffer.from([2]))),
    integer(serialNumber()),
    algorithm,
    nameOf(authorityName),
    sequence(generalizedTime(new Date(now - 3_600_000)), generalizedTime(new Date(now + lifetimeMs))),
    nameOf(subject),
    publicKey.export({ type: 'spki', format: 'der' }),
    explicit(3, sequence(...extensions)),
  )
  const signature = sign('sha256', content, signer)
  return pem(sequence(content, algorithm, bits(signature)))
}

/** Sixteen bytes whose first is neither zero nor negative, so that the encoding is the shortest. */
const serialNumber = (): Buffer => Buffer.concat([Buffer.from([0x4c]), randomBytes(15)])

const nameOf = (commonName: string): Buffer => sequence(set(sequence(oid(ids.commonName), utf8(commonName))))

const extension = (id: string, value: Buffer, importance: 'critical' | 'plain' = 'plain'): Buffer =>
  sequence(oid(id), ...(importance === 'critical' ? [truth()] : []), octets(value))

const keyIdentifier = (publicKey: KeyObject): Buffer =>
  createHash('sha1')
    .update(publicKey.export({ type: 'spki', format: 'der' }))
    .digest()

const pem = (der: Buffer): string =>
  `-----BEGIN CERTIFICATE-----\n${(der.toString('base64').match(/.{1,64}/g) ?? []).join('\n')}\n-----END CERTIFICATE-----\n`
