import { createHmac } from 'node:crypto'

/** Seconds that one code stands for (RFC 6238 §4.1). */
export const stepSeconds = 30

/** RFC 4648 §6, as authenticators write their secrets. */
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** The bytes of a secret in base32; blanks and padding do not count. */
function bytesOf(secret: string): Buffer {
  const letters = secret.toUpperCase().replace(/[\s=]/g, '')
  const bits = Array.from(letters, (letter) => alphabet.indexOf(letter).toString(2).padStart(5, '0')).join('')
  const bytes = bits.match(/[01]{8}/g) ?? []
  return Buffer.from(bytes.map((byte) => Number.parseInt(byte, 2)))
}

/** The number of the step that a time (epoch ms) falls into. */
export const stepAt = (time: number): number => Math.floor(time / 1_000 / stepSeconds)

/** The six digits of a step: HOTP (RFC 4226 §5.3) over the step's number, with SHA-1. */
export function codeOfStep(secret: string, step: number): string {
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(step))
  const digest = createHmac('sha1', bytesOf(secret)).update(counter).digest()
  const offset = digest.readUInt8(digest.length - 1) & 15
  const number = (digest.readUInt32BE(offset) & 0x7fffffff) % 1_000_000
  return String(number).padStart(6, '0')
}
