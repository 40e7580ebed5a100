import { describe, expect, it } from 'vitest'
import type { ProfileView } from '#contract/sign-in.ts'
import type { Favourite, TargetPlace, TargetView } from '#contract/targets.ts'
import type { SavedTunnel } from '#contract/tunnel.ts'
import { dayOf, nothingKept, agreedOn, openedNow, starred, withPlace } from '#core/app/targets/kept-targets.ts'
import { namedPlace, placesOf, type PlaceSources } from '#core/app/targets/target-places.ts'
import { defaultEnvironments } from '#domain/environments.ts'
import { favouriteKey, favouriteOf, keyAsFavourite, placeKey } from '#domain/targets/target-place.ts'
import { sampleTunnel } from '../domain/sample-tunnels.ts'

const prod = '482100973316'
const dev = '118840276650'

const place = (accountId: string, roleName = 'Admin', region = 'eu-west-1'): TargetPlace => ({
  profile: { type: 'sso', session: 'harborline', accountId, roleName },
  region,
})

function tunnel(accountId: string, environment: string, roleName = 'Admin', region = 'eu-west-1'): SavedTunnel {
  const base = sampleTunnel()
  return {
    ...base,
    definition: { ...base.definition, environment, region, account: { accountId, roleName } },
    preference: { ...base.preference, profile: { type: 'sso', session: 'harborline' } },
  }
}

const listed: readonly ProfileView[] = [
  {
    ref: { type: 'sso', session: 'harborline', accountId: prod, roleName: 'Admin' },
    title: 'orders-prod',
    accountId: prod,
    roleName: 'Admin',
    region: null,
    kind: 'sso',
    signIn: 'harborline',
    problem: null,
  },
]

const sources = { tunnels: [], environments: defaultEnvironments, profiles: listed, kept: nothingKept }

const environmentOf = (account: string, known: Partial<PlaceSources>): string | null =>
  namedPlace(place(account), { ...sources, ...known }).environment

describe('where targets are looked for', () => {
  it('are the accounts of tunnels, each region once, by the role that most of them use', () => {
    const tunnels = [
      tunnel(dev, 'development'),
      tunnel(prod, 'production', 'ReadOnly'),
      tunnel(prod, 'production'),
      tunnel(prod, 'production'),
      tunnel(prod, 'production', 'Admin', 'us-east-1'),
    ]
    const places = placesOf({ ...sources, tunnels })
    expect(
      places.map(({ account, environment, place: at }) => [account.name, account.role, at.region, environment]),
    ).toEqual([
      ['orders-prod', 'Admin', 'eu-west-1', 'production'],
      ['orders-prod', 'Admin', 'us-east-1', 'production'],
      [dev, 'Admin', 'eu-west-1', 'development'],
    ])
  })

  it('are what somebody asked for, in the role that was asked for, and where favourites are', () => {
    const favourite: Favourite = { place: place(dev), what: { on: 'node', id: 'mi-07c2e9f1b4d8a6053' }, name: 'rack' }
    const kept = withPlace({ ...nothingKept, favourites: [favourite] }, place(prod, 'PowerUser'))
    const places = placesOf({ ...sources, tunnels: [tunnel(prod, 'production')], kept })
    expect(places.map(({ account }) => account.role)).toEqual(['PowerUser', 'Admin'])
    expect(placesOf(sources)).toEqual([])
  })

  it('are of the environment that somebody said, else of the most careful one of their tunnels', () => {
    const tunnels = [tunnel(prod, 'development'), tunnel(prod, 'production')]
    expect(environmentOf(prod, { tunnels })).toBe('production')
    const kept = { ...nothingKept, environments: { [prod]: 'staging' } }
    expect(environmentOf(prod, { tunnels, kept })).toBe('staging')
    expect(environmentOf(dev, { tunnels })).toBeNull()
  })
})

describe('what is remembered', () => {
  const container: TargetView = {
    target: { on: 'container', cluster: 'platform', task: '9f2c', container: 'web' },
    name: 'api',
    form: 'container',
    service: 'api',
    system: 'linux',
    platform: 'Fargate 1.4.0',
    agentVersion: null,
    address: null,
    tags: [],
    state: { kind: 'online', seenAt: null },
  }

  it('of a container is its service, for its task has another name tomorrow', () => {
    const tomorrow = { ...container, target: { ...container.target, task: 'c3a8' } } as TargetView
    expect(keyAsFavourite(place(dev), tomorrow)).toBe(favouriteKey(favouriteOf(place(dev), container)))
  })

  it('is starred once, whichever role it was seen through, and opened last stands first', () => {
    const one = favouriteOf(place(dev, 'Admin'), container)
    const same = favouriteOf(place(dev, 'ReadOnly'), container)
    const twice = starred(starred(nothingKept, one, 'on'), same, 'on')
    expect(twice.favourites).toEqual([same])
    expect(starred(twice, one, 'off').favourites).toEqual([])
    const node: Favourite = { place: place(prod), what: { on: 'node', id: 'i-0ab3f29c81d7e4402' }, name: 'bastion-a' }
    expect(openedNow(openedNow(openedNow(nothingKept, one), node), same).recent).toEqual([same, node])
  })

  it('of a question about production is the day, and nothing of days before', () => {
    const today = dayOf(new Date(2026, 10, 29, 23, 59).getTime())
    expect(today).toBe('2026-11-29')
    const yesterday = agreedOn(nothingKept, dev, '2026-11-28')
    expect(agreedOn(yesterday, prod, today).agreed).toEqual({ [prod]: today })
  })

  it('of a place is its account and region', () => {
    expect(placeKey(place(prod, 'ReadOnly'))).toBe(placeKey(place(prod, 'Admin')))
    expect(placeKey(place(prod))).not.toBe(placeKey(place(prod, 'Admin', 'us-east-1')))
  })
})
