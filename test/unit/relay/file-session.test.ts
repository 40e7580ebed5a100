import { expect, it } from 'vitest'
import type { FileNews } from '#contract/file-relay.ts'
import { farKeyOf } from '#domain/far-path/far-key.ts'
import { FileSession } from '#relay/files/file-session.ts'
import { ManualClock } from '#test/support/manual-clock.ts'

const transferId = '00000000-0000-4000-8000-000000000001'

it('tells of a transfer that was ordered when its session was over that it stands still', () => {
  const told: FileNews[] = []
  const files = new FileSession({
    session: { carrier: null, useBy: ({ over }) => over() },
    opening: { over: 'shell' },
    targetId: 'i-0ab3f29c81d7e4402',
    clock: new ManualClock(),
    markFetched: async () => {},
    tell: (news) => told.push(news),
    failed: (error) => expect.unreachable(String(error)),
  })
  const run = { transferId, direction: 'up', here: '/tmp/a', there: farKeyOf('/srv'), onExisting: 'ask' } as const
  files.order({ do: 'move', run: { ...run, resume: { savedAs: 'a 2', files: 3 } } })
  const amount = { files: 3, totalFiles: 3 }
  expect(told).toMatchObject([
    { told: 'transfer', transferId, news: { news: 'stopped', why: 'lost', savedAs: 'a 2', amount } },
  ])
})
