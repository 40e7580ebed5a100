import { expect, it } from 'vitest'
import { fail, ok } from '#domain/result.ts'
import type { SsoSession } from '#contract/sign-in.ts'
import { createProposedSessions } from '#core/app/identity/proposed-sessions.ts'
import type { AwsConfig } from '#core/app/identity/ports.ts'

const session: SsoSession = { name: 'corp', startUrl: 'https://corp.awsapps.com/start', region: 'eu-central-1' }

function onDisk(sessions: readonly SsoSession[]) {
  const disk = { sessions: [...sessions], state: 'works' as 'works' | 'full', writes: 0 }
  const config = createProposedSessions({
    read: async (): Promise<AwsConfig> => ({ sessions: disk.sessions, profiles: [], problems: [] }),
    async putSession(put) {
      disk.writes += 1
      if (disk.state === 'full') return fail('PROFILE_INVALID', { file: 'config', reason: 'not-written' })
      disk.sessions = [...disk.sessions.filter(({ name }) => name !== put.name), put]
      return ok(undefined)
    },
    async removeSession(name) {
      disk.sessions = disk.sessions.filter((one) => one.name !== name)
      return ok(undefined)
    },
    onChange: () => () => {},
  })
  return { disk, config }
}

it('shows a session that was typed, in the place of the one that it corrects, and writes it once', async () => {
  const old = { ...session, startUrl: 'https://old.awsapps.com/start' }
  const { disk, config } = onDisk([old])
  config.propose(session)
  expect((await config.read()).sessions).toEqual([session])
  expect(disk.sessions).toEqual([old])
  await config.settle('corp')
  await config.settle('corp')
  expect(disk).toMatchObject({ sessions: [session], writes: 1 })
})

it('keeps a session that cannot be written, says why, and writes it when it can', async () => {
  const { disk, config } = onDisk([])
  disk.state = 'full'
  config.propose(session)
  expect(await config.settle('corp')).toMatchObject({ ok: false })
  expect((await config.read()).sessions).toEqual([session])
  expect(config.problems()).toMatchObject([{ code: 'PROFILE_INVALID', details: { reason: 'not-written' } }])
  disk.state = 'works'
  await config.settle('corp')
  expect(await config.read()).toEqual({ sessions: [session], profiles: [], problems: [] })
  expect(config.problems()).toEqual([])
})

it('forgets a session that is taken back, and writes none that nobody typed', async () => {
  const { disk, config } = onDisk([])
  config.propose(session)
  await config.removeSession('corp')
  await config.settle('corp')
  expect((await config.read()).sessions).toEqual([])
  expect(disk.writes).toBe(0)
})
