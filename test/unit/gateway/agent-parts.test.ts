import { describe, expect, it } from 'vitest'
import { ByteQueue } from '#sandbox/gateway/agent/byte-queue.ts'
import { RoundTrip } from '#sandbox/gateway/agent/round-trip.ts'
import { wholeCharacters } from '#sandbox/gateway/agent/utf8-boundary.ts'
import { compareVersions } from '#sandbox/gateway/agent/version.ts'
import { createCellNumber, createStreamUrl, parseChannelRequest } from '#sandbox/gateway/stream-url.ts'

describe('the queue of bytes', () => {
  it('gives back in any cut what was put in in another', () => {
    const queue = new ByteQueue()
    const text = Array.from({ length: 500 }, (_, index) => `${index},`).join('')
    for (const piece of text.split(/(?<=,)/)) queue.push(Buffer.from(piece))
    const out = Buffer.alloc(text.length)
    let offset = 0
    while (queue.size > 0) offset += queue.takeInto(out, offset, 7)
    expect([offset, out.toString()]).toEqual([text.length, text])
  })

  it('takes back what was taken too early', () => {
    const queue = new ByteQueue()
    queue.push(Buffer.from('abcdef'))
    queue.push(Buffer.from('gh'))
    queue.take(3)
    queue.unshift(Buffer.from('c'))
    const rest = Buffer.alloc(6)
    queue.takeInto(rest, 0, 10)
    expect([rest.toString(), queue.size]).toEqual(['cdefgh', 0])
  })
})

describe('the round-trip estimate', () => {
  it('starts at 200 ms, follows the samples and stays within a second', () => {
    const roundTrip = new RoundTrip()
    expect(roundTrip.timeout).toBe(200)
    roundTrip.sample(100)
    expect(roundTrip.timeout).toBe(110)
    roundTrip.sample(20)
    expect(roundTrip.timeout).toBe(90 + 4 * 20)
    roundTrip.sample(60_000)
    expect(roundTrip.timeout).toBe(1000)
  })
})

describe('versions', () => {
  it.each([
    ['1.2.677.0', '1.1.70', 1],
    ['1.1.70', '1.1.70', 0],
    ['1.1.61.0', '1.1.70', -1],
    ['1.2.331.0', '1.2.331.0', 0],
    ['3.0.1124.0', '3.0.196.0', 1],
    ['', '1.1.70', -1],
  ] as const)('%s against %s is %i', (left, right, expected) => {
    expect(compareVersions(left, right)).toBe(expected)
  })
})

describe('the end of whole characters', () => {
  it.each([
    ['ascii', 'abc', 3],
    ['a whole character', 'aé', 3],
    ['half of two bytes', 'aé', 2, 1],
    ['two of three bytes', '日', 2, 0],
    ['three of four bytes', 'x😀', 4, 1],
  ])('%s', (_, text, taken, expected = taken) => {
    expect(wholeCharacters(Buffer.from(text).subarray(0, taken))).toBe(expected)
  })

  it('does not hold back bytes that are no text', () => {
    expect(wholeCharacters(Buffer.from([0x80, 0x80, 0x80, 0x80, 0x80]))).toBe(5)
  })
})

describe('the stream URL', () => {
  it('comes back as it went out', () => {
    const cellNumber = createCellNumber()
    const url = createStreamUrl('ws://127.0.0.1:1', 'dev-1', cellNumber)
    const target = url.slice('ws://127.0.0.1:1'.length)
    expect(parseChannelRequest(target)).toEqual({ sessionId: 'dev-1', cellNumber })
  })

  it.each([
    '/',
    '/v1/control-channel/x?role=publish_subscribe',
    '/v1/data-channel/x',
    '/v1/data-channel/x?role=subscribe',
  ])('is no data channel: %s', (target) => {
    expect(parseChannelRequest(target)).toBeNull()
  })
})
