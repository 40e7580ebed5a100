import type { Socket } from 'node:net'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { RequestStream } from '#domain/admission/request-stream.ts'
import type { TunnelKind } from '#contract/tunnel.ts'
import { readFirstBytes } from '#domain/first-bytes/first-bytes.ts'
import { kinds } from '#domain/kinds/kinds.ts'
import { Client } from '#relay/front-door/client.ts'
import { Reception } from '#relay/front-door/reception.ts'
import { FakeSocket } from '#test/support/fake-socket.ts'
import { firstWordsOf } from '#test/support/first-words.ts'
import { ManualClock } from '#test/support/manual-clock.ts'

vi.mock('#domain/first-bytes/first-bytes.ts', async (original) => {
  const real = await original<typeof import('#domain/first-bytes/first-bytes.ts')>()
  return { ...real, readFirstBytes: vi.fn(real.readFirstBytes) }
})

describe('a client that says its words byte by byte', () => {
  const clock = new ManualClock()
  const reads = vi.mocked(readFirstBytes)
  let socket: FakeSocket
  let told: string[]

  function arriveAt(kind: TunnelKind): void {
    socket = new FakeSocket()
    told = []
    const reception = new Reception({
      clock,
      door: () => ({
        opening: kinds[kind].opening,
        localPort: 1,
        endpointHost: 'db.internal',
        allowedOrigins: [],
        localNames: [],
      }),
      hasSession: () => false,
      welcomed: () => told.push('welcome'),
      refused: (client, { reason }) => {
        told.push(reason)
        client.dismiss('door-closed')
      },
    })
    reception.receive(new Client(socket as unknown as Socket))
    reads.mockClear()
  }

  beforeEach(() => clock.pass(1))

  it('is not read anew for each, and is known with the end of its line', () => {
    arriveAt('postgresql')
    for (let byte = 0; byte < 9_000; byte += 1) {
      socket.say(byte < 4 ? 'GET '.charAt(byte) : '/')
      clock.pass(1)
    }
    expect(reads.mock.calls.length).toBeLessThan(500)
    expect(told).toEqual([])
    socket.say(' HTTP/1.1\r\n')
    expect(told).toEqual(['web'])
  })

  it('is not read again without a word more', () => {
    arriveAt('redis')
    socket.say('*1\r\n$4')
    socket.halfClose()
    clock.pass(60_000)
    expect(reads.mock.calls.length).toBe(1)
    expect(told).toEqual(['not-understood'])
  })

  it.each(['psql-startup', 'openssl-tls-postgresql'] as const)(
    'is let in a moment after the last byte: %s',
    (words) => {
      arriveAt('postgresql')
      for (const byte of firstWordsOf(words)) socket.say(Buffer.from([byte]))
      clock.pass(20)
      expect(told).toEqual(['welcome'])
      expect(clock.pending).toBe(0)
    },
  )

  it('has each of its requests read by the line', () => {
    const stream = new RequestStream(() => 'pass')
    reads.mockClear()
    const head = `GET /${'a'.repeat(4_000)} HTTP/1.1\r\nHost: localhost\r\n\r\n`
    const passed = Array.from(Buffer.from(head), (byte) => stream.push(Buffer.of(byte)) ?? []).flat()
    expect(Buffer.concat(passed).toString() === head).toBe(true)
    expect(reads.mock.calls.length).toBe(4)
  })

  it('that is gone is not looked at any more', () => {
    arriveAt('tcp')
    socket.say('G')
    socket.say('E')
    socket.destroy()
    clock.pass(1_000)
    expect([told, clock.pending]).toEqual([[], 0])
  })
})
