import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { defaultSettings } from '#relay/engine/builtin/settings.ts'
import { acknowledge, channelOf, frame } from './opened-channel.ts'

beforeEach(
  () =>
    void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'performance'] }),
)
afterEach(() => void vi.useRealTimers())

/** A channel to an agent that acknowledges what it gets, or does not; whoever uses the channel sends something when it is quiet. */
async function channelTo(agent: 'answering' | 'silent') {
  const parts = await channelOf({ agentQuiet: () => send(1) }, defaultSettings)
  const { channel, service, send } = parts
  let acknowledged = 0
  const answer = (): void => {
    while (acknowledged < service.socket.frames.length) service.socket.say(acknowledge((acknowledged += 1) - 1))
  }
  const timer = agent === 'answering' ? setInterval(answer, 50) : undefined
  const end = async (): Promise<void> => {
    clearInterval(timer)
    await channel.close(1_000)
  }
  return { ...parts, end }
}

describe('an agent that says nothing, behind a service that answers', () => {
  it('is told within 15 seconds to whoever says nothing either, and once', async () => {
    const { told, end } = await channelTo('silent')
    await vi.advanceTimersByTimeAsync(15_000)
    expect(told).toContain('agent silent')
    await vi.advanceTimersByTimeAsync(60_000)
    expect(told.filter((event) => event === 'agent silent')).toHaveLength(1)
    expect(told).not.toContain('dropped 1006')
    await end()
  })

  it('is told within ten seconds of what it was sent', async () => {
    const { told, send, end } = await channelTo('silent')
    send(3)
    await vi.advanceTimersByTimeAsync(7_000)
    expect(told).not.toContain('agent silent')
    await vi.advanceTimersByTimeAsync(3_000)
    expect(told).toContain('agent silent')
    await end()
  })

  it.each([
    ['acknowledges', acknowledge(0)],
    ['says something', frame('output_stream_data', 0, 'm0')],
  ])('is told as back when it %s', async (_how, sign) => {
    const { told, service, end } = await channelTo('silent')
    await vi.advanceTimersByTimeAsync(15_000)
    service.socket.say(sign)
    expect(told).toContain('agent back')
    await end()
  })

  it('is sent all that waits, at once, when it is heard again', async () => {
    const { told, service, send, end } = await channelTo('silent')
    send(3)
    await vi.advanceTimersByTimeAsync(30_000)
    expect(told).toContain('agent silent')
    const before = service.socket.frames.length
    service.socket.say(frame('start_publication', 0))
    expect(service.socket.frames.length - before).toBe(3)
    await end()
  })

  it('is sent what waits once, behind the first words, over a channel that was opened again', async () => {
    const { told, service, send, open, end } = await channelTo('silent')
    send(3)
    await vi.advanceTimersByTimeAsync(30_000)
    service.socket.drop()
    await open()
    expect(service.socket.frames).toHaveLength(3)
    expect(told.filter((event) => event.startsWith('agent'))).toEqual(['agent silent', 'agent back'])
    await vi.advanceTimersByTimeAsync(12_000)
    expect(told.filter((event) => event === 'agent silent')).toHaveLength(2)
    await end()
  })

  it('is not blamed for a service that does not answer', async () => {
    const { told, service, send, end } = await channelTo('silent')
    send(1)
    service.socket.open = false
    await vi.advanceTimersByTimeAsync(15_000)
    expect(told).toContain('dropped 1006')
    expect(told).not.toContain('agent silent')
    await end()
  })

  it.each([
    ['the service has said that it is away', 'pause'],
    ['nothing is read here', 'unread'],
  ])('is not told as silent while %s', async (_why, how) => {
    const { channel, told, service, send, end } = await channelTo('silent')
    if (how === 'pause') service.socket.say(frame('pause_publication', 0))
    else channel.pauseReading()
    send(1)
    await vi.advanceTimersByTimeAsync(60_000)
    expect(told).not.toContain('agent silent')
    await end()
  })
})

describe('an agent that acknowledges', () => {
  it('is never told as silent, however long its query takes, and is asked no more often than every five seconds', async () => {
    const { told, service, send, end } = await channelTo('answering')
    send(1)
    await vi.advanceTimersByTimeAsync(300_000)
    expect(told).not.toContain('agent silent')
    expect(service.socket.frames.length).toBeGreaterThan(40)
    expect(service.socket.frames.length).toBeLessThanOrEqual(61)
    await end()
  })
})
