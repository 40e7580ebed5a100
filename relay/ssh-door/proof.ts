import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'

/** Bytes of the secret that app and command share, and of a nonce. */
const secretBytes = 32
const nonceBytes = 16

/** One of the two sides of the socket; a proof of one is none of the other. */
type Side = 'app' | 'command'

/** A secret that only the user's own programs can read, hexadecimal. */
export const newSecret = (): string => randomBytes(secretBytes).toString('hex')

/** Fresh random text, hexadecimal. */
export const newNonce = (): string => randomBytes(nonceBytes).toString('hex')

/** Shows that a side knows the secret, for both nonces, without telling it. */
export function proofOf(
  side: Side,
  secret: string,
  nonces: { readonly app: string; readonly command: string },
): string {
  return createHmac('sha256', secret).update(`${side} ${nonces.app} ${nonces.command}`).digest('hex')
}

/** True when the proof is the one that was to come; takes as long for any other. */
export function isProof(given: string, expected: string): boolean {
  const [one, other] = [Buffer.from(given, 'hex'), Buffer.from(expected, 'hex')]
  return one.length === other.length && timingSafeEqual(one, other)
}
