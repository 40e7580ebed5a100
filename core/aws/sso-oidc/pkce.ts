import { createHash, randomBytes } from 'node:crypto'

/** A code verifier of 43 characters (RFC 7636 §4.1): 32 random bytes, base64url without padding. */
export function createVerifier(): string {
  return randomBytes(32).toString('base64url')
}

/** The S256 challenge of a verifier (RFC 7636 §4.2). */
export function challengeOf(verifier: string): string {
  return createHash('sha256').update(verifier, 'ascii').digest('base64url')
}
