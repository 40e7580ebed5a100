import { describe, expect, it } from 'vitest'
import { Mux, type MuxLink } from '#relay/engine/builtin/smux/mux.ts'

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

function muxOf(link: MuxLink): Mux {
  return new Mux(link, { halfCloseGraceMs: 1_000, receiveLimit: { streamBytes: 10, sessionBytes: 15 } })
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
    muxOf(link).keepAlive()
    await turn()
    expect(link.sent).toEqual(['0103000000000000'])
  })

  it('stops reading at the limits and goes on when half was read', async () => {
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
})
