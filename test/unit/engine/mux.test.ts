import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Mux, type MuxLimits, type MuxLink } from '#relay/engine/builtin/smux/mux.ts'

const payloadBytes = 64

/** A link that keeps messages as hexadecimal text, and sends while it is told to. */
class RecordingLink implements MuxLink {
  readonly sent: string[] = []
  ready = true
  reading: 'on' | 'paused' = 'on'
  sendOutput(fill: (target: Buffer, start: number, end: number) => number): boolean {
    const target = Buffer.alloc(payloadBytes)
    const end = fill(target, 0, payloadBytes)
    if (end > 0) this.sent.push(target.toString('hex', 0, end))
    return end > 0
  }
  pauseReading(): void {
    this.reading = 'paused'
  }
  resumeReading(): void {
    this.reading = 'on'
  }
}

const limits: MuxLimits = {
  halfCloseGraceMs: 1_000,
  receiveLimit: { streamBytes: 10, sessionBytes: 15 },
  stalledReaderMs: 5_000,
}

function muxOf(link: MuxLink): Mux {
  return new Mux(link, limits)
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(() => setImmediate(resolve)))
const data = (id: number, text: string): Buffer =>
  Buffer.concat([Buffer.from([1, 2, text.length, 0, id, 0, 0, 0]), Buffer.from(text)])

describe('Mux', () => {
  it('sends SYN and the first data in one message, with odd ids from 3', async () => {
    const link = new RecordingLink()
    const mux = muxOf(link)
    mux.open().write('a')
    mux.open()
    await turn()
    expect(link.sent).toEqual(['0100000003000000' + '0102010003000000' + '61', '0100000005000000'])
  })

  it('looks at what arrived before it has sent all of a long write', async () => {
    const link = new RecordingLink()
    const mux = muxOf(link)
    link.ready = false
    mux.open().write(Buffer.alloc(100 * payloadBytes))
    await turn()
    link.ready = true
    mux.progress()
    const sentBefore = await new Promise((resolve) => setImmediate(() => resolve(link.sent.length)))
    expect(sentBefore).toBe(64)
    await turn()
    expect(mux.drained).toBe(true)
  })

  it('sends SYN alone to a server that speaks first', async () => {
    const link = new RecordingLink()
    muxOf(link).open()
    await turn()
    expect(link.sent).toEqual(['0100000003000000'])
  })

  it('gives streams turns, so that a large write does not hold up a small one', async () => {
    const link = new RecordingLink()
    const mux = muxOf(link)
    link.ready = false
    mux.open().write(Buffer.alloc(200, 'x'))
    await turn()
    mux.open().write('small')
    await turn()
    link.ready = true
    mux.progress()
    await turn()
    const turns = link.sent.map((message) =>
      message.includes(Buffer.from('small').toString('hex')) ? 'small' : 'large',
    )
    expect(turns.indexOf('small')).toBeLessThanOrEqual(1)
    expect(turns.filter((name) => name === 'large').length).toBeGreaterThan(2)
  })

  it('says the end of a stream once, and nothing of one that was never announced', async () => {
    const link = new RecordingLink()
    const mux = muxOf(link)
    mux.open().destroy()
    const stream = mux.open()
    await turn()
    mux.closeStreams()
    stream.destroy()
    await turn()
    expect(link.sent).toEqual(['0100000005000000', '0101000005000000'])
  })

  it('sends NOP as a sign of life', async () => {
    const link = new RecordingLink()
    const mux = muxOf(link)
    mux.keepAlive()
    await turn()
    expect(link.sent).toEqual(['0103000000000000'])
    link.ready = false
    for (let beats = 0; beats < 3; beats += 1) mux.keepAlive()
    link.ready = true
    mux.progress()
    await turn()
    expect(link.sent).toEqual(['0103000000000000', '0103000000000000'])
  })

  it('stops reading at the limits and goes on when it was read', async () => {
    const link = new RecordingLink()
    const mux = muxOf(link)
    const [first, second] = [mux.open(), mux.open()]
    mux.receive(data(first.id, '12345678'))
    expect(link.reading).toBe('on')
    mux.receive(data(first.id, '901'))
    expect(link.reading).toBe('paused')
    first.resume()
    await turn()
    expect(link.reading).toBe('on')
    const third = mux.open()
    mux.receive(data(second.id, '12345678'))
    mux.receive(data(third.id, '12345678'))
    expect(link.reading).toBe('paused')
    second.destroy()
    third.destroy()
    await turn()
    expect(link.reading).toBe('on')
  })

  it('drops data of unknown streams and ends with its fault', () => {
    const mux = muxOf(new RecordingLink())
    expect(mux.receive(data(99, 'x'))).toBeNull()
    expect(mux.receive(Buffer.from('0202000003000000', 'hex'))).toBe('wrong-version')
  })

  it('destroys every stream at its end, and later ones too', async () => {
    const link = new RecordingLink()
    const mux = muxOf(link)
    const stream = mux.open()
    mux.end()
    const late = mux.open()
    await turn()
    expect([stream.destroyed, late.destroyed]).toEqual([true, true])
    expect(link.sent).toEqual([])
  })

  it('begins anew after the last id that fits', async () => {
    const link = new RecordingLink()
    const mux = new Mux(link, limits, undefined, 0xffff_fffd)
    expect([mux.open().id, mux.open().id, mux.open().id]).toEqual([0xffff_ffff, 3, 5])
    await turn()
    expect(link.sent).toEqual(['01000000ffffffff', '0100000003000000', '0100000005000000'])
  })

  it('takes frames of a stream that it has closed, or that the far end has, for nothing', async () => {
    const mux = muxOf(new RecordingLink())
    const [closedHere, closedThere] = [mux.open(), mux.open()]
    closedHere.destroy()
    mux.closed(closedThere.id)
    for (const stream of [closedHere, closedThere]) expect(mux.receive(data(stream.id, 'late'))).toBeNull()
    expect([closedHere.unreadBytes, closedThere.unreadBytes]).toEqual([0, 0])
    // FIN may come before our SYN has left, and twice.
    const fresh = mux.open()
    for (let times = 0; times < 2; times += 1) mux.receive(Buffer.from([1, 1, 0, 0, fresh.id, 0, 0, 0]))
    await turn()
    expect([closedThere.destroyed, fresh.destroyed, mux.drained]).toEqual([true, true, true])
  })
})

describe('a reader that stalls', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'performance'] })
  })

  afterEach(() => {
    expect(vi.getTimerCount()).toBe(0)
    vi.useRealTimers()
  })

  function stalledOf() {
    const link = new RecordingLink()
    const given: (readonly [number, number])[] = []
    const mux = new Mux(link, limits, { readerStalled: (id, bytes) => void given.push([id, bytes]) })
    const stalled = mux.open()
    mux.receive(data(stalled.id, '12345678901'))
    expect(link.reading).toBe('paused')
    return { link, mux, stalled, given }
  }

  it('loses its stream when it keeps others waiting for too long', async () => {
    const { link, mux, stalled, given } = stalledOf()
    const other = mux.open()
    await vi.advanceTimersByTimeAsync(4_999)
    expect([stalled.destroyed, link.reading]).toEqual([false, 'paused'])
    await vi.advanceTimersByTimeAsync(1)
    expect([stalled.destroyed, other.destroyed, link.reading]).toEqual([true, false, 'on'])
    expect(given).toEqual([[stalled.id, 11]])
  })

  it('may take its time while nobody waits', async () => {
    const { link, mux, stalled, given } = stalledOf()
    await vi.advanceTimersByTimeAsync(3_600_000)
    expect([stalled.destroyed, link.reading, given]).toEqual([false, 'paused', []])
    mux.open()
    await vi.advanceTimersByTimeAsync(5_000)
    expect([stalled.destroyed, link.reading]).toEqual([true, 'on'])
  })

  it('keeps its stream when it reads on in time', async () => {
    const { link, mux, stalled, given } = stalledOf()
    mux.open()
    for (let pauses = 0; pauses < 5; pauses += 1) {
      await vi.advanceTimersByTimeAsync(4_000)
      stalled.resume()
      await turn()
      stalled.pause()
      expect(link.reading).toBe('on')
      // What a paused stream buffers by itself is not in our hands.
      mux.receive(data(stalled.id, '12345678901'.repeat(2)))
    }
    stalled.destroy()
    mux.end()
    expect(given).toEqual([])
  })

  it('gives up one after the other, the fullest first, until the rest fits', async () => {
    const link = new RecordingLink()
    const given: number[] = []
    const mux = new Mux(link, limits, { readerStalled: (id) => void given.push(id) })
    const [small, large] = [mux.open(), mux.open()]
    mux.receive(data(small.id, '1234567'))
    mux.receive(data(large.id, '123456789'))
    expect(link.reading).toBe('paused')
    await vi.advanceTimersByTimeAsync(5_000)
    expect([given, link.reading]).toEqual([[large.id], 'on'])
  })

  it('is not waited for once the session is over', async () => {
    const { mux, stalled, given } = stalledOf()
    const other = mux.open()
    mux.receive(data(other.id, '12345678901'))
    mux.end()
    expect(vi.getTimerCount()).toBe(0)
    await turn()
    expect([stalled.destroyed, other.destroyed, given]).toEqual([true, true, []])
  })
})
