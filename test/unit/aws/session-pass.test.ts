import { expect, it, vi } from 'vitest'
import { passTo } from '#core/aws/ssm/session-pass.ts'
import { ok } from '#domain/result.ts'
import { direct } from '#test/support/direct-route.ts'

const lookedAt = vi.fn()
/** Keys that nobody may look at. */
const untouchable = {
  get accessKeyId(): string {
    lookedAt()
    return 'AKID'
  },
  get secretAccessKey(): string {
    lookedAt()
    return 'secret'
  },
}
const channel = { tokenValue: 'token', region: 'eu-west-1', now: 0 }
const keys = { accessKeyId: 'AKID', secretAccessKey: 'secret' }

it.each([
  'wss://gateway.example.com/v1/data-channel/a',
  'ws://ssmmessages.eu-west-1.amazonaws.com/v1/data-channel/a',
  'https://ssmmessages.eu-west-1.amazonaws.com/',
  'not an address',
])('nothing is signed for, and nobody asked the way to, %s', async (streamUrl) => {
  const routeTo = vi.fn(async () => ok(direct))
  const pass = await passTo({ ...channel, streamUrl, credentials: untouchable }, routeTo)
  expect(pass).toMatchObject({ ok: false, error: { code: 'DATA_CHANNEL_UNTRUSTED' } })
  expect(routeTo).not.toHaveBeenCalled()
  expect(lookedAt).not.toHaveBeenCalled()
})

it.each(['wss://ssmmessages.eu-west-1.amazonaws.com/a', 'ws://127.0.0.1:9/a'])('%s is signed', async (streamUrl) => {
  const pass = await passTo({ ...channel, streamUrl, credentials: keys }, async () => ok(direct))
  expect(pass).toMatchObject({ ok: true, value: { streamUrl, network: direct } })
  expect(pass.ok && Object.keys(pass.value.upgradeHeaders)).toContain('authorization')
})
