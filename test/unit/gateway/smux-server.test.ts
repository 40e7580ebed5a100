import { afterEach, describe, expect, it, vi } from 'vitest'
import { SmuxServer } from '#sandbox/gateway/agent/smux-server.ts'
import type { SmuxStream } from '#sandbox/gateway/agent/smux-stream.ts'

const SYN = 0
const FIN = 1
const PUSH = 2
const NOP = 3

interface Setup {
  readonly smux: SmuxServer
  readonly accepted: SmuxStream[]
  readonly failures: string[]
  /** What was written, as hexadecimal. */
  readonly written: string[]
  finishAccept: () => void
}

function setUp(keepalive: 'on' | 'off' = 'off', accept: 'at once' | 'never' = 'at once'): Setup {
  const accepted: SmuxStream[] = []
  const failures: string[] = []
  const written: string[] = []
  const setup: Setup = {
    smux: new SmuxServer({
      write: (header, data) => void written.push(Buffer.concat([header, data]).toString('hex')),
      accept: (stream) => {
        accepted.push(stream)
        if (accept === 'at once') return Promise.resolve()
        return new Promise((resolve) => {
          setup.finishAccept = resolve
        })
      },
      failed: (reason) => void failures.push(reason),
      keepalive,
      keepaliveMs: 10_000,
    }),
    accepted,
    failures,
    written,
    finishAccept: () => undefined,
  }
  return setup
}

function smuxFrame(command: number, id: number, data = Buffer.alloc(0)): Buffer {
  const header = Buffer.from([1, command, 0, 0, 0, 0, 0, 0])
  header.writeUInt16LE(data.length, 2)
  header.writeUInt32LE(id, 4)
  return Buffer.concat([header, data])
}

afterEach(() => vi.useRealTimers())

describe('the agent’s multiplexer', () => {
  it('opens a stream from frames cut anywhere', () => {
    const { smux, accepted } = setUp()
    const bytes = Buffer.concat([smuxFrame(SYN, 3), smuxFrame(PUSH, 3, Buffer.from('hello')), smuxFrame(SYN, 5)])
    for (const byte of bytes) void smux.receive(Buffer.from([byte]))
    return vi.waitFor(() => expect(accepted.map(({ id }) => id)).toEqual([3, 5]))
  })

  it('accepts one stream after the other', async () => {
    const setup = setUp('off', 'never')
    void setup.smux.receive(Buffer.concat([smuxFrame(SYN, 3), smuxFrame(SYN, 5)]))
    expect(setup.accepted.map(({ id }) => id)).toEqual([3])
    setup.finishAccept()
    await vi.waitFor(() => expect(setup.accepted.map(({ id }) => id)).toEqual([3, 5]))
  })

  it('cuts data into frames of at most 32 KiB and ends a stream with FIN', () => {
    const { smux, written, accepted } = setUp()
    void smux.receive(smuxFrame(SYN, 3))
    smux.push(3, Buffer.alloc(40_000, 0xaa), () => undefined)
    accepted[0]?.close()
    expect(written.map((hex) => [hex.slice(0, 16), hex.length / 2 - 8])).toEqual([
      ['0102008003000000', 32_768],
      ['0102401c03000000', 7232],
      ['0101000003000000', 0],
    ])
  })

  it('ignores NOP, repeated SYN, and data and FIN for a stream it does not know', () => {
    const { smux, accepted, failures } = setUp()
    const strays = [smuxFrame(NOP, 0), smuxFrame(PUSH, 9, Buffer.from('stray')), smuxFrame(FIN, 9)]
    void smux.receive(Buffer.concat([...strays, smuxFrame(SYN, 3), smuxFrame(SYN, 3)]))
    expect([accepted.length, failures]).toEqual([1, []])
  })

  it.each([
    ['another version', Buffer.from([2, 0, 0, 0, 3, 0, 0, 0])],
    ['an unknown command', Buffer.from([1, 4, 0, 0, 3, 0, 0, 0])],
  ])('fails as a whole on %s', (_, bytes) => {
    const { smux, failures } = setUp()
    void smux.receive(bytes)
    expect(failures).toEqual(['protocol'])
  })

  it('stops reading for all streams when 4 MiB wait unread, and goes on when they are freed', async () => {
    const { smux, accepted } = setUp()
    void smux.receive(smuxFrame(SYN, 3))
    const data = smuxFrame(PUSH, 3, Buffer.alloc(65_000))
    let blocked: Promise<void> | undefined
    let sent = 0
    while (blocked === undefined && sent < 10_000_000) {
      blocked = smux.receive(data)
      sent += data.length
    }
    expect(sent).toBeGreaterThan(4 * 1024 * 1024 + 212_992)
    expect(sent).toBeLessThan(4 * 1024 * 1024 + 212_992 + 2 * data.length)
    const stillBlocked = smux.receive(smuxFrame(SYN, 5))
    expect(accepted.map(({ id }) => id)).toEqual([3])
    accepted[0]?.close()
    await stillBlocked
    await vi.waitFor(() => expect(accepted.map(({ id }) => id)).toEqual([3, 5]))
  })

  it('with keepalive says NOP every 10 s and gives up on a silent client after 30 s', () => {
    vi.useFakeTimers()
    const { smux, written, failures } = setUp('on')
    void smux.receive(smuxFrame(NOP, 0))
    vi.advanceTimersByTime(30_000)
    expect([written, failures]).toEqual([Array(3).fill('0103000000000000'), []])
    vi.advanceTimersByTime(30_000)
    expect(failures).toEqual(['keepalive'])
  })

  it('without keepalive stays silent for ever', () => {
    vi.useFakeTimers()
    const { written, failures } = setUp('off')
    vi.advanceTimersByTime(3_600_000)
    expect([written, failures]).toEqual([[], []])
  })
})
