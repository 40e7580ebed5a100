import { describe, expect, it } from 'vitest'
import { combineFiles } from '#core/store/aws-config/combine.ts'
import { createChainCheck } from '#core/store/aws-config/profile-chain.ts'
import { interpretConfig } from '#core/store/aws-config/interpret.ts'
import { parseIni } from '#core/store/aws-config/parse-ini.ts'
import { awsPaths } from '#core/store/aws-config/paths.ts'

const read = (config: string, credentials = '') =>
  interpretConfig({ path: 'C', ...parseIni(config) }, { path: 'K', ...parseIni(credentials) })
const profileOf = (config: string, credentials = '') =>
  read(config, credentials).profiles.find(({ name }) => name === 'a')

class CountingMap<K, V> extends Map<K, V> {
  looks = 0
  override get(key: K): V | undefined {
    this.looks += 1
    return super.get(key)
  }
}

describe('the INI reader', () => {
  it('keeps values as they stand, and drops comments, indents and marks of editors', () => {
    const text =
      '# first\r\n[profile "my dev"]\r\n  Region: eu-west-1 # Ireland\r\n  s3 =\r\n    max_concurrent_requests = 20\r\n  key = a#b;c\r\n     goes on\r\n; last\r\n[ default ]\n'
    const { sections, faults } = parseIni(text)
    expect(faults).toEqual([])
    expect(sections.map(({ name, line }) => [name, line])).toEqual([
      ['profile "my dev"', 2],
      [' default ', 9],
    ])
    expect([...(sections[0]?.settings ?? [])]).toEqual([
      ['region', { value: 'eu-west-1 # Ireland', nested: null, line: 3 }],
      ['s3', { value: '', nested: new Map([['max_concurrent_requests', '20']]), line: 4 }],
      ['key', { value: 'a#b;c\ngoes on', nested: null, line: 6 }],
    ])
  })

  it('gives what [DEFAULT] says to every section that says nothing else', () => {
    const { sections } = parseIni('[profile a]\nregion = x\n[DEFAULT]\nregion = y\noutput = json\n[profile b]\n')
    const read = sections.map(({ settings }) => [...settings].map(([key, { value }]) => `${key} ${value}`))
    expect(read).toEqual([
      ['region x', 'output json'],
      ['region y', 'output json'],
    ])
  })

  it.each([
    ['[a]\nx = 1\nX = 2\n', 3, 'key-twice'],
    ['[a]\ns3 =\n  nonsense\n', 2, 'nested-without-equals'],
    ['\ufeff[a]\nx = 1\n', 1, 'byte-order-mark'],
    ['[a]\nx = 1\n[b\ny = 2\n', 3, 'section-not-closed'],
    ['[]\n', 1, 'section-without-name'],
    ['x = 1\n[a]\n', 1, 'setting-before-section'],
    ['[a]\n\nnonsense\n', 3, 'no-equals-sign'],
    ['[a]\n= 1\n', 2, 'no-equals-sign'],
    ['[a]\nx = 1\n\n[a]\n', 4, 'section-twice'],
  ])('names the line of %j', (text, line, reason) => {
    expect(parseIni(text).faults[0]).toEqual({ line, reason })
  })
})

describe('the config', () => {
  it('tells the kind of every profile', () => {
    const kinds = read(
      `
[default]
aws_access_key_id = A
aws_secret_access_key = B
[sso-session corp]
sso_start_url = https://corp.awsapps.com/start
sso_region = eu-central-1
[profile sso]
sso_session = corp
sso_account_id = 111122223333
sso_role_name = Dev
[profile chain]
role_arn = arn:aws:iam::111122223333:role/R
source_profile = sso
[profile machine]
role_arn = arn:aws:iam::111122223333:role/R
credential_source = Environment
[profile web]
role_arn = arn:aws:iam::111122223333:role/R
web_identity_token_file = /t
[profile helper]
credential_process = /bin/helper
[profile console]
login_session = arn:aws:iam::111122223333:user/rin
[profile empty]
region = eu-west-1
`,
      '[only-here]\naws_access_key_id = A\naws_secret_access_key = B\n',
    )
    expect(Object.fromEntries(kinds.profiles.map(({ name, kind }) => [name, kind]))).toEqual({
      default: 'static',
      sso: 'sso',
      chain: 'assume-role',
      machine: 'credential-source',
      web: 'web-identity',
      helper: 'process',
      console: 'login',
      empty: 'none',
      'only-here': 'static',
    })
    expect(kinds.problems).toEqual([])
  })

  it('takes a console session by the ARN of its identity, in the region of its profile', () => {
    const text = `
[profile rin]
login_session = arn:aws:iam::111122223333:user/rin
region = eu-west-1
[profile too]
role_arn = arn:aws:iam::111122223333:role/R
source_profile = rin
[profile broken]
login_session = rin
`
    const { sessions, problems } = read(text)
    expect(sessions).toEqual([
      {
        name: 'arn:aws:iam::111122223333:user/rin',
        startUrl: 'https://eu-west-1.signin.aws.amazon.com',
        region: 'eu-west-1',
        issuer: 'console',
      },
    ])
    expect(problems).toMatchObject([
      {
        code: 'PROFILE_INVALID',
        details: { profile: 'broken', line: 9, reason: 'value-invalid', key: 'login_session' },
      },
    ])
  })

  it('lets credentials win over config, key by key', () => {
    const profile = profileOf(
      '[profile a]\nregion = eu-west-1\naws_access_key_id = OLD\n',
      '[a]\naws_access_key_id = NEW\naws_secret_access_key = S\n',
    )
    expect(profile).toMatchObject({ kind: 'static', settings: { aws_access_key_id: 'NEW', region: 'eu-west-1' } })
  })

  it('makes a session of a profile that has its own start URL', () => {
    const config = read(
      '[profile a]\nsso_start_url = https://old.awsapps.com/start#/\nsso_region = eu-west-1\nsso_account_id = 111122223333\nsso_role_name = R\n',
    )
    expect(config.sessions).toEqual([
      { name: 'https://old.awsapps.com/start/', startUrl: 'https://old.awsapps.com/start#/', region: 'eu-west-1' },
    ])
    expect(config.profiles[0]?.sso?.session).toEqual(config.sessions[0])
  })

  const corp = '[sso-session corp]\nsso_start_url = https://c.awsapps.com/start\nsso_region = eu-west-1\n'
  it.each([
    [
      '[sso-session corp]\nsso_region = eu-west-1\n',
      { line: 1, reason: 'key-missing', key: 'sso_start_url', session: 'corp' },
    ],
    [
      '[sso-session corp]\nsso_start_url = https://c.awsapps.com/start\nsso_region = Ireland\n',
      { line: 3, reason: 'value-invalid', key: 'sso_region' },
    ],
    [
      `${corp}[profile a]\nsso_session = corp\nsso_account_id = 1\n`,
      { line: 4, reason: 'key-missing', key: 'sso_role_name', profile: 'a' },
    ],
    [
      `${corp}[profile a]\nsso_session = cor\nsso_account_id = 1\nsso_role_name = R\n`,
      { line: 5, reason: 'session-missing', session: 'cor' },
    ],
    [
      `${corp}[profile a]\nsso_session = corp\nsso_region = us-east-1\nsso_account_id = 1\nsso_role_name = R\n`,
      { line: 6, reason: 'contradicts-session', key: 'sso_region' },
    ],
    [
      `${corp.replace('eu-west-1', 'Ireland')}[profile a]\nsso_session = corp\nsso_account_id = 1\nsso_role_name = R\n`,
      { line: 3, reason: 'value-invalid' },
      { line: 5, reason: 'session-invalid', session: 'corp', profile: 'a' },
    ],
    [
      '[profile a]\nrole_arn = arn:aws:iam::1:role/R\nsso_account_id = 1\nsso_role_name = R\n',
      { line: 1, reason: 'key-missing', key: 'source_profile', profile: 'a' },
    ],
    [
      '[profile a]\nrole_arn = arn:aws:iam::1:role/R\nsource_profile = default\ncredential_source = Environment\n[default]\n',
      { line: 3, reason: 'source-twice', profile: 'a' },
    ],
  ])('says where %j is wrong', (text, ...details: readonly object[]) => {
    expect(read(text).problems).toEqual(
      details.map((one) => ({
        code: 'PROFILE_INVALID',
        details: expect.objectContaining({ file: 'C', ...one }) as unknown,
      })),
    )
  })

  it('takes the sign-in of a profile before keys that were left over, and tells of them', () => {
    const text = `${corp}[profile a]\nsso_session = corp\nsso_account_id = 1\nsso_role_name = R\n`
    const { profiles, problems } = read(text, '[a]\naws_access_key_id = OLD\naws_secret_access_key = S\n')
    expect(profiles).toMatchObject([{ name: 'a', kind: 'sso', sso: { accountId: '1' }, keys: null, problem: null }])
    expect(problems).toMatchObject([
      { code: 'PROFILE_INVALID', details: { file: 'K', line: 2, profile: 'a', reason: 'keys-unused' } },
    ])
  })

  it('never puts half a pair of keys with the other half of the other file', () => {
    const half = '[profile a]\naws_access_key_id = C\naws_secret_access_key = c\n'
    expect(profileOf(half, '[a]\naws_access_key_id = K\n')?.problem?.details).toMatchObject({
      reason: 'key-missing',
      key: 'aws_secret_access_key',
    })
    expect(profileOf(half, '[a]\naws_secret_access_key = k\n')?.keys).toMatchObject({ secretAccessKey: 'c' })
  })

  it('looks at each of 2,501 profiles once, though each is the source of the next', () => {
    const text = Array.from(
      { length: 2_501 },
      (_, at) => `[profile p${at}]\nrole_arn = r\nsource_profile = p${at + 1}\n`,
    ).join('')
    const { profiles } = combineFiles({ path: 'C', ...parseIni(text) }, { path: 'K', ...parseIni('') })
    const counted = new CountingMap(profiles)
    const check = createChainCheck(counted)
    const faults = [...profiles.values()].map((draft) => check(draft))
    expect(new Set(faults.map((fault) => `${fault?.reason} ${fault?.source}`))).toEqual(
      new Set(['source-missing p2501']),
    )
    expect(counted.looks).toBeLessThanOrEqual(2_501)
  })

  it('moves with the variables, and with the home folder', () => {
    expect(awsPaths({ HOME: '/h' })).toEqual({
      configFile: '/h/.aws/config',
      configName: '~/.aws/config',
      credentialsFile: '/h/.aws/credentials',
      ssoCache: '/h/.aws/sso/cache',
      loginCache: '/h/.aws/login/cache',
      cliCache: '/h/.aws/cli/cache',
    })
    expect(awsPaths({ HOME: '/h', AWS_CONFIG_FILE: '~/c', AWS_SHARED_CREDENTIALS_FILE: '/k' })).toMatchObject({
      configFile: '/h/c',
      configName: '~/c',
      credentialsFile: '/k',
    })
  })
})
