import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { buildAcknowledgement, buildFrame, messageId, parseFrame, payloadType } from '#sandbox/gateway/agent/frame.ts'

const payload = Buffer.from('{"cols":120,"rows":40}')
const frame = buildFrame({ type: 'output_stream_data', sequence: 2 ** 33 + 7, flags: 1, payloadType: 3 }, payload)

describe('a frame', () => {
  it('has every field where the protocol puts it', () => {
    expect(frame.readUInt32BE(0)).toBe(116)
    expect(frame.toString('latin1', 4, 36)).toBe('output_stream_data'.padEnd(32, ' '))
    expect(frame.readUInt32BE(36)).toBe(1)
    expect(Math.abs(Number(frame.readBigUInt64BE(40)) - Date.now())).toBeLessThan(60_000)
    expect(frame.readBigInt64BE(48)).toBe(2n ** 33n + 7n)
    expect(frame.readBigUInt64BE(56)).toBe(1n)
    expect(frame.subarray(80, 112)).toEqual(createHash('sha256').update(payload).digest())
    expect(frame.readUInt32BE(112)).toBe(payloadType.size)
    expect(frame.readUInt32BE(116)).toBe(payload.length)
    expect(frame.subarray(120)).toEqual(payload)
  })

  it('carries a version 4 UUID with its halves swapped', () => {
    const id = messageId(frame)
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
    const wire = frame.toString('hex', 64, 80)
    expect(wire.slice(16) + wire.slice(0, 16)).toBe(id.replaceAll('-', ''))
  })

  it('is read back whole', () => {
    expect(parseFrame(frame)).toMatchObject({
      type: 'output_stream_data',
      sequence: 2 ** 33 + 7,
      payloadType: 3,
      payload,
    })
  })

  it('takes its payload to the end, whatever its length field says', () => {
    const longer = Buffer.from(frame)
    longer.writeUInt32BE(2, 116)
    expect(parseFrame(longer)?.payload).toEqual(payload)
  })

  it('may pad its type with NULs', () => {
    const padded = Buffer.from(frame)
    padded.fill(0, 4 + 'output_stream_data'.length, 36)
    expect(parseFrame(padded)?.type).toBe('output_stream_data')
  })

  it.each([
    ['shorter than a header', (bytes: Buffer) => bytes.subarray(0, 119)],
    ['without a header length', (bytes: Buffer) => bytes.fill(0, 0, 4)],
    ['with a header beyond its end', (bytes: Buffer) => bytes.fill(0x7f, 0, 4)],
    ['without a type', (bytes: Buffer) => bytes.fill(0x20, 4, 36)],
    ['without a date', (bytes: Buffer) => bytes.fill(0, 40, 48)],
  ])('is dropped when it is %s', (_, breakIt) => {
    expect(parseFrame(breakIt(Buffer.from(frame)))).toBeNull()
  })
})

describe('an acknowledgement', () => {
  it('names the message in compact JSON with the keys in their order', () => {
    const message = parseFrame(frame)
    if (message === null) throw new Error('The frame should be readable')
    const acknowledgement = buildAcknowledgement(message)
    expect(parseFrame(acknowledgement)).toMatchObject({ type: 'acknowledge', sequence: 0, payloadType: 0 })
    expect(acknowledgement.readBigUInt64BE(56)).toBe(3n)
    expect(acknowledgement.toString('latin1', 120)).toBe(
      `{"AcknowledgedMessageType":"output_stream_data","AcknowledgedMessageId":"${messageId(frame)}",` +
        `"AcknowledgedMessageSequenceNumber":${2 ** 33 + 7},"IsSequentialMessage":true}`,
    )
  })
})
