import { describe, expect, test } from 'vitest'
import type { ProfileView, SignInView } from '#contract/sign-in.ts'
import { defaultEnvironments } from '#domain/environments.ts'
import { problemOf } from '#domain/problem/problem.ts'
import { accountEntryKey } from '#domain/profile/profile-entries.ts'
import { accountsInUse } from '../../../renderer/app/account-use.ts'
import { profileKey } from '../../../renderer/app/profile-store.ts'
import { createViewStore } from '../../../renderer/app/view-store.ts'
import {
  accountGroups,
  matching,
  type AccountLine,
  type AccountSources,
} from '../../../renderer/features/accounts/account-lines.ts'
import { fixtureSignIn, fixtureTunnel, fixtureTunnels } from '../../support/snapshot-fixtures.ts'

const prod = '482100973316'
const listed = (
  title: string,
  accountId: string,
  roleName: string,
  change: Partial<ProfileView> = {},
): ProfileView => ({
  ref: { type: 'sso', session: 'harborline', accountId, roleName },
  title,
  accountId,
  roleName,
  region: null,
  kind: 'sso',
  signIn: 'harborline',
  problem: null,
  ...change,
})
const named = (name: string, from: ProfileView, region: string | null = null): ProfileView => ({
  ...from,
  ref: { type: 'named', name },
  title: name,
  region,
})
const tunnelRole = listed('orders-prod', prod, 'DatabaseTunnel')
const readOnly = listed('orders-prod', prod, 'ReadOnly')
const dr = listed('orders-dr', '209677410035', 'ReadOnly')
const key: ProfileView = {
  ...listed('ci-deploy', prod, 'x'),
  ref: { type: 'named', name: 'ci-deploy' },
  kind: 'static',
  accountId: null,
  roleName: null,
  signIn: null,
}

const nothing = { signIns: [fixtureSignIn()], tunnels: [], environments: defaultEnvironments, favourites: [] }
const kept = { said: new Map(), inUse: new Map(), usedAt: {}, usualRoles: {} }
const linesOf = (change: Partial<AccountSources>): readonly AccountLine[] =>
  accountGroups({ ...nothing, ...kept, profiles: [], ...change }).flatMap(({ lines }) => lines)

describe('an account', () => {
  test('is there once, with all its roles and all its names, however many profiles lead to it', () => {
    const profiles = [
      tunnelRole,
      readOnly,
      named('prod', tunnelRole, 'ap-northeast-1'),
      named('prod-ro', readOnly, 'us-west-2'),
    ]
    expect(linesOf({ profiles })).toMatchObject([
      {
        title: 'orders-prod',
        accountId: prod,
        region: 'ap-northeast-1',
        roles: [{ profile: { roleName: 'DatabaseTunnel' } }, { profile: { roleName: 'ReadOnly' } }],
        named: [
          { name: 'prod', region: 'ap-northeast-1' },
          { name: 'prod-ro', region: 'us-west-2' },
        ],
      },
    ])
  })

  test('of two organisations is there twice, and one that needs no sign-in apart', () => {
    const signIns: SignInView[] = ['harborline', 'kestrel'].map((name) => ({
      session: { name, startUrl: `https://${name}.awsapps.com/start`, region: 'eu-west-1' },
      status: { kind: 'signed-out' },
    }))
    const partner = listed('orders-prod', prod, 'Partner', {
      ref: { type: 'sso', session: 'kestrel', accountId: prod, roleName: 'Partner' },
      signIn: 'kestrel',
    })
    const groups = accountGroups({ ...nothing, ...kept, signIns, profiles: [tunnelRole, partner, key] })
    expect(groups.map((group) => [group.key, group.lines.map(({ title }) => title)])).toEqual([
      ['sign-in harborline', ['orders-prod']],
      ['sign-in kestrel', ['orders-prod']],
      ['file', ['ci-deploy']],
    ])
  })

  test('that cannot be used is in no line, nor is its name', () => {
    const problem = problemOf('PROFILE_INVALID', { reason: 'no-credentials', profile: 'old' })
    const lines = linesOf({ profiles: [tunnelRole, { ...named('old', tunnelRole), problem }] })
    expect(lines.map(({ named: names }) => names)).toEqual([[]])
  })

  test('begins with the role that somebody chose, else with the one that most tunnels use', () => {
    const profiles = [readOnly, tunnelRole]
    const tunnels = [fixtureTunnel(15432)]
    const first = (usualRoles: Readonly<Record<string, string>>) =>
      linesOf({ profiles, tunnels, usualRoles })[0]?.roles.map(({ profile, tunnels: uses }) => [profile.roleName, uses])
    expect(first({})).toEqual([
      ['DatabaseTunnel', 1],
      ['ReadOnly', 0],
    ])
    expect(first({ [accountEntryKey(readOnly)]: profileKey(readOnly.ref) })?.[0]).toEqual(['ReadOnly', 0])
  })
})

describe('what an account is for', () => {
  const environmentOf = (change: Partial<AccountSources>) => linesOf(change)[0]?.environment?.id ?? null

  test('is what somebody said, else what its tunnels are for, else what its name tells', () => {
    const profiles = [tunnelRole]
    expect(environmentOf({ profiles: [dr] })).toBeNull()
    expect(environmentOf({ profiles })).toBe('production')
    const staging = fixtureTunnel(15432)
    const tunnels = [{ ...staging, definition: { ...staging.definition, environment: 'staging' } }]
    expect(environmentOf({ profiles, tunnels })).toBe('staging')
    expect(environmentOf({ profiles, tunnels: [...tunnels, fixtureTunnel(15432)] })).toBe('production')
    expect(environmentOf({ profiles, tunnels, said: new Map([[prod, 'development']]) })).toBe('development')
  })
})

describe('the order of accounts', () => {
  const at = (title: string, number: number): ProfileView => listed(title, String(100_000_000_000 + number), 'Dev')
  const [one, two, ten, used, live, starred] = [
    at('app-1', 1),
    at('app-2', 2),
    at('app-10', 10),
    at('zebra', 3),
    at('yak', 4),
    at('xerus', 5),
  ] as const

  test('has favourites first, then what was used last, then the rest by name', () => {
    const lines = linesOf({
      profiles: [ten, two, one, used, live, starred],
      favourites: [accountEntryKey(starred)],
      usedAt: { [accountEntryKey(used)]: 5_000, [accountEntryKey(live)]: 1 },
      inUse: new Map([[accountEntryKey(live), 'now' as const]]),
    })
    expect(lines.map(({ title }) => title)).toEqual(['xerus', 'yak', 'zebra', 'app-1', 'app-2', 'app-10'])
    expect(lines.map(({ usedAt }) => usedAt)).toEqual([null, 'now', 5_000, null, null, null])
  })
})

describe('a search', () => {
  const lines = linesOf({ profiles: [tunnelRole, readOnly, named('shop', tunnelRole), dr, key] })
  test.each([
    ['orders', ['orders-dr', 'orders-prod']],
    ['orders prod', ['orders-prod']],
    ['4821 0097', ['orders-prod']],
    ['482100', ['orders-prod']],
    ['readonly', ['orders-dr', 'orders-prod']],
    ['SHOP', ['orders-prod']],
    ['harborline', ['orders-dr', 'orders-prod']],
    ['ci', ['ci-deploy']],
    ['nothing', []],
    [' ', ['ci-deploy', 'orders-dr', 'orders-prod']],
  ] as const)('for %j finds %j', (search, titles) => {
    const found = matching(lines, search).map(({ title }) => title)
    expect(found.toSorted()).toEqual(titles)
  })
})

describe('what is in use', () => {
  test('is an account with an open session, and one whose port had a client since the start', () => {
    const tunnels = fixtureTunnels()
    const uses = accountsInUse({ tunnels, shells: [] }, [tunnelRole, readOnly])
    expect([...uses]).toEqual([[accountEntryKey(tunnelRole), 'now']])
    const resting = tunnels.map((tunnel) => {
      const [client, port, session, target, endpoint] = tunnel.route
      return { ...tunnel, route: [client, port, { ...session, facts: null }, target, endpoint] as typeof tunnel.route }
    })
    const [[, last] = []] = [...accountsInUse({ tunnels: resting, shells: [] }, [tunnelRole])]
    expect(last).toBe(Math.max(...tunnels.map(({ route }) => route[0].facts.lastAt ?? 0)))
  })
})

describe('what the window keeps of accounts', () => {
  const storageOf = (text: string): Storage => ({ getItem: () => text, setItem: () => undefined }) as unknown as Storage

  test('comes back, but for what is not as it should be', () => {
    const saved = {
      favouriteAccounts: ['a', 3],
      usualRoles: { a: 'role', b: 7 },
      accountsUsedAt: { a: 5, b: 'x', c: 1.5 },
    }
    expect(createViewStore(storageOf(JSON.stringify(saved))).getState()).toMatchObject({
      favouriteAccounts: ['a'],
      usualRoles: { a: 'role' },
      accountsUsedAt: { a: 5 },
    })
    expect(createViewStore(storageOf('{"usualRoles":[]}')).getState().usualRoles).toEqual({})
  })
})
