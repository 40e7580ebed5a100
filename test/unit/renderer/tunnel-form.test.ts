import { describe, expect, test } from 'vitest'
import { parseTags } from '#domain/tunnel-text/target-rule.ts'
import { defaultEnvironments, guessEnvironment } from '#domain/environments.ts'
import { profileKey } from '../../../renderer/app/profile-store.ts'
import { emptyValues, parseForm, valuesOf, type FormValues } from '../../../renderer/features/new-tunnel/form-values.ts'
import { formRoute } from '../../../renderer/features/new-tunnel/form-route.ts'
import { messagesOf } from '#words/messages.ts'
import { fixtureProfiles, fixtureTunnels } from '../../support/snapshot-fixtures.ts'

const [production] = fixtureProfiles
if (production === undefined) throw new Error('No profile')

const filled: FormValues = {
  ...emptyValues(fixtureProfiles, defaultEnvironments, 'ap-northeast-1'),
  name: ' ledger ',
  profile: profileKey(production.ref),
  host: 'ledger.internal',
  localPort: '15434',
}

const problemsOf = (change: Partial<FormValues>) => {
  const parsed = parseForm({ ...filled, ...change }, fixtureProfiles, null)
  return parsed.ok ? {} : parsed.problems
}

describe('the form against the contract', () => {
  test('a filled form is a draft', () => {
    const parsed = parseForm(filled, fixtureProfiles, null)
    expect(parsed).toMatchObject({
      ok: true,
      draft: { definition: { name: 'ledger', endpoint: { port: 5432 } }, preference: { localPort: 15434 } },
    })
    expect(parsed.ok && 'label' in parsed.draft.definition).toBe(false)
  })

  test.each([
    [{ name: '  ' }, { name: 'name' }],
    [{ profile: '' }, { profile: 'account' }],
    [{ host: 'https://db/' }, { host: 'host' }],
    [{ host: '' }, { host: 'host' }],
    [{ port: '70000' }, { port: 'port' }],
    [{ port: '54x' }, { port: 'port' }],
    [{ localPort: '0' }, { localPort: 'port' }],
    [{ tags: 'Role' }, { tags: 'tag' }],
    [{ by: 'id', instance: 'bastion' }, { instance: 'instance' }],
    [{ by: 'ecs', cluster: 'c', service: '', container: 'a' }, { service: 'required' }],
    [{ region: 'Tokyo' }, { region: 'region' }],
    [{ reason: 'x'.repeat(300) }, { reason: 'tooLong' }],
    [{ name: 'orders\u202eretirw' }, { name: 'unseen' }],
    [{ tags: 'Role=bas\u200btion' }, { tags: 'unseen' }],
    [{ name: 'orders⟨U+202E⟩' }, { name: 'unseen' }],
    [{ allowedOrigins: 'dashboards.example' }, { allowedOrigins: 'origin' }],
    [{ localNames: 'db.local.test:5432' }, { localNames: 'localName' }],
    [{ localNames: 'https://db.local.test' }, { localNames: 'localName' }],
    [{ allowedOrigins: 'https://dashboards.example/app' }, { allowedOrigins: 'origin' }],
  ] as const)('%j is wrong there', (change, problems) => expect(problemsOf(change)).toEqual(problems))

  test('web pages are kept as browsers write them', () => {
    const allowedOrigins = ' https://Dashboards.example/, chrome-extension://abc\n'
    const parsed = parseForm({ ...filled, allowedOrigins }, fixtureProfiles, null)
    if (!parsed.ok) throw new Error('not parsed')
    const { preference } = parsed.draft
    expect(preference.allowedOrigins).toEqual(['https://dashboards.example', 'chrome-extension://abc'])
    expect(valuesOf(parsed.draft).allowedOrigins).toBe('https://dashboards.example chrome-extension://abc')
  })

  test('names of the hosts file are kept in small letters, without a last dot', () => {
    const parsed = parseForm({ ...filled, localNames: ' DB.local.test., orders-db\n' }, fixtureProfiles, null)
    if (!parsed.ok) throw new Error('not parsed')
    expect(parsed.draft.preference.localNames).toEqual(['db.local.test', 'orders-db'])
    expect(valuesOf(parsed.draft).localNames).toBe('db.local.test orders-db')
  })

  test('every saved tunnel comes back as it was', () => {
    for (const tunnel of fixtureTunnels()) {
      const { definition, preference } = tunnel
      expect(parseForm(valuesOf(tunnel), fixtureProfiles, tunnel)).toEqual({
        ok: true,
        draft: { definition, preference },
      })
    }
  })
})

describe('what is guessed', () => {
  test('an environment from the account’s name', () => {
    const guesses = ['orders-prod', 'prd.eu', 'orders-staging', 'qa', 'platform-dev', 'reproduction', 'acme'].map(
      (name) => guessEnvironment(name, defaultEnvironments) ?? 'staging',
    )
    expect(guesses).toEqual(['production', 'production', 'staging', 'staging', 'development', 'staging', 'staging'])
  })
  test('nothing about production before an account is chosen', () => {
    expect(emptyValues(fixtureProfiles, defaultEnvironments, 'eu-west-1')).toMatchObject({
      environment: 'development',
      profile: '',
    })
  })
  test('the only account is chosen', () => {
    expect(emptyValues([production], defaultEnvironments, 'eu-west-1')).toMatchObject({
      environment: 'production',
      region: 'ap-northeast-1',
    })
  })
})

test('tags are read with their spaces and equal signs', () => {
  expect(parseTags(' Role=bastion , Query=a=b')).toEqual([
    { key: 'Role', value: 'bastion' },
    { key: 'Query', value: 'a=b' },
  ])
  expect(parseTags('Role=bastion, =x')).toBeNull()
  expect(parseTags('')).toBeNull()
})

describe('the route of the form', () => {
  const words = messagesOf('en')
  const healths = (
    preview: Parameters<typeof formRoute>[2],
    port: Parameters<typeof formRoute>[1] = { state: 'free' },
  ) => formRoute(filled, port, preview, 'orders-prod', words).flatMap((zone) => zone.hops.map((hop) => hop.health))
  const match = { id: 'i-0ab3f29c81d7e4402', name: null, online: true, agentVersion: null, zone: null, vpc: 'vpc-1' }

  test('shows what was found, and claims nothing about the database', () => {
    expect(healths({ state: 'found', matches: [match] })).toEqual(['idle', 'ok', 'ok', 'ok', 'idle'])
  })
  test('breaks at a target that is offline or missing', () => {
    expect(healths({ state: 'found', matches: [{ ...match, online: false }] })).toEqual([
      'idle',
      'ok',
      'ok',
      'fail',
      'none',
    ])
    expect(healths({ state: 'found', matches: [] })).toEqual(['idle', 'ok', 'ok', 'fail', 'none'])
  })
  test('marks a port that cannot be had', () => {
    expect(healths({ state: 'idle' }, { state: 'reserved', tunnelName: 'x' })[1]).toBe('fail')
  })
})
