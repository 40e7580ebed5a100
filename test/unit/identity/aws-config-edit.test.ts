import { chmod, lstat, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { withoutSession, withSession } from '#core/store/aws-config/edit-session.ts'
import { createAwsConfigStore } from '#core/store/aws-config/index.ts'
import { parseIni } from '#core/store/aws-config/parse-ini.ts'
import { createManualClock } from './manual-clock.ts'

describe('writing a session', () => {
  const session = { name: 'corp', startUrl: 'https://corp.awsapps.com/start', region: 'eu-central-1' }
  let home: string
  let configFile: string
  const backups = async () =>
    (await readdir(join(home, '.aws')))
      .filter((name) => name.includes('culvert-backup'))
      .toSorted()
      .map((name) => join(home, '.aws', name))
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
    const [copy] = await backups()
    expect(await readFile(copy!, 'utf8')).toBe(existing)
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

  it.each([
    [
      'indented',
      '[sso-session corp]\n    sso_start_url = https://old.awsapps.com/start\n      # note\n    sso_region = us-east-1\n[profile a]\n',
      '[sso-session corp]\n    sso_registration_scopes = sso:account:access\n    sso_start_url = https://corp.awsapps.com/start\n      # note\n    sso_region = eu-central-1\n[profile a]\n',
    ],
    [
      'written with colons, by Windows',
      '[sso-session "corp"]\r\nsso_start_url: https://old.awsapps.com/start\r\nsso_region:us-east-1\r\nsso_registration_scopes: x\r\n',
      '[sso-session "corp"]\r\nsso_start_url: https://corp.awsapps.com/start\r\nsso_region:eu-central-1\r\nsso_registration_scopes: x\r\n',
    ],
    [
      'with a value that goes on',
      '[sso-session corp]\nsso_region = us-east-1\n  -and-more\nsso_registration_scopes = x',
      '[sso-session corp]\nsso_start_url = https://corp.awsapps.com/start\nsso_region = eu-central-1\nsso_registration_scopes = x',
    ],
    [
      'without a last line break',
      '[sso-session corp]',
      '[sso-session corp]\nsso_start_url = https://corp.awsapps.com/start\nsso_region = eu-central-1\nsso_registration_scopes = sso:account:access\n',
    ],
  ])('keeps the style of a section that is %s', (_style, before, after) => {
    expect(withSession(before, session)).toEqual({ kind: 'changed', text: after })
    expect(withSession(after, session)).toEqual({ kind: 'unchanged' })
  })

  it('writes nothing that would be read otherwise than it was meant', () => {
    const meant = { ...session, name: 'other' }
    const strange = ['https://a.example/ ', ' https://a.example/', 'https://a.example/\n[profile evil]']
    for (const startUrl of strange) expect(withSession(existing, { ...meant, startUrl })).toEqual({ kind: 'unsafe' })
  })

  it('quotes a name of two words as the AWS CLI does', () => {
    const edit = withSession('', { ...session, name: 'Two Words' })
    expect(edit.kind === 'changed' && edit.text.split('\n')[0]).toBe("[sso-session 'Two Words']")
  })

  it('leaves the file alone where the section below would become part of the one above', () => {
    const text = '[profile a]\nregion = x\n  [sso-session corp]\n  [profile b]\nregion = y\n'
    const real =
      '[profile a]\n  region = x\n  [sso-session corp]\n    sso_region = eu-west-1\n    [profile b]\n    region = y\n'
    expect(withoutSession(text, 'corp')).toEqual({ kind: 'unchanged' })
    expect(withoutSession(real, 'corp')).toEqual({ kind: 'unsafe' })
  })

  it.each([
    ['CP932', Buffer.from('23835c945c0a5b70726f66696c6520615d0a', 'hex')],
    ['Latin-1', Buffer.from('# Stra\xdfe\n[profile a]\n', 'latin1')],
  ])('keeps every byte of a file in %s', async (_encoding, bytes) => {
    await mkdir(join(home, '.aws'))
    await writeFile(configFile, bytes)
    expect(await store().putSession(session)).toMatchObject({ ok: true })
    const written = await readFile(configFile)
    expect(written.subarray(0, bytes.length)).toEqual(bytes)
    const { sessions, problems } = await store().read()
    expect(sessions).toEqual([session])
    expect(problems[0]?.details).toMatchObject({ file: configFile, line: 1, reason: 'not-utf8' })
  })

  it('reads a file in UTF-16, says so, and writes nothing into it', async () => {
    await mkdir(join(home, '.aws'))
    const bytes = Buffer.from('\ufeff[profile a]\nregion = eu-west-1\n', 'utf16le')
    await writeFile(configFile, bytes)
    const { profiles, problems } = await store().read()
    expect(profiles.map(({ name }) => name)).toEqual(['a'])
    expect(problems[0]?.details).toMatchObject({ reason: 'not-utf8' })
    expect(await store().putSession(session)).toMatchObject({
      ok: false,
      error: { details: { reason: 'edit-unsafe' } },
    })
    expect(await readFile(configFile)).toEqual(bytes)
    expect(await backups()).toEqual([])
  })

  it('says that a file cannot be read, and takes it for nothing else', async () => {
    await mkdir(configFile, { recursive: true })
    const { problems } = await store().read()
    expect(problems).toMatchObject([{ details: { file: configFile, reason: 'not-readable', said: 'EISDIR' } }])
    expect(await store().putSession(session)).toMatchObject({
      ok: false,
      error: { details: { reason: 'not-written' } },
    })
  })

  it('keeps one copy per edit, ten at the most, as protected as the file', async () => {
    await mkdir(join(home, '.aws'))
    await writeFile(configFile, existing, { mode: 0o640 })
    await chmod(configFile, 0o640)
    const files = store()
    const texts = [existing]
    for (let at = 0; at < 12; at += 1) {
      await files.putSession({ ...session, name: `s${at}` })
      texts.push(await readFile(configFile, 'utf8'))
    }
    const kept = await backups()
    expect(await Promise.all(kept.map((path) => readFile(path, 'utf8')))).toEqual(texts.slice(2, 12))
    for (const path of [...kept, configFile]) expect((await stat(path)).mode & 0o777).toBe(0o640)
  })

  it('writes no letter into a file of another encoding that this may write otherwise', async () => {
    await mkdir(join(home, '.aws'))
    const bytes = Buffer.from('# Stra\xdfe\n[profile a]\n', 'latin1')
    await writeFile(configFile, bytes)
    for (const name of ['é', '本番'])
      expect(await store().putSession({ ...session, name })).toMatchObject({
        error: { details: { reason: 'edit-unsafe' } },
      })
    expect(await readFile(configFile)).toEqual(bytes)
    expect(await store().putSession(session)).toMatchObject({ ok: true })
  })

  it('writes through a link whose file is not there yet', async () => {
    await mkdir(join(home, '.aws'))
    await symlink(join(home, 'dotfiles', 'config'), configFile)
    expect(await store().putSession(session)).toMatchObject({ ok: true })
    expect((await lstat(configFile)).isSymbolicLink()).toBe(true)
    expect(await readFile(join(home, 'dotfiles', 'config'), 'utf8')).toContain('[sso-session corp]')
  })

  it('writes through a link', async () => {
    await mkdir(join(home, '.aws'))
    await writeFile(join(home, 'dotfile'), existing)
    await symlink(join(home, 'dotfile'), configFile)
    await store().putSession({ ...session, name: 'new' })
    expect(await readFile(join(home, 'dotfile'), 'utf8')).toContain('[sso-session new]')
  })
})
