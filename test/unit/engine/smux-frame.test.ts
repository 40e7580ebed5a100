import { describe, expect, it } from 'vitest'
import { commands, FrameParser, writeFrameHeader } from '#relay/engine/builtin/smux/frame.ts'

type Event = readonly [kind: 'data' | 'closed', id: number, text: string]

class Recorder {
  readonly events: Event[] = []
  data(id: number, bytes: Buffer): void {
    const last = this.events.at(-1)
    if (last?.[0] === 'data' && last[1] === id)
      this.events[this.events.length - 1] = ['data', id, last[2] + bytes.toString()]
    else this.events.push(['data', id, bytes.toString()])
  }
  closed(id: number): void {
    this.events.push(['closed', id, ''])
  }
}

// PSH 3 "abc", NOP, PSH 5 "", SYN 7, PSH 5 "defgh", FIN 3
const bytes = Buffer.from(
  '01020300030000006162630103000000000000010200000500000001000000070000000102050005000000646566676801010000' +
    '03000000',
  'hex',
)
const expected: readonly Event[] = [
  ['data', 3, 'abc'],
  ['data', 5, 'defgh'],
  ['closed', 3, ''],
]

describe('FrameParser', () => {
  it('reads the same frames wherever the bytes are split', () => {
    for (let cut = 0; cut <= bytes.length; cut += 1) {
      const recorder = new Recorder()
      const parser = new FrameParser()
      expect(parser.parse(bytes.subarray(0, cut), recorder)).toBeNull()
      expect(parser.parse(bytes.subarray(cut), recorder)).toBeNull()
      expect(recorder.events).toEqual(expected)
    }
  })

  it('reads them byte by byte', () => {
    const recorder = new Recorder()
    const parser = new FrameParser()
    for (const byte of bytes) parser.parse(Buffer.from([byte]), recorder)
    expect(recorder.events).toEqual(expected)
  })

  it('takes frames up to 65,535 bytes', () => {
    const frame = Buffer.alloc(8 + 65_535, 'x')
    writeFrameHeader(frame, 0, commands.data, 65_535, 3)
    const recorder = new Recorder()
    expect(new FrameParser().parse(frame, recorder)).toBeNull()
    expect(recorder.events).toEqual([['data', 3, 'x'.repeat(65_535)]])
  })

  it.each([
    ['wrong-version', '0202010003000000'],
    ['unknown-command', '0104000003000000'],
    ['unknown-command', '01ff000003000000'],
    ['unexpected-length', '0101010003000000'],
  ])('stops for good at %s', (fault, hex) => {
    const recorder = new Recorder()
    const parser = new FrameParser()
    expect(parser.parse(Buffer.from(hex, 'hex'), recorder)).toBe(fault)
    expect(parser.parse(bytes, recorder)).toBe(fault)
    expect(recorder.events).toEqual([])
  })
})

describe('writeFrameHeader', () => {
  it('writes version 1, little-endian', () => {
    const target = Buffer.alloc(10)
    expect(writeFrameHeader(target, 1, commands.data, 0x0102, 0x03040506)).toBe(9)
    expect(target.toString('hex')).toBe('00' + '0102020106050403' + '00')
  })
})
