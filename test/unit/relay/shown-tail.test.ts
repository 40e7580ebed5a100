import { expect, test } from 'vitest'
import { ShownTail } from '#relay/shell-host/shown-tail.ts'

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
const shown = (tail: ShownTail): string => Buffer.from(tail.bytes()).toString()

test('keeps all that there is room for', () => {
  const tail = new ShownTail(8)
  expect([shown(tail), tail.isWhole]).toEqual(['', true])
  tail.add(bytes('abc'))
  tail.add(bytes('defgh'))
  expect([shown(tail), tail.isWhole]).toEqual(['abcdefgh', true])
})

test('keeps the last bytes, in pieces of any size', () => {
  for (const size of [1, 2, 3, 5, 7, 8, 9, 20, 26]) {
    const tail = new ShownTail(8)
    const alphabet = 'abcdefghijklmnopqrstuvwxyz'
    for (let at = 0; at < alphabet.length; at += size) tail.add(bytes(alphabet.slice(at, at + size)))
    expect([size, shown(tail), tail.isWhole]).toEqual([size, 'stuvwxyz', false])
  }
})

test('begins with a whole line where it was cut off', () => {
  const tail = new ShownTail(8)
  tail.add(bytes('one\ntwo\nsix\n'))
  expect(shown(tail)).toBe('six\n')
})

test('gives memory of its own', () => {
  const tail = new ShownTail(64)
  tail.add(bytes('abc'))
  const given = tail.bytes()
  expect(given.buffer.byteLength).toBe(3)
  tail.add(bytes('def'))
  expect(Buffer.from(given).toString()).toBe('abc')
})
