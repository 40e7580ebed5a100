import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { AdditionWish, WishedProfile } from '#contract/config-additions.ts'
import type { Result } from '#contract/result.ts'
import { createProfileAdditions } from '#core/app/identity/profile-additions.ts'
import { createProposedSessions } from '#core/app/identity/proposed-sessions.ts'
import { createAwsConfigStore } from '#core/store/aws-config/index.ts'
import { createManualClock } from './manual-clock.ts'

const corp = { name: 'corp', startUrl: 'https://corp.awsapps.com/start', region: 'eu-central-1' }
const before =
  '# mine\r\n[sso-session corp]\r\nsso_start_url = https://corp.awsapps.com/start\r\nsso_region = eu-central-1\r\n\r\n[profile a]\r\naws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY\r\nregion = eu-west-1'
const accounts = [
  { accountId: '111122223333', accountName: 'Orders (prod)', roleName: 'ReadOnly' },
  { accountId: '111122223333', accountName: 'Orders (prod)', roleName: 'Admin' },
  { accountId: '444455556666', accountName: '本番', roleName: 'ReadOnly' },
]

let home = ''
let configFile = ''
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'culvert-additions-'))
  configFile = join(home, '.aws', 'config')
})
afterEach(() => rm(home, { recursive: true, force: true }))

function stage() {
  const clock = createManualClock()
  const files = createAwsConfigStore({
    ...{ clock, configFile, configName: '~/.aws/config' },
    credentialsFile: join(home, '.aws', 'credentials'),
  })
  const config = createProposedSessions(files)
  const catalogs = { read: async () => ({ listedAt: 0, roles: accounts }) }
  const additions = createProfileAdditions({
    ...{ config, files, catalogs, changes: files.changes, configFile: '~/.aws/config' },
  })
  return { additions, config, files }
}

async function given(text: string | Buffer, name = 'config'): Promise<void> {
  await mkdir(join(home, '.aws'), { recursive: true })
  await writeFile(join(home, '.aws', name), text)
}

const text = () => readFile(configFile, 'utf8')
const backups = async () => (await readdir(join(home, '.aws'))).filter((name) => name.includes('culvert-backup'))

function role(at: number, name: string | null = null): WishedProfile {
  const { accountId, roleName } = accounts[at]!
  return { kind: 'permission-set', name, session: 'corp', accountId, roleName }
}
const wished = (...profiles: WishedProfile[]): AdditionWish => ({ profiles, region: 'eu-west-1' })

function valueOf<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(JSON.stringify(result.error))
  return result.value
}

type Stage = ReturnType<typeof stage>

/** Looks and writes what was shown. */
async function add({ additions }: Stage, wish: AdditionWish): Promise<string> {
  const { change } = valueOf(await additions.preview(wish))
  const outcome = valueOf(await additions.add({ ...wish, mark: change!.mark }))
  if (outcome.kind !== 'written') throw new Error(outcome.kind)
  return outcome.id
}

describe('a preview', () => {
  it('proposes names, shows what is added with a little of what stands above, no secret, and writes nothing', async () => {
    await given(before)
    const preview = valueOf(await stage().additions.preview(wished(role(0), role(2))))
    expect(preview).toMatchObject({
      file: '~/.aws/config',
      isNew: false,
      profiles: [
        { name: 'Orders-prod-ReadOnly', state: 'free' },
        { name: '444455556666-ReadOnly', state: 'free' },
      ],
    })
    expect(preview.change?.rows.map((row) => ('text' in row ? `${row.kind} ${row.text}` : row))).toEqual([
      { kind: 'gap', lines: 5 },
      'same [profile a]',
      'same aws_secret_access_key = …',
      'same region = eu-west-1',
      'added ',
      'added [profile Orders-prod-ReadOnly]',
      'added sso_session = corp',
      'added sso_account_id = 111122223333',
      'added sso_role_name = ReadOnly',
      'added region = eu-west-1',
      'added ',
      'added [profile 444455556666-ReadOnly]',
      'added sso_session = corp',
      'added sso_account_id = 444455556666',
      'added sso_role_name = ReadOnly',
      'added region = eu-west-1',
    ])
    expect(await text()).toBe(before)
    expect(await backups()).toEqual([])
  })

  it('tells which names will not do, in either file, and proposes others', async () => {
    await given(before)
    await given('[Orders-prod-ReadOnly]\naws_access_key_id = x\n', 'credentials')
    const names = [role(0), role(0, 'a'), role(1, 'two words'), role(2, 'two words'), role(1, 'Default')]
    const preview = valueOf(await stage().additions.preview(wished(...names)))
    expect(preview.change).toBeNull()
    expect(preview.profiles).toEqual([
      { name: 'Orders-prod-ReadOnly-2', state: 'free' },
      { name: 'a', state: 'taken' },
      { name: 'two words', state: 'twice' },
      { name: 'two words', state: 'twice' },
      { name: 'Default', state: 'reserved' },
    ])
  })

  it('adds nothing for a sign-in, a role or a source that is not there', async () => {
    await given(before)
    const { additions } = stage()
    const fails = async (wish: WishedProfile) => await additions.preview(wished(wish))
    const admin = { ...role(0), roleName: 'Root' } as WishedProfile
    expect(await fails({ ...role(0), session: 'other' } as WishedProfile)).toMatchObject({
      error: { code: 'SIGN_IN_UNKNOWN' },
    })
    expect(await fails(admin)).toMatchObject({ error: { code: 'ROLE_NOT_ASSIGNED' } })
    const roleArn = 'arn:aws:iam::111122223333:role/x'
    const ofNobody = { kind: 'role', name: null, source: 'nobody', roleArn, mfaSerial: null } as const
    expect(await fails(ofNobody)).toMatchObject({ error: { code: 'PROFILE_INVALID' } })
  })
})

describe('adding', () => {
  it('writes what was shown and not a byte else, with a copy, in the style of the file', async () => {
    await given(before)
    await chmod(configFile, 0o640)
    const on = stage()
    await add(on, wished(role(0, 'two words'), role(1)))
    const section = (name: string, set: string) =>
      `\r\n[profile ${name}]\r\nsso_session = corp\r\nsso_account_id = 111122223333\r\nsso_role_name = ${set}\r\nregion = eu-west-1\r\n`
    expect(await text()).toBe(
      `${before}\r\n${section("'two words'", 'ReadOnly')}${section('Orders-prod-Admin', 'Admin')}`,
    )
    expect((await stat(configFile)).mode & 0o777).toBe(0o640)
    const [copy = ''] = await backups()
    expect(await readFile(join(home, '.aws', copy), 'utf8')).toBe(before)
    const { profiles } = await on.files.read()
    expect(profiles.map(({ name, problem }) => [name, problem])).toEqual([
      ['a', null],
      ['two words', null],
      ['Orders-prod-Admin', null],
    ])
  })

  it('writes nothing into a file that was changed since it was shown, and shows it again', async () => {
    await given(before)
    const { additions } = stage()
    const wish = wished(role(0, 'mine'))
    const { change } = valueOf(await additions.preview(wish))
    const taken = `${before}\r\n[profile mine]\r\nregion = eu-west-2\r\n`
    await given(taken)
    const outcome = valueOf(await additions.add({ ...wish, mark: change!.mark }))
    expect(outcome).toMatchObject({
      kind: 'changed',
      preview: { profiles: [{ name: 'mine', state: 'taken' }], change: null },
    })
    expect(await text()).toBe(taken)
    expect(await backups()).toEqual([])
  })

  it('shows a file again that has only another comment, and writes it then', async () => {
    await given(before)
    const { additions } = stage()
    const wish = wished(role(0, 'mine'))
    const first = valueOf(await additions.preview(wish))
    await given(`# new\r\n${before}`)
    const again = valueOf(await additions.add({ ...wish, mark: first.change!.mark }))
    expect(again.kind).toBe('changed')
    if (again.kind !== 'changed') return
    expect(await text()).toBe(`# new\r\n${before}`)
    expect(valueOf(await additions.add({ ...wish, mark: again.preview.change!.mark })).kind).toBe('written')
    expect((await text()).startsWith(`# new\r\n${before}\r\n\r\n[profile mine]`)).toBe(true)
  })

  it('makes the file and a sign-in that is in no file yet, and both go with the undo', async () => {
    const on = stage()
    on.config.propose(corp)
    const id = await add(on, wished(role(0)))
    expect(await text()).toBe(
      '[sso-session corp]\nsso_start_url = https://corp.awsapps.com/start\nsso_region = eu-central-1\nsso_registration_scopes = sso:account:access\n\n[profile Orders-prod-ReadOnly]\nsso_session = corp\nsso_account_id = 111122223333\nsso_role_name = ReadOnly\nregion = eu-west-1\n',
    )
    expect([(await stat(configFile)).mode & 0o777, (await stat(join(home, '.aws'))).mode & 0o777]).toEqual([
      0o600, 0o700,
    ])
    expect(valueOf(await on.additions.undo({ id, way: 'as-it-was' }))).toEqual({ kind: 'undone' })
    await expect(text()).rejects.toThrow('ENOENT')
    expect(valueOf(await on.additions.undo({ id, way: 'as-it-was' }))).toEqual({ kind: 'forgotten' })
  })

  it('repeats the address where only profiles of the old form have it: their sign-in is named after it', async () => {
    const old =
      '[profile old]\nsso_start_url = https://corp.awsapps.com/start\nsso_region = eu-central-1\nsso_account_id = 111122223333\nsso_role_name = Admin\n'
    await given(old)
    const session = (await stage().files.read()).sessions[0]!.name
    const on = stage()
    await add(on, { profiles: [{ ...role(0, 'new'), session } as WishedProfile], region: null })
    expect(await text()).toBe(
      `${old}\n[profile new]\nsso_start_url = https://corp.awsapps.com/start\nsso_region = eu-central-1\nsso_account_id = 111122223333\nsso_role_name = ReadOnly\n`,
    )
  })

  it('adds a role that another profile assumes with a code', async () => {
    const keys = '[profile a]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = x\n'
    await given(keys)
    const roleArn = 'arn:aws:iam::444455556666:role/team/Deploy'
    const mfaSerial = 'arn:aws:iam::111122223333:mfa/mika'
    await add(stage(), { profiles: [{ kind: 'role', name: null, source: 'a', roleArn, mfaSerial }], region: null })
    expect(await text()).toBe(
      `${keys}\n[profile a-Deploy]\nrole_arn = ${roleArn}\nsource_profile = a\nmfa_serial = ${mfaSerial}\n`,
    )
  })

  it.each([
    [
      'gives every section a role',
      '[DEFAULT]\nrole_arn = arn:aws:iam::111122223333:role/x\nsource_profile = a\n[profile a]\naws_access_key_id = x\naws_secret_access_key = x\n',
    ],
    ['has a NUL in it', `${before}\0`],
    ['is UTF-16', Buffer.from(`\ufeff${before}`, 'utf16le')],
  ])('leaves a file alone that %s', async (_what, bytes) => {
    await given(bytes)
    const on = stage()
    on.config.propose(corp)
    expect(await on.additions.preview(wished(role(0)))).toMatchObject({
      error: { code: 'AWS_CONFIG_NOT_WRITTEN', details: { file: '~/.aws/config', reason: 'edit-unsafe' } },
    })
    expect(await readFile(configFile)).toEqual(Buffer.from(bytes))
  })

  it('tells why it could not write, and leaves nothing half', async () => {
    await writeFile(join(home, '.aws'), 'a file where the folder should be')
    const on = stage()
    on.config.propose(corp)
    expect(await on.additions.preview(wished(role(0)))).toMatchObject({ error: { details: { reason: 'ENOTDIR' } } })
    expect(await readdir(home)).toEqual(['.aws'])
  })
})

describe('undoing', () => {
  it('puts the file back byte by byte', async () => {
    await given(before)
    const on = stage()
    const id = await add(on, wished(role(0)))
    expect(valueOf(await on.additions.undo({ id, way: 'as-it-was' }))).toEqual({ kind: 'undone' })
    expect(await text()).toBe(before)
  })

  it('offers both ways where somebody has changed the file since, and does what was chosen', async () => {
    await given(before)
    const on = stage()
    const id = await add(on, wished(role(0, 'mine')))
    const theirs = `${await text()}\r\n[profile theirs]\r\nregion = eu-west-2\r\n`
    await given(theirs)
    const offered = valueOf(await on.additions.undo({ id, way: 'as-it-was' }))
    expect(await text()).toBe(theirs)
    if (offered.kind !== 'changed') throw new Error(offered.kind)
    const removed = (rows: readonly { readonly kind: string; readonly text?: string }[]) =>
      rows.filter(({ kind }) => kind === 'removed').map((row) => row.text)
    expect(removed(offered.sections!.rows)).not.toContain('[profile theirs]')
    expect(removed(offered.whole.rows)).toContain('[profile theirs]')
    await given(`${theirs}# again\r\n`)
    const { mark } = offered.sections!
    expect(valueOf(await on.additions.undo({ id, way: 'sections', mark })).kind).toBe('changed')
    await given(theirs)
    expect(valueOf(await on.additions.undo({ id, way: 'sections', mark }))).toEqual({ kind: 'undone' })
    expect(await text()).toBe(`${before}\r\n\r\n[profile theirs]\r\nregion = eu-west-2\r\n`)
  })

  it('can put the whole file back all the same', async () => {
    await given(before)
    const on = stage()
    const id = await add(on, wished(role(0, 'mine')))
    await given('[profile mine]\nregion = x\n')
    const offered = valueOf(await on.additions.undo({ id, way: 'as-it-was' }))
    if (offered.kind !== 'changed') throw new Error(offered.kind)
    expect(valueOf(await on.additions.undo({ id, way: 'whole', mark: offered.whole.mark }))).toEqual({ kind: 'undone' })
    expect(await text()).toBe(before)
  })
})
