import { randomBytes, randomInt } from 'node:crypto'

/** Lower case hexadecimal digits. */
export const randomHex = (length: number): string =>
  randomBytes(Math.ceil(length / 2))
    .toString('hex')
    .slice(0, length)

/** Unguessable text in the URL-safe base64 alphabet, `bytes` of entropy. */
export const randomSecret = (bytes: number): string => randomBytes(bytes).toString('base64url')

/** Letters and digits as access key ids use them. */
export const randomKeyId = (length: number): string => pick('ABCDEFGHIJKLMNOPQRSTUVWXYZ234567', length)

/** Two groups of four letters that are hard to confuse, such as `KXPD-TRQM`. */
export const randomUserCode = (): string => `${pick(consonants, 4)}-${pick(consonants, 4)}`

const consonants = 'BCDFGHJKLMNPQRSTVWXZ'

const pick = (alphabet: string, length: number): string =>
  Array.from({ length }, () => alphabet.charAt(randomInt(alphabet.length))).join('')
