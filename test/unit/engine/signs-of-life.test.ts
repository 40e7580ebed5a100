import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { EngineHost } from '#relay/engine/engine.ts'
import { headerBytes } from '#relay/engine/builtin/message.ts'
import { PortSession } from '#relay/engine/builtin/port-session.ts'
import { defaultSettings } from '#relay/engine/builtin/settings.ts'
import { commands } from '#relay/engine/builtin/smux/frame.ts'
import { grantFor } from '#test/support/grants.ts'
import { acknowledge, channelOf } from './opened-channel.ts'

beforeEach(
  () =>
    void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'performance'] }),
)
afterEach(() => void vi.useRealTimers())

const host: EngineHost = {
  renewPass: async () => null,
  credentials: async () => null,
  endpointFailed: () => undefined,
  resumed: () => undefined,
  log: () => undefined,
}

/** A session to an agent that acknowledges everything, and when each of its signs of life was asked for (ms since the start). */
async function sessionWithAgent() {
  let asked: () => void = () => undefined
  const { channel, service } = await channelOf({ agentQuiet: () => asked() }, defaultSettings)
  const session = new PortSession(
    {
      ...{ grant: grantFor({ port: 5_432 }), host, channel, settings: defaultSettings, agentVersion: '3.3.987.0' },
      agreement: { sessionType: 'Port', properties: {}, customerMessage: '' },
    },
    'multiplexed',
  )
  asked = () => session.agentQuiet()
  const startedAt = performance.now()
  const askedAt: number[] = []
  let seen = 0
  const look = setInterval(() => {
    const { frames } = service.socket
    for (; seen < frames.length; seen += 1) {
      if (frames[seen]?.[headerBytes + 1] === commands.nothing) askedAt.push(performance.now() - startedAt)
      service.socket.say(acknowledge(seen))
    }
  }, 50)
  const end = async (): Promise<void> => {
    const stopped = session.stop(1_000)
    await vi.advanceTimersByTimeAsync(5_000)
    clearInterval(look)
    await stopped
  }
  return { session, askedAt, end }
}

it('asks the agent for signs of life while a session is used, and for a minute more', async () => {
  const { session, askedAt, end } = await sessionWithAgent()
  const stream = await session.openStream()
  stream.write('SELECT pg_sleep(300)')
  await vi.advanceTimersByTimeAsync(20 * 60_000)
  expect(askedAt.length).toBeGreaterThan(5)
  expect(Math.max(...askedAt)).toBeLessThanOrEqual(60_000)
  await end()
})

it('asks nothing of one over which nobody came', async () => {
  const { askedAt, end } = await sessionWithAgent()
  await vi.advanceTimersByTimeAsync(20 * 60_000)
  expect(askedAt).toEqual([])
  await end()
})
