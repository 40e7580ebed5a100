import { describe, expect, it } from 'vitest'
import type { ProfileView } from '#contract/sign-in.ts'
import type { ProfileRef } from '#contract/tunnel.ts'
import { profileEntries } from '#domain/profile/profile-entries.ts'
import { usedSignIns } from '#domain/profile/profile.ts'
import { problemOf } from '#domain/problem/problem.ts'
import { draftOf } from '../../support/tunnel-fields.ts'

const portal: ProfileView = {
  ref: { type: 'sso', session: 'corp', accountId: '111122223333', roleName: 'Dev' },
  title: 'orders-prod',
  accountId: '111122223333',
  roleName: 'Dev',
  region: null,
  kind: 'sso',
  signIn: 'corp',
  problem: null,
}
const named = (name: string, change: Partial<ProfileView> = {}): ProfileView => ({
  ...portal,
  ref: { type: 'named', name },
  title: name,
  ...change,
})

describe('what a person chooses from', () => {
  it('has each permission set once, under the account’s name, with the names that profiles have for it', () => {
    const entries = profileEntries([portal, named('prod'), named('orders-prod'), named('other', { roleName: 'Admin' })])
    expect(entries.map(({ profile, alsoNamed }) => [profile.title, profile.ref.type, alsoNamed])).toEqual([
      ['orders-prod', 'sso', ['prod', 'orders-prod'].filter((name) => name !== 'orders-prod')],
      ['other', 'named', []],
    ])
  })

  it('keeps the profile that a tunnel has already', () => {
    const own = named('prod')
    const [entry] = profileEntries([portal, own], (profile) => profile === own)
    expect(entry).toMatchObject({ profile: { ref: own.ref, title: 'orders-prod' } })
  })

  it('leaves the same role of another organisation, keys and assumed roles apart', () => {
    const profiles = [
      portal,
      named('theirs', { signIn: 'other' }),
      named('keys', { kind: 'static', signIn: null }),
      named('chain', { kind: 'assume-role' }),
    ]
    expect(profileEntries(profiles)).toHaveLength(4)
  })

  it('has none that cannot be used', () => {
    const problem = problemOf('PROFILE_INVALID', { reason: 'no-credentials' })
    expect(profileEntries([named('broken', { problem })])).toEqual([])
  })
})

it('knows the sign-ins that tunnels use, through named profiles too', () => {
  const startUrl = 'https://corp.awsapps.com/start'
  const sessions = ['corp', 'kestrel', 'unused'].map((name) => ({
    name,
    startUrl: startUrl.replace('corp', name),
    region: 'eu-west-1',
  }))
  const tunnelWith = (profile: ProfileRef) => draftOf({ ...plain, profile })
  const tunnels = [tunnelWith(portal.ref), tunnelWith({ type: 'named', name: 'theirs' })]
  const listed = [named('theirs', { signIn: 'kestrel' })]
  expect(usedSignIns(tunnels, sessions, listed)).toEqual(new Set(['corp', 'kestrel']))
  expect(usedSignIns(tunnels, sessions)).toEqual(new Set(['corp']))
  expect(usedSignIns([], sessions, listed)).toEqual(new Set())
})

const plain = {
  name: 'orders',
  environment: 'production',
  kind: 'postgresql',
  region: 'eu-west-1',
  target: { by: 'id', id: 'i-0ab3f29c81d7e4402' },
  endpoint: { host: 'db.internal', port: 5_432 },
  localPort: 15_432,
} as const
