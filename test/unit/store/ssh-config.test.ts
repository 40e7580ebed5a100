import { chmod, mkdir, mkdtemp, readdir, readFile, readlink, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createSshConfigStore } from '#core/store/ssh-config/ssh-config-store.ts'

let home: string
let folder: string
let config: string

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'culvert-ssh-home-'))
  folder = join(home, '.ssh')
  config = join(folder, 'config')
})
afterEach(() => rm(home, { recursive: true, force: true }))

const store = () => createSshConfigStore({ home, now: () => 1_700_000_000_000 })
const mode = async (path: string): Promise<string> => ((await stat(path)).mode & 0o777).toString(8)
const body = 'Host *.culvert\n  ProxyCommand culvert ssh-proxy %h %p\n'

async function write(text: string | Buffer, rights = 0o600): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  await writeFile(config, text)
  await chmod(config, rights)
}

describe('the ssh config', () => {
  it('is made with its folder where there is none, for the user alone', async () => {
    expect(await store().turnOn(body)).toEqual({ ok: true, value: undefined })
    expect(await readFile(config, 'utf8')).toBe(`Include ${folder}/culvert.conf\n`)
    expect(await Promise.all([folder, config, join(folder, 'culvert.conf')].map(mode))).toEqual(['700', '600', '600'])
    expect((await readdir(folder)).toSorted()).toEqual(['config', 'culvert.conf'])
  })

  it('gets one line and is as it was without it, with its rights, and a copy of each time before', async () => {
    const mine = 'Host github.com\r\n  User git\r\n'
    await write(mine, 0o640)
    await store().turnOn(body)
    expect(await readFile(config, 'utf8')).toBe(`Include ${folder}/culvert.conf\r\n\r\n${mine}`)
    await store().turnOff()
    expect(await readFile(config, 'utf8')).toBe(mine)
    expect(await mode(config)).toBe('640')
    const copies = (await readdir(folder)).filter((name) => name.startsWith('config.culvert-backup-'))
    expect(copies).toHaveLength(2)
    expect(await readFile(join(folder, copies[0]!), 'utf8')).toBe(mine)
  })

  it('stays the link that it is', async () => {
    const dotfiles = join(home, 'dotfiles')
    await mkdir(folder, { mode: 0o700 })
    await writeFile(dotfiles, 'Host a\n')
    await symlink(dotfiles, config)
    await store().turnOn(body)
    expect(await readlink(config)).toBe(dotfiles)
    expect(await readFile(dotfiles, 'utf8')).toBe(`Include ${folder}/culvert.conf\n\nHost a\n`)
  })

  it('keeps every byte of another encoding', async () => {
    const mine = Buffer.concat([Buffer.from('# caf'), Buffer.from([0xe9, 0x0a]), Buffer.from('Host a\n')])
    await write(mine)
    await store().turnOn(body)
    expect((await readFile(config)).subarray(-mine.length).equals(mine)).toBe(true)
  })

  it.each([
    ['UTF-16', Buffer.from('\ufeffHost a\n', 'utf16le')],
    ['a byte order mark', Buffer.from('\ufeffHost a\n')],
  ])('is left alone with %s', async (_, mine) => {
    await write(mine)
    expect(await store().turnOn(body)).toMatchObject({
      ok: false,
      error: { code: 'SSH_CONFIG_NOT_WRITTEN', details: { file: config, reason: 'edit-unsafe' } },
    })
    expect((await readFile(config)).equals(mine)).toBe(true)
    expect(await readdir(folder)).toEqual(['config'])
  })
})

describe('Culvert’s own file', () => {
  it('is known to be as it was written, or to be changed', async () => {
    expect((await store().read()).own).toBeNull()
    await store().turnOn(body)
    expect((await store().read()).own).toEqual({ text: store().ownText(body), changed: false })
    for (const change of [`${store().ownText(body)}# mine\n`, body, store().ownText(body).replace('%p', '22')]) {
      await writeFile(join(folder, 'culvert.conf'), change)
      expect((await store().read()).own).toEqual({ text: change, changed: true })
    }
  })

  it('is named as ssh finds it: by the home of the user database, whatever HOME says', () => {
    expect(createSshConfigStore({ home: userInfo().homedir, now: () => 0 }).include).toBe('Include ~/.ssh/culvert.conf')
    expect(store().include).toBe(`Include ${folder}/culvert.conf`)
  })

  it('lets ssh share connections only where a socket’s path is short enough', () => {
    const deep = join(home, 'a'.repeat(60))
    expect(createSshConfigStore({ home: deep, now: () => 0 }).sharesIn).toBeNull()
    expect(createSshConfigStore({ home: '/home/mika', now: () => 0 }).sharesIn).toBe('/home/mika/.ssh')
  })
})

describe('the key of Culvert’s own', () => {
  const privateHalf = (): string => store().ownKey.publicFile.slice(0, -'.pub'.length)

  it('is made once, for the user alone, and ssh can read it', async () => {
    expect(await store().makeKey()).toEqual({ ok: true, value: undefined })
    expect(await Promise.all([folder, privateHalf(), store().ownKey.publicFile].map(mode))).toEqual([
      '700',
      '600',
      '600',
    ])
    const first = await readFile(privateHalf(), 'utf8')
    expect(first).toMatch(/^-----BEGIN OPENSSH PRIVATE KEY-----\n/)
    expect(await readFile(store().ownKey.publicFile, 'utf8')).toMatch(/^ssh-ed25519 \S+ culvert\n$/)
    await store().makeKey()
    expect(await readFile(privateHalf(), 'utf8')).toBe(first)
  })

  it('is not written through a link', async () => {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    await writeFile(join(home, 'elsewhere'), 'mine')
    await symlink(join(home, 'elsewhere'), privateHalf())
    expect(await store().makeKey()).toMatchObject({ error: { code: 'SSH_CONFIG_NOT_WRITTEN' } })
    expect(await readFile(join(home, 'elsewhere'), 'utf8')).toBe('mine')
  })
})
