import { createPrivateKey, createPublicKey, generateKeyPairSync, randomUUID, sign } from 'node:crypto'

/** A new key to prove requests with, as the AWS CLI keeps it: P-256, PEM of SEC 1. */
export function createProofKey(): string {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  return privateKey.export({ format: 'pem', type: 'sec1' }).toString()
}

/**
 * The proof that a POST to `url` comes from whoever holds the key (RFC 9449, ES256); `now` is epoch ms. Throws for a key that is none.
 */
export function proofOf(key: string, url: string, now: number): string {
  const privateKey = createPrivateKey(key)
  const { x, y } = createPublicKey(privateKey).export({ format: 'jwk' })
  const header = { typ: 'dpop+jwt', alg: 'ES256', jwk: { kty: 'EC', crv: 'P-256', x, y } }
  const claims = { jti: randomUUID(), htm: 'POST', htu: url, iat: Math.floor(now / 1_000) }
  const said = [header, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.')
  const signature = sign('sha256', Buffer.from(said), { key: privateKey, dsaEncoding: 'ieee-p1363' })
  return `${said}.${signature.toString('base64url')}`
}
