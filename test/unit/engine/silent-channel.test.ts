import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { defaultSettings } from '#relay/engine/builtin/settings.ts'
import { channelOf } from './opened-channel.ts'

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] }))
afterEach(() => void vi.useRealTimers())

it('that says nothing is given up within twenty seconds, and told as dropped in the same breath', async () => {
  const { channel, service, told } = await channelOf({}, defaultSettings)
  service.socket.open = false
  await vi.advanceTimersByTimeAsync(20_000)
  expect(told).toEqual(['channel-silent', 'dropped 1006'])
  await channel.close(1_000)
})

it('is told as being replaced to whoever asks while there is none', async () => {
  const { channel, service, told } = await channelOf({}, defaultSettings)
  service.socket.drop()
  expect(await channel.probe(1_000)).toBe('replacing')
  expect(told).toEqual(['dropped 1006'])
  await channel.close(1_000)
})
