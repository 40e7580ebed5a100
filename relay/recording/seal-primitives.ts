import { createHash, createHmac } from 'node:crypto'
import type { SealPrimitives } from '#domain/recording/seal-chain.ts'

/** How Node hashes. */
export const sealPrimitives: SealPrimitives = {
  digest() {
    const hash = createHash('sha256')
    return { add: (bytes) => void hash.update(bytes), end: () => hash.digest('hex') }
  },
  mac: (key, text) => createHmac('sha256', Buffer.from(key, 'hex')).update(text).digest('hex'),
}
