import { expect, it } from 'vitest'
import type { NamedProfile } from '#core/app/identity/ports.ts'
import { signInFinder } from '#core/app/identity/profile-lookup.ts'
import { createProfileDirectory } from '#core/app/identity/profiles.ts'
import { problemOf } from '#domain/problem/problem.ts'
import { fail } from '#domain/result.ts'
import { createManualClock } from './manual-clock.ts'

const session = { name: 'corp', startUrl: 'https://corp.awsapps.com/start', region: 'eu-central-1' }
const named = (name: string, change: Partial<NamedProfile> = {}): NamedProfile => ({
  name,
  place: { file: 'config', line: 1 },
  kind: 'static',
  settings: {},
  sso: null,
  login: null,
  keys: null,
  asSource: null,
  problem: null,
  ...change,
})
const assumes = (name: string, source: string): NamedProfile =>
  named(name, { kind: 'assume-role', settings: { source_profile: source } })
const dev = named('dev', { kind: 'sso', sso: { session, accountId: '111122223333', roleName: 'Dev' } })
const inRegion = (name: string, region: string): NamedProfile => named(name, { settings: { region } })

const listOf = async (profiles: readonly NamedProfile[], region: string | null = null) =>
  await createProfileDirectory({
    clock: createManualClock(),
    log: { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} },
    config: { read: async () => ({ sessions: [session], profiles, problems: [] }) },
    keeper: {
      valid: async () => fail('SIGN_IN_REQUIRED', { session: 'corp' }),
      renewRefused: async () => fail('SIGN_IN_REQUIRED', { session: 'corp' }),
    },
    portal: { listAccounts: async () => fail('INTERNAL', {}), listRoles: async () => fail('INTERNAL', {}) },
    catalogs: { read: async () => null, write: async () => {}, remove: async () => {} },
    surroundings: { configFile: '~/.aws/config', region },
  }).list()

it('says of each profile what it stands on and what is wrong with it', async () => {
  const broken = named('old', { kind: 'none', problem: problemOf('PROFILE_INVALID', { reason: 'no-credentials' }) })
  const { profiles, file } = await listOf([dev, assumes('admin', 'dev'), named('ci'), broken])
  expect(file).toBe('~/.aws/config')
  expect(profiles.map(({ title, kind, signIn, problem }) => [title, kind, signIn, problem?.code])).toEqual([
    ['dev', 'sso', 'corp', undefined],
    ['admin', 'assume-role', 'corp', undefined],
    ['ci', 'static', null, undefined],
    ['old', 'none', null, 'PROFILE_INVALID'],
  ])
})

it('finds the sign-in at the root of 2,500 profiles that stand on each other, and none in a circle', () => {
  const chain = Array.from({ length: 2_500 }, (_, at) => assumes(`p${at}`, at === 0 ? 'dev' : `p${at - 1}`))
  const rootOf = signInFinder({ sessions: [session], profiles: [dev, ...chain], problems: [] })
  expect(new Set(chain.toReversed().map((profile) => rootOf(profile)?.name))).toEqual(new Set(['corp']))
  const [one, other] = [assumes('one', 'other'), assumes('other', 'one')]
  expect(signInFinder({ sessions: [], profiles: [one, other], problems: [] })(one)).toBeNull()
})

it('knows the usual region: of the environment, of the default profile, or of most', async () => {
  const most = [inRegion('a', 'eu-west-1'), inRegion('b', 'ap-northeast-1'), inRegion('c', 'ap-northeast-1')]
  expect((await listOf(most)).region).toBe('ap-northeast-1')
  expect((await listOf([...most, inRegion('default', 'us-west-2')])).region).toBe('us-west-2')
  expect((await listOf([...most, inRegion('default', 'us-west-2')], 'sa-east-1')).region).toBe('sa-east-1')
  expect((await listOf([], 'not a region')).region).toBeNull()
})
