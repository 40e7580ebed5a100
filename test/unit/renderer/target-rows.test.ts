import { describe, expect, it } from 'vitest'
import type { Favourite, PlaceView, TargetView } from '#contract/targets.ts'
import { defaultEnvironments } from '#domain/environments.ts'
import { favouriteOf } from '#domain/targets/target-place.ts'
import {
  drawnTargets,
  layoutTargets,
  scrollPlaceFor,
  stepFrom,
} from '../../../renderer/features/targets/target-layout.ts'
import { requestOf } from '../../../renderer/features/targets/line-request.ts'
import { groupsOf, type TargetQuery } from '../../../renderer/features/targets/target-rows.ts'

const everything: TargetQuery = { search: '', kind: 'all', state: 'all' }

function node(name: string, part: Partial<TargetView> = {}): TargetView {
  return {
    target: { on: 'node', id: `i-${name.padEnd(17, '0').slice(0, 17)}` },
    name,
    form: 'instance',
    service: null,
    system: 'linux',
    platform: 'Amazon Linux 2023',
    agentVersion: '3.3.987.0',
    address: '10.40.10.12',
    tags: [{ key: 'Role', value: 'bastion' }],
    state: { kind: 'online', seenAt: 0 },
    ...part,
  }
}

const web = node('api', {
  target: { on: 'container', cluster: 'platform', task: '9f2c', container: 'web' },
  form: 'container',
  service: 'api',
  state: { kind: 'closed', why: 'exec-off' },
})

function place(account: string, environment: string | null, targets: readonly TargetView[]): PlaceView {
  const at = { profile: { type: 'named', name: account }, region: 'eu-west-1' } as const
  return {
    key: `profile ${account} eu-west-1`,
    place: at,
    account: { id: null, name: account, role: 'Admin' },
    environment,
    reading: 'done',
    readAt: 0,
    targets: [...targets],
    problems: [],
  }
}

const prod = place('prod', 'production', [
  web,
  node('b-10'),
  node('b-9', { system: 'windows' }),
  node('a-lost', { state: { kind: 'closed', why: 'not-registered' } }),
])
const dev = place('dev', 'development', [])
const show = (query: Partial<TargetQuery>, favourites: readonly Favourite[] = [], recent: readonly Favourite[] = []) =>
  groupsOf(
    { places: [prod, dev], favourites: [...favourites], recent: [...recent] },
    { ...everything, ...query },
    defaultEnvironments,
  ).map(({ key, lines, open }) => [key, lines.map(({ name }) => name), open])

describe('the groups of the list', () => {
  it('are the places, machines before containers, what nobody heard of last; a place without any stays', () => {
    expect(show({})).toEqual([
      ['profile prod eu-west-1', ['b-9', 'b-10', 'api', 'a-lost'], 2],
      ['profile dev eu-west-1', [], 0],
    ])
  })

  it('begin with the favourites, which stand nowhere else, those that were not found among them', () => {
    const gone: Favourite = { place: dev.place, what: { on: 'node', id: 'i-0ab3f29c81d7e4402' }, name: 'gone' }
    expect(show({}, [gone, favouriteOf(prod.place, web)])).toEqual([
      ['favourites', ['gone', 'api'], 0],
      ['profile prod eu-west-1', ['b-9', 'b-10', 'a-lost'], 2],
      ['profile dev eu-west-1', [], 0],
    ])
  })

  it('have what was opened last below the favourites, and nowhere else', () => {
    const [first, second] = [node('b-9', { system: 'windows' }), node('b-10')].map((one) =>
      favouriteOf(prod.place, one),
    )
    const gone: Favourite = { place: dev.place, what: { on: 'node', id: 'i-0ab3f29c81d7e4402' }, name: 'gone' }
    expect(show({}, [favouriteOf(prod.place, web)!], [second!, gone, favouriteOf(prod.place, web)!, first!])).toEqual([
      ['favourites', ['api'], 0],
      ['recent', ['b-10', 'b-9'], 2],
      ['profile prod eu-west-1', ['a-lost'], 0],
      ['profile dev eu-west-1', [], 0],
    ])
  })

  it('say how many of a place stand further up: as many as there are targets are found by counting', () => {
    const groups = groupsOf(
      {
        places: [prod, dev],
        favourites: [favouriteOf(prod.place, web)!],
        recent: [favouriteOf(prod.place, node('b-10'))!],
      },
      everything,
      defaultEnvironments,
    )
    expect(groups.map(({ kind, lines, above }) => [kind, lines.length, above])).toEqual([
      ['favourites', 1, 0],
      ['recent', 1, 0],
      ['place', 2, 2],
      ['place', 0, 0],
    ])
  })

  it('are opened as the last time, by its session document', () => {
    const document = { name: 'Harborline-FollowLog', parameters: { file: ['orders.log'] } }
    const last: Favourite = { ...favouriteOf(prod.place, node('b-10'))!, document }
    const list = { places: [prod, dev], favourites: [], recent: [last] }
    const [line] = groupsOf(list, everything, defaultEnvironments)[0]!.lines
    expect(requestOf(line!)?.program).toEqual({
      run: 'shell',
      document: document.name,
      parameters: document.parameters,
    })
  })

  it.each([
    ['a name', { search: 'B-1' }, ['b-10']],
    ['wide letters and two words', { search: 'ｒｏｌｅ=bastion windows' }, []],
    ['a tag and an account', { search: 'role=bastion prod' }, ['b-9', 'b-10', 'api', 'a-lost']],
    ['the names of a container', { search: 'platform/api/web' }, ['api']],
    ['its kind', { kind: 'windows' }, ['b-9']],
    ['what can be opened', { state: 'open' }, ['b-9', 'b-10']],
    ['what can not', { state: 'closed', kind: 'container' }, ['api']],
  ] as const)('are narrowed by %s', (_by, query, names) => {
    expect(show(query).flatMap(([, found]) => found)).toEqual(names)
  })
})

describe('the places of the list', () => {
  const groups = groupsOf({ places: [prod, dev], favourites: [], recent: [] }, everything, defaultEnvironments)
  const layout = layoutTargets(groups, ({ place: at }) => at === dev)

  it('are walked line by line, past heads and notes, to both ends', () => {
    const [first, second] = layout.stops
    expect(layout.stops).toHaveLength(4)
    expect(stepFrom(layout, first ?? null, 1)).toBe(second)
    expect(stepFrom(layout, first ?? null, -1)).toBe(first)
    expect(stepFrom(layout, null, 1)).toBe(first)
    expect(stepFrom(layout, first ?? null, 'last')).toBe(layout.stops[3])
    expect(
      stepFrom(
        layoutTargets([], () => false),
        null,
        1,
      ),
    ).toBeNull()
  })

  it('lie below each other, and say how far to scroll', () => {
    expect(layout.height).toBe(32 + 4 * 48 + 1 + 32 + 36 + 1)
    const last = layout.stops[3] ?? ''
    expect(scrollPlaceFor(last, layout, { top: 0, height: 100 })).toBe(32 + 4 * 48 + 1 - 100)
    expect(scrollPlaceFor(layout.stops[0] ?? '', layout, { top: 90, height: 100 })).toBe(0)
    expect(scrollPlaceFor('nowhere', layout, { top: 0, height: 100 })).toBeNull()
  })

  it('are drawn with the head of their group', () => {
    const [drawn, ...others] = drawnTargets(layout, [3])
    expect(others).toEqual([])
    expect(drawn).toMatchObject({ rowIndex: 1, items: [{ kind: 'line', top: 32 + 2 * 48 }] })
  })
})
