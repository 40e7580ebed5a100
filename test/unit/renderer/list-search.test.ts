import { expect, test } from 'vitest'
import type { TunnelView } from '#contract/snapshot.ts'
import { defaultEnvironments } from '#domain/environments.ts'
import { messagesOf } from '#words/messages.ts'
import { createListing, groupSummary } from '../../../renderer/features/tunnels/groups.ts'
import { countOf } from '../../../renderer/features/tunnels/list-filters.ts'
import type { ListFilter } from '../../../renderer/app/view-store.ts'
import { fixtureProfiles, fixtureTunnel, fixtureTunnels } from '../../support/snapshot-fixtures.ts'

const tunnels = fixtureTunnels()
const listing = createListing(fixtureProfiles, defaultEnvironments)

/** The groups of what a search leaves. */
const groupsOf = (all: readonly TunnelView[], search: string, filter: ListFilter = 'all') =>
  listing.groups(listing.found(all, { environment: null, search }), { filter })

/** Local ports of what a search leaves, in the order of the list. */
function found(search: string): readonly number[] {
  return groupsOf(tunnels, search).flatMap((group) => group.tunnels.map((tunnel) => tunnel.preference.localPort))
}

test.each([
  ['a kind', 'mysql', [13306, 23306, 33306]],
  ['a kind and a state', 'postgresql ready', [15432]],
  ['a kind and an environment', 'opensearch staging', [29200]],
  ['a state in the other language', '再接続中', [25432]],
  ['an environment in the other language and a port', '開発 36379', [36379]],
  ['a filter', 'attention production', [13306]],
  ['what is wrong', 'bastion offline', [13306]],
  ['an account', 'orders-staging redis', [26379]],
  ['an account number as it is shown', '4821 0097 3316 redis', [16379]],
  ['an account number as it is written', '482100973316 redis', [16379]],
  ['the bastion that was found', 'i-0c7e41d8b5a90f236', [13306]],
  ['the target rule', 'ecs:platform', [35433]],
  ['a role', 'databasetunnel mysql dev', [33306]],
  ['a host with its port', 'orders-dev.cv2t7r5kpa0u.ap-northeast-1.rds.amazonaws.com:5432', [35432]],
  ['words in any order', '15432 writer orders', [15432]],
  ['wide letters and digits', '１５４３２　ＯＲＤＥＲＳ', [15432]],
  ['blanks only', '  ', tunnels.map((tunnel) => tunnel.preference.localPort)],
  ['nothing that is there', 'orders nowhere', []],
])('is found by %s', (_what, search, ports) => {
  expect(found(search)).toEqual(ports)
})

test('news of a tunnel is found at once', () => {
  const stopped = fixtureTunnel(15432, { status: { kind: 'stopped' } })
  const changed = tunnels.map((tunnel) => (tunnel.id === stopped.id ? stopped : tunnel))
  expect(groupsOf(tunnels, 'writer production stopped')).toEqual([])
  expect(groupsOf(changed, 'writer production stopped')[0]?.tunnels).toEqual([stopped])
})

test('a tunnel whose database is silent is not live, by any of its words, and needs attention', () => {
  const silent = fixtureTunnel(15432, { status: { kind: 'unanswered', since: 1, hasAnswered: false } })
  const others = [fixtureTunnel(15433)]
  const all = [silent, ...others]
  expect(countOf(all, 'live')).toBe(0)
  expect(countOf(all, 'attention')).toBe(1)
  for (const word of ['live', '接続済み', 'ready']) expect(groupsOf(all, word), word).toEqual([])
  expect(groupsOf(all, '', 'live')).toEqual([])
  for (const word of ['attention', '要確認', 'no answer'])
    expect(groupsOf(all, word)[0]?.tunnels, word).toEqual([silent])
  expect(groupSummary(all, messagesOf('en'))).toBe('1 silent')
  expect(groupSummary(all, messagesOf('ja'))).toBe('応答なし 1')
})

test('a tunnel that is being checked needs attention where it waits for somebody, or its agent is silent', () => {
  const checked = (why?: 'agent-silent' | 'sign-in') =>
    fixtureTunnel(15432, { status: { kind: 'unknown', since: 1, ...(why === undefined ? {} : { why }) } })
  expect(
    [checked(), checked('agent-silent'), checked('sign-in')].map((tunnel) => countOf([tunnel], 'attention')),
  ).toEqual([0, 1, 1])
})
