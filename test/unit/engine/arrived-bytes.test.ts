import { describe, expect, it } from 'vitest'
import { ArrivedBytes } from '#relay/engine/builtin/arrived-bytes.ts'

/** Everything, in the pieces that a reader with this limit is given. */
function takeAll(arrived: ArrivedBytes, limit: number): readonly Buffer[] {
  const taken: Buffer[] = []
  while (arrived.length > 0) taken.push(arrived.take(limit))
  return taken
}

describe('ArrivedBytes', () => {
  it.each([1, 7, 511, 512, 513, 5_000])('gives back pieces of %i in order, none longer than asked', (size) => {
    const arrived = new ArrivedBytes()
    const all = Buffer.from(Array.from({ length: 20_000 }, (_, index) => index % 251))
    for (let at = 0; at < all.length; at += size) arrived.add(all.subarray(at, at + size))
    expect(arrived.length).toBe(all.length)
    const pieces = takeAll(arrived, 8_192)
    expect(Buffer.concat(pieces).equals(all)).toBe(true)
    expect(Math.max(...pieces.map(({ length }) => length))).toBeLessThanOrEqual(8_192)
  })

  it('leaves alone what was taken while more arrives', () => {
    const arrived = new ArrivedBytes()
    for (const text of ['a', 'b', 'c']) arrived.add(Buffer.from(text))
    const first = arrived.take(1)
    arrived.add(Buffer.from('d'))
    const second = arrived.take(100)
    arrived.add(Buffer.from('e'))
    expect([first, second, arrived.take(100)].map(String)).toEqual(['a', 'bcd', 'e'])
  })

  it('keeps neither a view per byte nor the messages they came in', () => {
    const arrived = new ArrivedBytes()
    const message = Buffer.alloc(1_048_576)
    for (let at = 0; at < 10_000; at += 1) arrived.add(message.subarray(at, at + 1))
    arrived.add(message.subarray(0, 1_000))
    const pieces = takeAll(arrived, 1)
    expect(pieces.length).toBeLessThan(10)
    expect(pieces.every(({ buffer }) => buffer.byteLength < 10_000)).toBe(true)
  })

  it('does not copy a piece that is most of its message', () => {
    const arrived = new ArrivedBytes()
    const message = Buffer.alloc(65_536)
    arrived.add(message.subarray(8))
    expect(arrived.take(100_000).buffer).toBe(message.buffer)
  })

  it('is empty once cleared', () => {
    const arrived = new ArrivedBytes()
    arrived.add(Buffer.alloc(10))
    arrived.clear()
    arrived.add(Buffer.from('x'))
    expect([arrived.length, String(arrived.take(10))]).toEqual([1, 'x'])
  })
})
