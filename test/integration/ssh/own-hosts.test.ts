import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createSshSetupBook } from '#core/app/ssh/ssh-setup.ts'
import { createSshConfigStore } from '#core/store/ssh-config/ssh-config-store.ts'
import { ok } from '#domain/result.ts'
import { ownFileText } from '#domain/ssh-config/own-file.ts'
import { sshPlacesOf } from '#domain/ssh-host/ssh-place.ts'

const run = promisify(execFile)
const place = { profile: { type: 'named', name: 'dev' }, region: 'eu-west-1' } as const
/** Every name that is told to be the user's own below, and one that is nobody's. */
const own = ['gitlab', 'web', 'db', 'cache', 'queue', 'build-7', 'deep', 'quoted']
const free = 'jump'
const idOf = (at: number): string => `i-0123456789abcdef${at}`

let home: string
let ssh: string

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'culvert-own-hosts-'))
  ssh = join(home, '.ssh')
  await mkdir(join(ssh, 'config.d', 'more'), { recursive: true, mode: 0o700 })
})
afterEach(() => rm(home, { recursive: true, force: true }))

async function write(file: string, ...lines: readonly string[]): Promise<void> {
  await writeFile(join(ssh, file), `${lines.join('\n')}\n`, { mode: 0o600 })
}

/** Turns it on with a favourite for each name, and asks ssh what it makes of one. */
async function turnOn(systemConfig = join(home, 'none')): Promise<(host: string) => Promise<Record<string, string>>> {
  const favourites = [...own, free].map((name, at) => ({ place, what: { on: 'node', id: idOf(at) } as const, name }))
  const setup = createSshSetupBook({
    files: createSshConfigStore({ home, now: () => 0, systemConfig }),
    places: () => Promise.resolve(sshPlacesOf([], [], { favourites })),
    platform: 'linux',
    command: { program: ['/opt/culvert'], options: [] },
    pushesKey: { current: () => false, change: () => Promise.resolve(ok(undefined)) },
  })
  // Twice: its own file is then included by a pattern of the user's.
  for (let time = 0; time < 2; time += 1) expect(await setup.turnOn({ pushesKey: false })).toEqual(ok(undefined))
  return async (host) => {
    const { stdout } = await run('ssh', ['-F', join(ssh, 'config'), '-G', host])
    return Object.fromEntries(stdout.split('\n').map((line) => /^(\S*) ?(.*)$/.exec(line)!.slice(1)))
  }
}

it('ssh goes where the user’s own blocks say, wherever and however those are written', async () => {
  await write(
    'config',
    `Include ${ssh}/config.d/*.conf ${ssh}/*.conf`,
    'Host=web',
    '  HostName web.example',
    'Match originalhost db,cache',
    '  HostName db.example',
    'Match user nobody host queue',
    '  HostName queue.example',
    'Host "quoted" build-*',
    '  HostName build.example',
    'Host *',
    '  User me',
  )
  await write('config.d/work.conf', 'Host gitlab', '  HostName gitlab.example', `Include ${ssh}/config.d/[l-n]o?e/*`)
  await write('config.d/more/deep', 'Host deep', '  HostName deep.example')
  const told = await turnOn()
  for (const host of own) {
    const { proxycommand, hostkeyalias } = await told(host)
    expect({ host, proxycommand, hostkeyalias }).toEqual({ host })
  }
  expect(await told('gitlab')).toMatchObject({ hostname: 'gitlab.example', user: 'me' })
  const id = idOf(own.length)
  for (const host of [free, id]) {
    const { proxycommand, hostkeyalias } = await told(host)
    expect([proxycommand, hostkeyalias]).toEqual([expect.stringContaining('/opt/culvert ssh-proxy'), id])
  }
})

it('blocks of the system’s config are left as they are, too', async () => {
  const system = join(home, 'ssh_config')
  await mkdir(join(home, 'ssh_config.d'))
  await writeFile(system, 'Include ssh_config.d/*.conf\nHost *\n  SendEnv LANG\n')
  await writeFile(join(home, 'ssh_config.d', 'corp.conf'), 'Host gitlab\n  HostName gitlab.example\n')
  const told = await turnOn(system)
  expect(await told('gitlab')).not.toHaveProperty('proxycommand')
  expect(await told(free)).toHaveProperty('proxycommand')
})

it('a node that is called as a machine of the user’s network gets nothing that is meant for it', async () => {
  const target = { by: 'tag', tags: [{ key: 'Role', value: 'bastion' }] }
  const tunnel = { preference: { profile: place.profile }, definition: { target, region: place.region, account: null } }
  const setup = createSshSetupBook({
    files: createSshConfigStore({ home, now: () => 0 }),
    places: () => Promise.resolve(sshPlacesOf([{ tunnel, found: { id: idOf(0), name: 'intranet' } } as never], [])),
    platform: 'linux',
    command: { program: ['/opt/culvert'], options: [] },
    pushesKey: { current: () => false, change: () => Promise.resolve(ok(undefined)) },
  })
  await setup.turnOn({ pushesKey: false })
  const { stdout } = await run('ssh', ['-F', join(ssh, 'config'), '-G', 'intranet'])
  expect(stdout).not.toMatch(/^(?:proxycommand|hostkeyalias)/m)
  const named = await run('ssh', ['-F', join(ssh, 'config'), '-G', 'intranet.dev.culvert'])
  expect(named.stdout).toMatch(/^proxycommand \/opt\/culvert/m)
})

it.each([true, false])(
  'no host and no user with a quote in it comes to the command, a key pushed: %s',
  async (pushesKey) => {
    const favourites = [{ place, what: { on: 'node', id: idOf(0) } as const, name: free }]
    const { text } = ownFileText(sshPlacesOf([], [], { favourites }), {
      ...{
        platform: 'linux',
        program: ['/opt/culvert'],
        options: [],
        pushesKey,
        sharesIn: null,
        taken: new Set<string>(),
      },
    })
    // An ssh that takes no quotes in names can show what it makes of another letter in their place.
    await write('config', text.replaceAll("*'*", '*q*'))
    const told = async (host: string, user: string): Promise<string> => {
      const { stdout } = await run('ssh', ['-F', join(ssh, 'config'), '-G', '-o', `User=${user}`, host])
      return /^proxycommand .*$/m.exec(stdout)?.[0] ?? ''
    }
    expect(await told('a.culvert', 'me')).toMatch(/ '%h' %p$/)
    expect(await told('aqb.culvert', 'me')).toBe('')
    expect(await told(free, 'me')).toMatch(new RegExp(` ${idOf(0)} %p$`))
    if (!pushesKey) return
    expect(await told('a.culvert', 'mqe')).toBe('')
    expect(await told(free, 'mqe')).toBe('')
  },
)
