import { describe, expect, it } from 'vitest'
import type { ClientMessage } from '#contract/client-message.ts'
import { serviceUnavailable } from '#domain/client-answer/http.ts'
import { errPacket } from '#domain/client-answer/mysql.ts'
import { errorResponse, notEncrypted } from '#domain/client-answer/postgresql.ts'
import { errorReply } from '#domain/client-answer/redis.ts'

const message: ClientMessage = {
  message: 'Culvert: orders-db failed at the bastion: it is stopped',
  detail: 'The port keeps listening.',
  hint: 'Start it.',
}
const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1')

describe('an answer', () => {
  it('is an ErrorResponse whose length counts itself and whose fields end with a zero', () => {
    const bytes = Buffer.from(errorResponse(message))
    expect(text(notEncrypted)).toBe('N')
    expect(bytes.toString('latin1', 0, 1)).toBe('E')
    expect(bytes.readUInt32BE(1)).toBe(bytes.length - 1)
    expect(bytes.toString('latin1', 5).split('\0')).toEqual([
      'SFATAL',
      'VFATAL',
      'C57P03',
      `M${message.message}`,
      `D${message.detail}`,
      `H${message.hint}`,
      '',
      '',
    ])
    expect(text(errorResponse({ ...message, hint: '' }))).not.toContain('\0H')
  })

  it('writes a length of more than one byte', () => {
    const bytes = Buffer.from(errorResponse({ ...message, message: 'm'.repeat(200), detail: 'd'.repeat(200) }))
    expect(bytes.readUInt32BE(1)).toBe(bytes.length - 1)
    const packet = Buffer.from(errPacket({ ...message, message: 'm'.repeat(200), hint: 'h'.repeat(100) }))
    expect(packet.readUIntLE(0, 3)).toBe(packet.length - 4)
    expect(packet.readUIntLE(0, 3)).toBeGreaterThan(255)
  })

  it('is an ERR packet of sequence 0 without the marker of an SQLSTATE', () => {
    const packet = Buffer.from(errPacket(message))
    expect(packet.readUIntLE(0, 3)).toBe(packet.length - 4)
    expect([packet[3], packet[4]]).toEqual([0, 0xff])
    expect(packet.readUInt16LE(5)).toBe(1_105)
    expect(packet.toString('latin1', 7)).toBe(`${message.message}. Start it.`)
  })

  it('is one line of RESP', () => {
    expect(text(errorReply(message))).toBe(`-ERR ${message.message}. Start it.\r\n`)
  })

  it('is a response that says how long it is, and nothing after its head for HEAD', () => {
    const [head = '', body = ''] = text(serviceUnavailable(message, 'GET')).split('\r\n\r\n')
    expect(head).toMatch(/^HTTP\/1\.1 503 /)
    expect(head).toContain(`Content-Length: ${body.length}\r\n`)
    expect(body).toBe(`${message.message}. Start it.\n`)
    expect(text(serviceUnavailable(message, 'HEAD'))).toBe(`${head}\r\n\r\n`)
  })
})
