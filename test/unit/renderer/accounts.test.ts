import { describe, expect, test } from 'vitest'
import type { ProfileView, SignInView } from '#contract/sign-in.ts'
import { problemOf } from '#domain/problem/problem.ts'
import { profileKey } from '../../../renderer/app/profile-store.ts'
import { withRecent } from '../../../renderer/app/view-store.ts'
import { accountGroups } from '../../../renderer/features/new-tunnel/account-groups.ts'
import { foundSettings, isNothing } from '../../../renderer/features/sign-in/found-settings.ts'
import { isLeftOut, sourceKey } from '../../../renderer/parts/account/left-out.ts'
import { spokesmanOf } from '../../../renderer/parts/sign-in/sign-in-need.ts'
import { searchGroups } from '../../../renderer/ui/search-groups.ts'
import { fixtureSignIn, fixtureTunnel } from '../../support/snapshot-fixtures.ts'

const accountOf = (at: number, change: Partial<ProfileView> = {}): ProfileView => {
  const accountId = String(100_000_000_000 + at)
  return {
    ref: { type: 'sso', session: 'harborline', accountId, roleName: 'Dev' },
    title: `account-${at}`,
    accountId,
    roleName: 'Dev',
    region: null,
    kind: 'sso',
    signIn: 'harborline',
    problem: null,
    ...change,
  }
}
const named = (name: string, change: Partial<ProfileView> = {}): ProfileView =>
  accountOf(0, { ref: { type: 'named', name }, title: name, ...change })
const problem = problemOf('PROFILE_INVALID', { profile: 'old', reason: 'no-credentials', file: 'config', line: 4 })
const signIn = (name: string, status: SignInView['status']): SignInView => ({
  session: { name, startUrl: `https://${name}.awsapps.com/start`, region: 'ap-northeast-1' },
  status,
})
const sources = { signIns: [fixtureSignIn()], tunnels: [], recent: [], leftOut: [], chosen: '' }

describe('the groups of accounts', () => {
  const many = Array.from({ length: 12 }, (_, at) => accountOf(at))

  test('have what was used last first, each account once, then the rest by name', () => {
    const recent = [9, 3].map((at) => profileKey(accountOf(at).ref))
    const groups = accountGroups({ ...sources, profiles: many.toReversed(), recent })
    expect(groups.map(({ kind, entries }) => [kind, entries.map(({ profile }) => profile.title)])).toEqual([
      ['recent', ['account-9', 'account-3']],
      ['sign-in', [0, 1, 2, 4, 5, 6, 7, 8, 10, 11].map((at) => `account-${at}`)],
    ])
  })

  test('have what tunnels use before what none uses', () => {
    const tunnel = fixtureTunnel(15432)
    const used = accountOf(5, {
      ref: { type: 'sso', session: 'harborline', accountId: '482100973316', roleName: 'DatabaseTunnel' },
    })
    const [first] = accountGroups({
      ...sources,
      profiles: [...many, { ...used, accountId: '482100973316', roleName: 'DatabaseTunnel' }],
      tunnels: [tunnel],
    })
    expect(first).toMatchObject({ kind: 'recent', entries: [{ profile: { accountId: '482100973316' } }] })
  })

  test('leave out what the user left out, but not what is chosen', () => {
    const profiles = [accountOf(1), named('keys', { kind: 'static', signIn: null, accountId: null })]
    const leftOut = [sourceKey.signIn('harborline'), sourceKey.profile('keys')]
    expect(accountGroups({ ...sources, profiles, leftOut })).toEqual([])
    const chosen = profileKey(accountOf(1).ref)
    expect(accountGroups({ ...sources, profiles, leftOut, chosen })).toHaveLength(1)
    expect(profiles.map((profile) => isLeftOut(profile, [sourceKey.profile('keys')]))).toEqual([false, true])
  })

  test('have profiles of a file apart', () => {
    const profiles = [accountOf(1), named('keys', { kind: 'static', signIn: null, accountId: null })]
    expect(accountGroups({ ...sources, profiles }).map(({ kind }) => kind)).toEqual(['sign-in', 'file'])
  })
})

test('of 2,501 accounts fifty are drawn, and every word of a search has to be found', () => {
  const items = Array.from({ length: 2_501 }, (_, at) => ({ value: `${at}`, text: `account-${at} dev`, label: null }))
  const groups = [
    { name: 'a', label: null, items: items.slice(0, 30) },
    { name: 'b', label: null, items: items.slice(30) },
  ]
  const all = searchGroups(groups, '')
  expect([all.groups.map((group) => group.items.length), all.left]).toEqual([[30, 20], 2_451])
  const some = searchGroups(groups, 'DEV  account-2500')
  expect([some.groups.map(({ name, items: found }) => [name, found.length]), some.left]).toEqual([[['b', 1]], 0])
  expect(searchGroups(groups, 'prod').groups).toEqual([])
})

test('what was used last comes first, once, and the list of it ends', () => {
  expect(withRecent(['a', 'b'], 'b')).toEqual(['b', 'a'])
  expect(
    withRecent(
      Array.from({ length: 40 }, (_, at) => `${at}`),
      'x',
    ),
  ).toHaveLength(20)
})

describe('what was found on a computer', () => {
  const signIns = [signIn('harborline', { kind: 'signed-out' })]
  const list = (profiles: readonly ProfileView[]) => ({
    profiles,
    problems: profiles.flatMap((profile) => profile.problem ?? []),
    file: '~/.aws/config',
  })

  test('is told by organisation, sort and fault', () => {
    const twice = problemOf('PROFILE_INVALID', { profile: 'a', reason: 'keys-unused' })
    const profiles = [
      named('a'),
      named('b'),
      named('c', { accountId: '999999999999' }),
      named('ci', { kind: 'static', signIn: null }),
      named('tool', { kind: 'process', signIn: null }),
      named('old', { kind: 'none', signIn: null, problem }),
    ]
    const found = foundSettings({ ...list(profiles), problems: [problem, twice] }, signIns)
    expect(found).toMatchObject({
      profiles: 6,
      organisations: [{ profiles: 3, accounts: 2 }],
      keys: ['ci'],
      others: ['tool'],
      brokenNames: ['old'],
      faults: [problem],
    })
    expect(isNothing(found)).toBe(false)
  })

  test('is nothing where there is nothing, and something where a file cannot be read', () => {
    expect(isNothing(foundSettings(list([]), []))).toBe(true)
    const unreadable = problemOf('PROFILE_INVALID', { file: '/home/mika/.aws/config', reason: 'not-readable' })
    expect(isNothing(foundSettings({ ...list([]), problems: [unreadable] }, []))).toBe(false)
  })
})

describe('the sign-in that the sidebar speaks of', () => {
  const inOrder = signIn('harborline', { kind: 'signed-in', expiresAt: 9e12, renewable: true })
  const ended = signIn('kestrel', { kind: 'signed-out' })
  const used = (...names: string[]): ReadonlySet<string> => new Set(names)

  test('is the used one that needs the user most', () => {
    expect(spokesmanOf([inOrder, ended], used('harborline', 'kestrel'), 0)).toEqual({ signIn: ended, isUsed: true })
  })

  test('is never an unused one that has ended', () => {
    expect(spokesmanOf([ended, inOrder], used('harborline'), 0)).toEqual({ signIn: inOrder, isUsed: true })
    expect(spokesmanOf([ended, inOrder], used(), 0)).toEqual({ signIn: inOrder, isUsed: false })
    expect(spokesmanOf([ended], used(), 0)).toEqual({ signIn: ended, isUsed: false })
    expect(spokesmanOf([], used(), 0)).toBeNull()
  })
})
