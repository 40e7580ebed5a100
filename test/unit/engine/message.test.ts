import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { allocateMessage, headerBytes, parseMessage, sealMessage } from '#relay/engine/builtin/message.ts'
import { acknowledgedSequence, acknowledgementOf, closingOutput } from '#relay/engine/builtin/acknowledgement.ts'

const uuid = '00112233-4455-6677-8899-aabbccddeeff'

/** A frame laid out by hand, from the table of the protocol, so that writer and reader are not checked against each other. */
function frameOf(type: string, payload: Buffer, changes: (frame: Buffer) => void = () => undefined): Buffer {
  const hex = [
    '00000074',
    Buffer.from(type.padEnd(32), 'latin1').toString('hex'),
    '00000001',
    '0000018bcfe56800',
    '0000000000000007',
    '0000000000000001',
    '8899aabbccddeeff',
    '0011223344556677',
    createHash('sha256').update(payload).digest('hex'),
    '00000001',
    payload.length.toString(16).padStart(8, '0'),
    payload.toString('hex'),
  ].join('')
  const frame = Buffer.from(hex, 'hex')
  changes(frame)
  return frame
}

describe('parseMessage', () => {
  it('reads a frame of the documented layout, with the halves of the UUID swapped back', () => {
    const parsed = parseMessage(frameOf('output_stream_data', Buffer.from('hello')))
    expect(parsed).toEqual({
      ok: true,
      message: {
        type: 'output_stream_data',
        sequence: 7,
        messageId: uuid,
        payloadType: 1,
        payload: Buffer.from('hello'),
      },
    })
  })

  it('takes the payload to the end of the frame, and NUL padding', () => {
    const frame = frameOf('acknowledge', Buffer.from('{}'), (bytes) => {
      bytes.fill(0, 4 + 'acknowledge'.length, 36)
      bytes.writeUInt32BE(1, 116)
    })
    expect(parseMessage(frame)).toMatchObject({
      ok: true,
      message: { type: 'acknowledge', payload: Buffer.from('{}') },
    })
  })

  it('does not check digests of empty payloads, nor anything of publication messages', () => {
    const empty = frameOf('output_stream_data', Buffer.alloc(0), (frame) => frame.fill(0xff, 80, 112))
    expect(parseMessage(empty).ok).toBe(true)
    const pause = frameOf('pause_publication', Buffer.from('x'), (frame) => frame.fill(0, 40, 48).fill(0xff, 80, 112))
    expect(parseMessage(pause).ok).toBe(true)
  })

  it.each(['pause_publication', 'start_publication', 'channel_closed', 'acknowledge'])(
    'does not look at the number of %s, which has none',
    (type) => {
      const frame = frameOf(type, Buffer.from('{}'), (bytes) => bytes.fill(0xff, 48, 56))
      expect(parseMessage(frame)).toMatchObject({ ok: true, message: { type, sequence: 0 } })
    },
  )

  it.each([
    ['too-short', (frame: Buffer) => frame.subarray(0, 119)],
    ['too-short', () => Buffer.alloc(0)],
    ['header-length', (frame: Buffer) => write(frame, 0, 0)],
    ['header-length', (frame: Buffer) => write(frame, 0, 115)],
    ['header-length', (frame: Buffer) => write(frame, 0, 0xffff_ffff)],
    ['header-length', (frame: Buffer) => write(frame, 0, frame.length - 3)],
    ['no-type', (frame: Buffer) => frame.fill(0x20, 4, 36)],
    ['unknown-type', (frame: Buffer) => frame.fill(0x41, 4, 36)],
    ['no-date', (frame: Buffer) => frame.fill(0, 40, 48)],
    ['sequence-out-of-range', (frame: Buffer) => frame.fill(0xff, 48, 56)],
    ['digest-mismatch', (frame: Buffer) => write(frame, 120, 0)],
  ] as const)('drops %s', (reason, damage) => {
    expect(parseMessage(damage(frameOf('output_stream_data', Buffer.from('payload'))))).toEqual({ ok: false, reason })
  })

  it('never throws, whatever single byte is changed or wherever the frame is cut', () => {
    const frame = frameOf('output_stream_data', Buffer.from('payload'))
    for (let index = 0; index < frame.length; index += 1) {
      for (const value of [0, 1, 0x7f, 0x80, 0xff]) {
        const damaged = Buffer.from(frame)
        damaged[index] = value
        expect(() => parseMessage(damaged)).not.toThrow()
      }
      expect(() => parseMessage(frame.subarray(0, index))).not.toThrow()
    }
  })
})

describe('sealMessage', () => {
  it('writes the documented layout', () => {
    const frame = allocateMessage(5)
    frame.write('hello', headerBytes)
    sealMessage(frame, { type: 'input_stream_data', sequence: 7, flags: 1, payloadType: 1 }, 0x018bcfe56800)
    const expected = frameOf('input_stream_data', Buffer.from('hello'))
    frame.copy(expected, 64, 64, 80)
    expect(frame.toString('hex')).toBe(expected.toString('hex'))
  })

  it('gives every message a version 4 UUID of its own', () => {
    const ids = Array.from({ length: 600 }, () => {
      const frame = allocateMessage(0)
      sealMessage(frame, { type: 'acknowledge', sequence: 0, flags: 0, payloadType: 0 }, 1)
      return `${frame.toString('hex', 72, 80)}${frame.toString('hex', 64, 72)}`
    })
    expect(new Set(ids).size).toBe(600)
    for (const id of ids) expect(id).toMatch(/^.{12}4.{3}[89ab]/)
  })
})

describe('acknowledgements', () => {
  it('quotes the message in the key order of the real programs', () => {
    const parsed = parseMessage(frameOf('output_stream_data', Buffer.from('hello')))
    if (!parsed.ok) throw new Error(parsed.reason)
    const frame = acknowledgementOf(parsed.message, Date.now())
    expect(frame.toString('latin1', 120)).toBe(
      `{"AcknowledgedMessageType":"output_stream_data","AcknowledgedMessageId":"${uuid}",` +
        '"AcknowledgedMessageSequenceNumber":7,"IsSequentialMessage":true}',
    )
    expect(frame.readBigUInt64BE(48)).toBe(0n)
    expect(frame.readBigUInt64BE(56)).toBe(3n)
    expect(frame.readUInt32BE(112)).toBe(0)
  })

  it.each([
    ['{"AcknowledgedMessageSequenceNumber":12}', 12],
    ['{"AcknowledgedMessageSequenceNumber":-1}', null],
    ['{"AcknowledgedMessageSequenceNumber":1.5}', null],
    ['{"AcknowledgedMessageSequenceNumber":"1"}', null],
    ['[]', null],
    ['null', null],
    ['{', null],
    ['', null],
  ])('reads %s as %s', (text, sequence) => {
    expect(acknowledgedSequence(Buffer.from(text))).toBe(sequence)
  })

  it.each([
    ['0', 0],
    ['12', 12],
    ['9007199254740991', 9_007_199_254_740_991],
    ['9007199254740992', null],
    ['-1', null],
    ['1.5', null],
    ['1e3', 1_000],
    ['', null],
    ['null', null],
  ])('reads %s as %s where the agent writes it', (number, sequence) => {
    const text =
      `{"AcknowledgedMessageType":"input_stream_data","AcknowledgedMessageId":"${uuid}",` +
      `"AcknowledgedMessageSequenceNumber":${number},"IsSequentialMessage":true}`
    expect(acknowledgedSequence(Buffer.from(text))).toBe(sequence)
    expect(acknowledgedSequence(Buffer.from(text.replaceAll(':', ': ')))).toBe(sequence)
    for (let length = 0; length < text.length - 30; length += 1) {
      expect(acknowledgedSequence(Buffer.from(text.slice(0, length)))).toBeNull()
    }
  })

  it('reads the closing output, empty when there is none', () => {
    expect(closingOutput(Buffer.from('{"Output":"bye"}'))).toBe('bye')
    expect(closingOutput(Buffer.from('{"Output":5}'))).toBe('')
    expect(closingOutput(Buffer.from('not json'))).toBe('')
  })
})

function write(frame: Buffer, offset: number, value: number): Buffer {
  frame.writeUInt32BE(value, offset)
  return frame
}
