import { mkdir, mkdtemp, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { withSession } from '#core/store/aws-config/edit-session.ts'
import { createAwsConfigStore } from '#core/store/aws-config/index.ts'
import { interpretConfig } from '#core/store/aws-config/interpret.ts'
import { parseIni } from '#core/store/aws-config/parse-ini.ts'
import { awsPaths } from '#core/store/aws-config/paths.ts'
import { createManualClock } from './manual-clock.ts'

const read = (config: string, credentials = '') =>
  interpretConfig({ path: 'C', ...parseIni(config) }, { path: 'K', ...parseIni(credentials) })
const profileOf = (config: string, credentials = '') =>
  read(config, credentials).profiles.find(({ name }) => name === 'a')

describe('the INI reader', () => {
  it('keeps values and drops comments, quotes, nested maps and marks of editors', () => {
    const text =
      '\ufeff# first\r\n[profile "my dev"]\r\nRegion=eu-west-1 # Ireland\r\ns3 =\r\n  max_concurrent_requests = 20\r\nkey = a#b;c\r\n; last\r\n[ default ]\n'
    const { sections, faults } = parseIni(text)
    expect(faults).toEqual([])
    expect(sections.map(({ name, line }) => [name, line])).toEqual([
      ['profile my dev', 2],
      ['default', 8],
    ])
    expect([...(sections[0]?.settings ?? [])].map(([key, { value }]) => [key, value])).toEqual([
      ['region', 'eu-west-1'],
      ['s3', ''],
      ['key', 'a#b;c'],
    ])
  })

  it.each([
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
login_session = arn
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
      { line: 4, reason: 'session-missing', sessionName: 'cor' },
    ],
    [
      `${corp}[profile a]\nsso_session = corp\nsso_region = us-east-1\nsso_account_id = 1\nsso_role_name = R\n`,
      { reason: 'contradicts-session', key: 'sso_region' },
    ],
  ])('says where %j is wrong', (text, details) => {
    expect(read(text).problems).toEqual([
      expect.objectContaining({
        code: 'PROFILE_INVALID',
        details: expect.objectContaining({ file: 'C', ...details }) as unknown,
      }),
    ])
  })

  it('moves with the variables, and with the home folder', () => {
    expect(awsPaths({ HOME: '/h' })).toEqual({
      configFile: '/h/.aws/config',
      credentialsFile: '/h/.aws/credentials',
      ssoCache: '/h/.aws/sso/cache',
    })
    expect(awsPaths({ HOME: '/h', AWS_CONFIG_FILE: '~/c', AWS_SHARED_CREDENTIALS_FILE: '/k' })).toMatchObject({
      configFile: '/h/c',
      credentialsFile: '/k',
    })
  })
})

describe('writing a session', () => {
  const session = { name: 'corp', startUrl: 'https://corp.awsapps.com/start', region: 'eu-central-1' }
  let home: string
  let configFile: string
  const store = () =>
    createAwsConfigStore({ clock: createManualClock(), configFile, credentialsFile: join(home, 'credentials') })

  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), 'culvert-config-'))
    configFile = join(home, '.aws', 'config')
  })
  afterEach(() => rm(home, { recursive: true, force: true }))

  const existing =
    '# my own\n[profile a]\nregion = eu-west-1   ; Ireland\n\n[sso-session corp]\n# the old portal\nsso_start_url = https://old.awsapps.com/start\nsso_region = us-east-1\nsso_registration_scopes = sso:account:access, more\n\n# about b\n[profile b]\nregion=x'

  it('makes the file and its folder, for the owner alone', async () => {
    expect(await store().putSession(session)).toEqual({ ok: true, value: undefined })
    expect(await readFile(configFile, 'utf8')).toBe(
      '[sso-session corp]\nsso_start_url = https://corp.awsapps.com/start\nsso_region = eu-central-1\nsso_registration_scopes = sso:account:access\n',
    )
    expect((await stat(configFile)).mode & 0o777).toBe(0o600)
    expect((await store().read()).sessions).toEqual([session])
  })

  it('changes two values in place and keeps everything else, with a copy of what was', async () => {
    await mkdir(join(home, '.aws'))
    await writeFile(configFile, existing)
    await store().putSession(session)
    const expected = existing
      .replace('https://old.awsapps.com/start', session.startUrl)
      .replace('us-east-1', 'eu-central-1')
    expect(await readFile(configFile, 'utf8')).toBe(expected)
    expect(await readFile(`${configFile}.culvert-backup`, 'utf8')).toBe(existing)
    expect((await stat(`${configFile}.culvert-backup`)).mode & 0o777).toBe(0o600)
  })

  it('appends after a file without a last line break, and takes away only its own section', async () => {
    await mkdir(join(home, '.aws'))
    await writeFile(configFile, existing)
    const files = store()
    await Promise.all([files.putSession({ ...session, name: 'one' }), files.putSession({ ...session, name: 'two' })])
    expect((await files.read()).sessions.map(({ name }) => name)).toEqual(['corp', 'one', 'two'])
    await files.removeSession('one')
    await files.removeSession('two')
    expect((await readFile(configFile, 'utf8')).trimEnd()).toBe(existing)
    await files.removeSession('corp')
    expect(await readFile(configFile, 'utf8')).toBe(
      '# my own\n[profile a]\nregion = eu-west-1   ; Ireland\n\n# about b\n[profile b]\nregion=x\n',
    )
  })

  it('writes where the last of several sections counts, and takes all of them away', async () => {
    await mkdir(join(home, '.aws'))
    const twice = '[sso-session corp]\nsso_region = us-east-1\nsso_region = us-east-2\n'
    await writeFile(configFile, `${twice}\n[profile b]\nregion = x\n\n${twice}[broken\nkey = left alone\n`)
    const files = store()
    await files.putSession(session)
    expect((await files.read()).sessions).toEqual([session])
    await files.removeSession('corp')
    expect(await readFile(configFile, 'utf8')).toBe('\n[profile b]\nregion = x\n\n[broken\nkey = left alone\n')
  })

  it('is not kept busy by a header that never closes', () => {
    const busy = process.cpuUsage()
    withSession(`[${' '.repeat(60_000)}`, session)
    parseIni(`key = ${' #'.repeat(60_000)}\rx`)
    expect(process.cpuUsage(busy).user).toBeLessThan(1_000_000)
  })

  it('writes through a link', async () => {
    await mkdir(join(home, '.aws'))
    await writeFile(join(home, 'dotfile'), existing)
    await symlink(join(home, 'dotfile'), configFile)
    await store().putSession({ ...session, name: 'new' })
    expect(await readFile(join(home, 'dotfile'), 'utf8')).toContain('[sso-session new]')
  })
})
