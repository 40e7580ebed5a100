import { randomBytes } from 'node:crypto'
import { afterEach, describe, expect, it } from 'vitest'
import { FrameBatch } from '#relay/engine/builtin/frame-batch.ts'

const batches: FrameBatch[] = []

function take(): FrameBatch {
  const batch = FrameBatch.take()
  batches.push(batch)
  return batch
}

afterEach(() => {
  for (const batch of batches.splice(0)) batch.giveBack()
})

const hex = (bytes: Buffer): string => bytes.toString('hex')

interface Frame {
  readonly key: Buffer
  readonly masked: Buffer
  readonly message: Buffer
}

/** Reads frames of a client as RFC 6455, 5.2 draws them; throws on one that is no whole, masked, binary message. */
function read(bytes: Buffer): readonly Frame[] {
  const frames: Frame[] = []
  for (let at = 0; at < bytes.length;) {
    if (bytes[at] !== 0x82) throw new Error(`no whole binary message: ${bytes[at]}`)
    const second = bytes.readUInt8(at + 1)
    if (second < 128 || second === 255) throw new Error(`not masked, or too long: ${second}`)
    const isShort = second - 128 < 126
    const length = isShort ? second - 128 : bytes.readUInt16BE(at + 2)
    if (!isShort && length < 126) throw new Error(`${length} told in more bytes than it takes`)
    const keyAt = at + (isShort ? 2 : 4)
    const key = bytes.subarray(keyAt, keyAt + 4)
    const masked = bytes.subarray(keyAt + 4, keyAt + 4 + length)
    frames.push({ key, masked, message: Buffer.from(masked.map((byte, index) => byte ^ key.readUInt8(index % 4))) })
    at = keyAt + 4 + length
  }
  return frames
}

describe('a batch of frames', () => {
  it('holds messages of any length behind one another, wherever in memory they begin', () => {
    const lengths = [...Array(260).keys(), 1_143, 1_144, 1_145, 1_146, 1_147, 4_095, 1, 2, 3]
    const messages = lengths.map((length) => randomBytes(length))
    const batch = take()
    for (const message of messages) expect(batch.add(message)).toBe(true)
    expect(read(batch.written).map(({ message }) => hex(message))).toEqual(messages.map(hex))
  })

  it('masks each message with a key of its own', () => {
    const batch = take()
    for (let count = 0; count < 2_000; count += 1) batch.add(Buffer.alloc(20))
    const keys = read(batch.written).map(({ key, masked }) => {
      // What is masked is nothing but zeros, so that the key shows in every four bytes.
      expect(hex(masked)).toBe(hex(key).repeat(5))
      return hex(key)
    })
    expect(new Set(keys).size).toBeGreaterThan(1_990)
  })

  it('takes no message that it has no room for, and keeps those before', () => {
    const batch = take()
    const message = randomBytes(1_144)
    let count = 0
    while (batch.add(message)) count += 1
    expect(batch.length).toBeGreaterThan(60_000)
    expect(read(batch.written).map((frame) => hex(frame.message))).toEqual(Array<string>(count).fill(hex(message)))
    expect(take().add(Buffer.alloc(65_536))).toBe(false)
  })

  it('is not to be kept waiting for little', () => {
    const batch = take()
    batch.add(randomBytes(300))
    expect(batch.isMostlyEmpty).toBe(true)
    while (batch.length < 16_384) batch.add(randomBytes(1_144))
    expect(batch.isMostlyEmpty).toBe(false)
  })

  it('is used again once it was written, and begins anew', () => {
    const first = FrameBatch.take()
    first.add(randomBytes(100))
    first.giveBack()
    const second = take()
    expect(second).toBe(first)
    expect(second.length).toBe(0)
  })
})
