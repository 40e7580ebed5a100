import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { SessionCipher } from '#sandbox/gateway/agent/session-cipher.ts'

const dataKey = randomBytes(64)
const [agentKey, clientKey] = [dataKey.subarray(0, 32), dataKey.subarray(32)]

function openWith(key: Buffer, sealed: Buffer): string {
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, 12)).setAuthTag(sealed.subarray(-16))
  return Buffer.concat([decipher.update(sealed.subarray(12, -16)), decipher.final()]).toString()
}

function sealWith(key: Buffer, text: string): Buffer {
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', key, nonce)
  return Buffer.concat([nonce, cipher.update(text), cipher.final(), cipher.getAuthTag()])
}

/** The nonce as the little-endian number it counts with. */
const count = (sealed: Buffer): bigint => BigInt(`0x${Buffer.from(sealed.subarray(0, 12)).reverse().toString('hex')}`)

describe('the agent’s cipher', () => {
  it('sends with the first half of the data key and receives with the second', () => {
    const cipher = new SessionCipher(dataKey)
    expect(openWith(agentKey, cipher.encrypt(Buffer.from('from the agent')))).toBe('from the agent')
    expect(cipher.decrypt(sealWith(clientKey, 'from the client'))?.toString()).toBe('from the client')
    expect(cipher.decrypt(sealWith(agentKey, 'from nobody'))).toBeNull()
  })

  it('never uses a nonce twice: it counts up from a random start', () => {
    const cipher = new SessionCipher(dataKey)
    const counts = Array.from({ length: 600 }, () => count(cipher.encrypt(Buffer.from('x'))))
    const start = counts[0] ?? 0n
    expect(counts).toEqual(counts.map((_, index) => (start + BigInt(index)) % (1n << 96n)))
    expect(count(new SessionCipher(dataKey).encrypt(Buffer.from('x')))).not.toBe(start)
  })

  it.each([0, 12, 27])('turns %i bytes down', (length) => {
    expect(new SessionCipher(dataKey).decrypt(Buffer.alloc(length))).toBeNull()
  })

  it('turns down what was changed on its way', () => {
    const sealed = sealWith(clientKey, 'exactly this')
    for (const at of [0, 15, sealed.length - 1]) {
      const changed = Buffer.from(sealed)
      changed[at] = (changed[at] ?? 0) ^ 1
      expect(new SessionCipher(dataKey).decrypt(changed)).toBeNull()
    }
  })

  it('takes data keys of 64 bytes only', () => {
    expect(() => new SessionCipher(randomBytes(32))).toThrow('32 bytes')
  })
})
