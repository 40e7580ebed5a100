import { sampleProblem } from '../../support/sample-problems.ts'
import { describe, expect, test } from 'vitest'
import type { TunnelStatus } from '#contract/status.ts'
import { announceEveryMs, createAnnouncer } from '../../../renderer/frame/announcements.ts'
import { messagesOf } from '#words/messages.ts'
import { fixtureSnapshot, fixtureTunnel } from '../../support/snapshot-fixtures.ts'

const words = messagesOf('en')
const armed: TunnelStatus = { kind: 'armed', since: 1 }
const connecting: TunnelStatus = { kind: 'connecting', step: 'target', since: 1 }
const ready: TunnelStatus = { kind: 'ready', since: 1, idleCloseAt: null }
const failed: TunnelStatus = { kind: 'failed', at: 1, retry: null, problem: sampleProblem('TARGET_STOPPED') }

function listen() {
  const announce = createAnnouncer()
  return (status: TunnelStatus, now: number) =>
    announce(fixtureSnapshot({ tunnels: [fixtureTunnel(15432, { status })] }), words, now)
}

describe('what is read aloud', () => {
  test('nothing at the start', () => expect(listen()(ready, 0)).toEqual({ polite: [], assertive: [] }))

  test('a change of state, politely', () => {
    const hear = listen()
    hear(armed, 0)
    expect(hear(ready, 10_000).polite).toEqual(['orders-db writer, ready'])
  })

  test('at most one in five seconds, and then the latest', () => {
    const hear = listen()
    hear(armed, 0)
    expect(hear(connecting, 10_000).polite).toHaveLength(1)
    expect(hear(ready, 11_000).polite).toEqual([])
    expect(hear(ready, 10_000 + announceEveryMs).polite).toEqual(['orders-db writer, ready'])
  })

  test('a failure at once, assertively, and once', () => {
    const hear = listen()
    hear(armed, 0)
    hear(connecting, 10_000)
    expect(hear(failed, 10_100)).toEqual({ polite: [], assertive: ['orders-db writer failed. The bastion is stopped'] })
    expect(hear(failed, 60_000)).toEqual({ polite: [], assertive: [] })
  })
})
