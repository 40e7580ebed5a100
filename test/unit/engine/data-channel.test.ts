import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { headerBytes } from '#relay/engine/builtin/message.ts'
import { acknowledge, channelOf, frame } from './opened-channel.ts'

/** What the machine's clock says; a machine that sleeps jumps. */
let now = 0

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] })
  now = 1_000
  vi.spyOn(performance, 'now').mockImplementation(() => now)
})

afterEach(() => {
  expect(vi.getTimerCount()).toBe(0)
  vi.useRealTimers()
  vi.restoreAllMocks()
})

/** Time goes by, with all its timers. */
async function pass(ms: number): Promise<void> {
  for (let left = ms; left > 0; left -= 50) {
    now += 50
    await vi.advanceTimersByTimeAsync(50)
  }
}

/** The machine sleeps: no timer runs, and none catches up. */
function sleep(ms: number): void {
  now += ms
}

/** Sequence numbers of what was sent as data, or acknowledged. */
function numbers(frames: readonly Buffer[], type: 'input_stream_data' | 'acknowledge'): readonly number[] {
  return frames
    .filter((sent) => sent.toString('latin1', 4, 36).trim() === type)
    .map((sent) =>
      type === 'acknowledge'
        ? JSON.parse(sent.toString('utf8', headerBytes)).AcknowledgedMessageSequenceNumber
        : Number(sent.readBigInt64BE(48)),
    )
}

describe('receiving', () => {
  it('acknowledges a message once its reader has taken it', async () => {
    const order: string[] = []
    const { channel, service } = await channelOf({
      received: (_type, payload) =>
        order.push(`${payload.toString()} with ${numbers(service.socket.frames, 'acknowledge').length}`),
    })
    for (const sequence of [0, 1]) service.socket.say(frame('output_stream_data', sequence, `m${sequence}`))
    expect(order).toEqual(['m0 with 0', 'm1 with 1'])
    expect(numbers(service.socket.frames, 'acknowledge')).toEqual([0, 1])
    await channel.close(1_000)
  })

  it('acknowledges what came early or twice, and nothing that is no message', async () => {
    const { channel, service, told } = await channelOf()
    const spoiled = frame('output_stream_data', 0)
    spoiled[headerBytes] = 0
    for (const said of [
      frame('output_stream_data', 1, 'b'),
      spoiled,
      frame('output_stream_data', 0, 'a'),
      frame('output_stream_data', 1, 'b'),
      frame('agent_session_state', 0),
      Buffer.alloc(3),
    ])
      service.socket.say(said)
    expect(numbers(service.socket.frames, 'acknowledge')).toEqual([1, 0, 1])
    expect(told).toEqual(['message-dropped', 'a', 'b', 'message-dropped', 'message-dropped'])
    await channel.close(1_000)
  })

  it('tells each second how many messages are missing, and when none is any more', async () => {
    const { channel, service, told } = await channelOf()
    for (const sequence of [1, 2, 5]) service.socket.say(frame('output_stream_data', sequence, 'x'))
    await pass(2_000)
    for (const sequence of [4, 0]) service.socket.say(frame('output_stream_data', sequence, 'x'))
    await pass(1_000)
    service.socket.say(frame('output_stream_data', 3, 'x'))
    await pass(3_000)
    expect(told.filter((text) => text !== 'x')).toEqual(['missing 3', 'missing 3', 'missing 1', 'missing 0'])
    await channel.close(1_000)
  })

  it('hands over what waited behind a gap as fast as its reader takes it, and all before the end', async () => {
    const { channel, service, told } = await channelOf({
      received: (_type, payload) => {
        told.push(payload.toString())
        if (payload.toString() === 'm1') channel.pauseReading()
      },
    })
    for (const sequence of [1, 2, 3, 0]) service.socket.say(frame('output_stream_data', sequence, `m${sequence}`))
    expect(told.filter((text) => text.startsWith('m'))).toEqual(['m0', 'm1'])
    channel.resumeReading()
    await new Promise((resolve) => setImmediate(resolve))
    expect(told.slice(-2)).toEqual(['m2', 'm3'])
    for (const sequence of [5, 4]) {
      channel.pauseReading()
      service.socket.say(frame('output_stream_data', sequence, `m${sequence}`))
    }
    service.socket.say(frame('channel_closed', 0, '{"Output":"bye"}'))
    expect(told.slice(-3)).toEqual(['m4', 'm5', 'closed bye'])
    await channel.close(1_000)
  })

  it('acknowledges again, when the channel is back, what it acknowledged last', async () => {
    const { channel, service, open } = await channelOf()
    for (const sequence of [0, 1, 3]) service.socket.say(frame('output_stream_data', sequence))
    service.socket.drop()
    await open()
    expect(numbers(service.socket.frames, 'acknowledge')).toEqual([0, 1, 3])
    service.socket.say(frame('output_stream_data', 2))
    for (let sequence = 4; sequence < 2_000; sequence += 1) service.socket.say(frame('output_stream_data', sequence))
    service.socket.drop()
    await open()
    const again = numbers(service.socket.frames, 'acknowledge')
    expect([again.length, again[0], again.at(-1)]).toEqual([1_024, 976, 1_999])
    await channel.close(1_000)
  })

  it('reads a closing text, none and one that is no JSON', async () => {
    const { channel, service, told } = await channelOf()
    for (const payload of ['{"Output":"bye"}', '{}', 'bye', '', `{"Output":"${'x'.repeat(1_000_000)}"}`]) {
      service.socket.say(frame('channel_closed', 0, payload))
    }
    expect(told.map((text) => text.slice(0, 12))).toEqual([
      'closed bye',
      'closed ',
      'closed ',
      'closed ',
      'closed xxxxx',
    ])
    await channel.close(1_000)
  })

  it('hears nothing any more from a socket that it has lost or closed', async () => {
    const { channel, service, told, open } = await channelOf()
    const [first] = service.sockets
    first?.drop()
    await open()
    if (first !== undefined) first.open = true
    first?.say(frame('output_stream_data', 0))
    first?.drop()
    await channel.close(1_000)
    expect(told).toEqual(['dropped 1006'])
  })
})

describe('sending', () => {
  it('sends nothing new while the service pauses, and resends little', async () => {
    const { channel, service, send } = await channelOf()
    send(50)
    for (let lost = 0; lost < 50; lost += 1) service.socket.say(frame('pause_publication', 0))
    expect(channel.ready).toBe(false)
    const before = service.socket.frames.length
    for (let passed = 0; passed < 60; passed += 1) {
      await pass(1_000)
      service.socket.say(frame('pause_publication', 0))
    }
    const resent = numbers(service.socket.frames.slice(before), 'input_stream_data')
    expect(new Set(resent)).toEqual(new Set([0]))
    expect(resent.length).toBeLessThan(20)
    service.socket.say(frame('start_publication', 0))
    expect(channel.ready).toBe(true)
    expect(numbers(service.socket.frames, 'input_stream_data').slice(-50)).toEqual(
      Array.from({ length: 50 }, (_, n) => n),
    )
    await channel.close(1_000)
  })

  it('sends all that is open again after a drop, in order, with what was sent meanwhile', async () => {
    const { channel, service, open, send } = await channelOf()
    send(3)
    service.socket.say(acknowledge(1))
    service.socket.drop()
    expect([channel.ready, channel.connected]).toEqual([false, false])
    channel.send(3, Buffer.from('size'))
    await pass(10_000)
    await open()
    expect(numbers(service.socket.frames, 'input_stream_data')).toEqual([0, 2, 3])
    expect(service.sockets.map(({ texts }) => texts.length)).toEqual([1, 1])
    for (const sequence of [0, 2, 3]) service.socket.say(acknowledge(sequence))
    expect(channel.settled).toBe(true)
    await pass(200)
    await channel.close(1_000)
  })

  it('does not take a sleep for silence, and does not send everything when it wakes', async () => {
    const { channel, service, told, send } = await channelOf()
    send(90)
    for (let sequence = 0; sequence < 90; sequence += 2) service.socket.say(acknowledge(sequence))
    const before = service.socket.frames.length
    sleep(8 * 3_600_000)
    await pass(100)
    expect(told).not.toContain('unanswered')
    expect(service.socket.frames.length - before).toBeLessThanOrEqual(64)
    for (let sequence = 1; sequence < 90; sequence += 2) service.socket.say(acknowledge(sequence))
    expect([channel.settled, channel.ready]).toEqual([true, true])
    await pass(200)
    await channel.close(1_000)
  })

  it('says when the agent acknowledges nothing for ten minutes, unless nothing is read', async () => {
    const { channel, told, send } = await channelOf()
    send(1)
    channel.pauseReading()
    await pass(700_000)
    channel.resumeReading()
    // The acknowledgements of all that time may be still to be read.
    await pass(500_000)
    expect(told).not.toContain('unanswered')
    await pass(100_200)
    expect(told).toContain('unanswered')
    await channel.close(1_000)
  })

  it('takes acknowledgements of what was never sent for nothing', async () => {
    const { channel, service, send } = await channelOf()
    for (const sequence of [0, 7, 2 ** 52]) service.socket.say(acknowledge(sequence))
    send(1)
    expect(channel.settled).toBe(false)
    service.socket.say(acknowledge(0))
    expect(channel.settled).toBe(true)
    await pass(200)
    await channel.close(1_000)
  })
})

describe('a socket that is silent', () => {
  it('is given up after two intervals at most, not while it is not read', async () => {
    const { channel, service, told } = await channelOf()
    let pings = 0
    service.socket.ping = () => void (pings += 1)
    channel.pauseReading()
    await pass(120_000)
    expect(told).toEqual(['reading-paused'])
    expect(pings).toBe(4)
    channel.resumeReading()
    await pass(60_000)
    expect(told).toEqual(['reading-paused', 'channel-silent', 'dropped 1006'])
    await channel.close(1_000)
  })
})
