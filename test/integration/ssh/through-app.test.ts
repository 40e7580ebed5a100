import { createHash, randomBytes } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { connect, createServer, type AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { fail } from '#domain/result.ts'
import { startSandbox, type Sandbox } from '#sandbox/start.ts'
import { findOfficialPlugin } from '#test/support/official-plugin.ts'
import { freePort } from '#test/support/tcp.ts'
import {
  buildCulvert,
  commandsFor,
  host,
  nodeId,
  prepareClients,
  startSshApp,
  type SshApp,
  type SshClients,
} from './ssh-world.ts'

const plugin = await findOfficialPlugin()
/** A busy machine starts programs slowly. */
const patient = { timeout: 20_000 }
const digest = (bytes: Buffer | string): string => createHash('sha256').update(bytes).digest('hex')

let sandbox: Sandbox
let command: readonly string[]

beforeAll(async () => {
  command = await buildCulvert()
  sandbox = await startSandbox({ databases: [] })
})
afterAll(() => sandbox.stop())

const isOver = (): Promise<unknown> =>
  expect.poll(() => [sandbox.state().sessions.active, sandbox.state().sessions.onGateway], patient).toEqual([[], []])

describe.each(['builtin', 'plugin'] as const)('through the app, by the %s engine', (engine) => {
  let app: SshApp
  let clients: SshClients

  beforeEach(async (context) => {
    if (engine === 'plugin' && plugin === null) context.skip('session-manager-plugin is not installed')
    sandbox.reset()
    app = await startSshApp(sandbox, engine, engine === 'plugin' ? plugin : null)
    await app.world.identity.signIns.start('harborline')
    const { appFolder, places } = app
    clients = await prepareClients({ sandbox, command, appFolder, places: await places() })
  })
  afterEach(async () => {
    await clients.remove()
    await expect.poll(() => commandsFor(app.appFolder), patient).toEqual([])
    await isOver()
    await app.dispose()
    expect(app.children.count).toBe(0)
  })

  const ssh = (args: readonly string[], input?: Buffer | string) =>
    clients.run('ssh', ['-F', clients.config, ...args], input)

  it('ssh runs a command, carries what it is given and what comes, and its exit code', async () => {
    const sent = randomBytes(400_000)
    const ran = await ssh([host, 'sha256sum; head -c 300000 /dev/zero; exit 7'], sent)
    expect(ran).toMatchObject({ code: 7 })
    expect(ran.output.toString('latin1', 0, 64)).toBe(digest(sent))
    expect(ran.output.length).toBeGreaterThan(300_000)
    await isOver()
    const session = { targetId: nodeId, documentName: 'AWS-StartSSHSession', reason: `Culvert: ssh ${host}` }
    expect(sandbox.state().sessions.ended).toContainEqual(expect.objectContaining(session))
  })

  it('scp, sftp and rsync copy there and back', async () => {
    const { folder, config } = clients
    const [one, back, synced] = ['one', 'back', 'synced'].map((name) => join(folder, name))
    const bytes = randomBytes(300_000)
    await writeFile(one!, bytes)
    const far = join(folder, 'far')
    expect(await clients.run('scp', ['-F', config, one!, `${host}:${far}`])).toMatchObject({ code: 0 })
    expect(digest(await readFile(far))).toBe(digest(bytes))
    const batch = join(folder, 'batch')
    await writeFile(batch, `get ${far} ${back!}\n`)
    expect(await clients.run('sftp', ['-F', config, '-b', batch, host])).toMatchObject({ code: 0 })
    expect(digest(await readFile(back!))).toBe(digest(bytes))
    const shell = `ssh -F ${config}`
    expect(await clients.run('rsync', ['-a', '-e', shell, `${host}:${far}`, synced!])).toMatchObject({ code: 0 })
    expect(digest(await readFile(synced!))).toBe(digest(bytes))
  })

  it('git clones and pushes', async () => {
    const { folder, config } = clients
    const [bare, clone] = [join(folder, 'bare.git'), join(folder, 'clone')]
    const git = async (...args: string[]): Promise<string> => {
      const identity = ['-c', 'user.name=Mika', '-c', 'user.email=mika@harborline.example']
      const ran = await clients.run('git', ['-c', `core.sshCommand=ssh -F ${config}`, ...identity, ...args])
      expect(ran.code, ran.complaint).toBe(0)
      return ran.output.toString()
    }
    await git('init', '-q', '--bare', '-b', 'main', bare)
    await git('clone', '-q', `${host}:${bare}`, clone)
    await writeFile(join(clone, 'file'), randomBytes(200_000))
    await git('-C', clone, 'add', 'file')
    await git('-C', clone, 'commit', '-q', '-m', 'first')
    await git('-C', clone, 'push', '-q', 'origin', 'HEAD:main')
    expect(await git('-C', bare, 'log', '--format=%s', 'main')).toBe('first\n')
  })

  it('an editor has a shell over a pipe, a dynamic port, and the same again after it was cut off', async () => {
    const far = createServer((socket) => socket.end('from afar'))
    await new Promise<void>((resolve) => far.listen(0, '127.0.0.1', resolve))
    const { port } = far.address() as AddressInfo
    for (const round of [1, 2]) {
      const dynamic = await freePort()
      const child = clients.start('ssh', ['-F', clients.config, '-T', '-D', String(dynamic), host, 'bash'])
      const printed: string[] = []
      child.stdout?.setEncoding('utf8').on('data', (text: string) => printed.push(text))
      child.stdin?.write(`echo round-$((${round} * 10))\nuname -s\n`)
      await expect.poll(() => printed.join(''), patient).toBe(`round-${round * 10}\nLinux\n`)
      expect(await throughSocks(dynamic, port)).toBe('from afar')
      const gone = new Promise((resolve) => child.once('close', resolve))
      child.kill('SIGKILL')
      await gone
      await isOver()
    }
    await new Promise((resolve) => far.close(resolve))
  })

  it('a flood is held back by who does not read, and ends with ssh', async () => {
    const child = clients.start('ssh', ['-F', clients.config, host, 'cat /dev/zero'])
    await new Promise((resolve) => child.stdout?.once('readable', resolve))
    const gone = new Promise((resolve) => child.once('close', resolve))
    child.kill('SIGKILL')
    child.stdout?.destroy()
    await gone
    await isOver()
  })

  it('a connection ends with a relay that dies, and the next one finds the new relay', async () => {
    const child = clients.start('ssh', ['-F', clients.config, host, 'echo there; cat'])
    await new Promise((resolve) => child.stdout?.once('data', resolve))
    const code = new Promise((resolve) => child.once('close', resolve))
    await app.world.relay.crash()
    expect(await code).toBe(255)
    await isOver()
    app.world.relay.start()
    expect(await ssh([host, 'echo again'])).toMatchObject({ code: 0, output: Buffer.from('again\n') })
  })

  it('a connection ends with the app', async () => {
    const child = clients.start('ssh', ['-F', clients.config, host, 'echo there; cat'])
    await new Promise((resolve) => child.stdout?.once('data', resolve))
    const code = new Promise((resolve) => child.once('close', resolve))
    await app.world.relay.dispose()
    expect(await code).toBe(255)
  })
})

describe('through the app', () => {
  let app: SshApp
  let clients: SshClients

  beforeEach(async () => {
    sandbox.reset()
    app = await startSshApp(sandbox, 'builtin', null)
  })
  afterEach(async () => {
    await clients.remove()
    await expect.poll(() => commandsFor(app.appFolder), patient).toEqual([])
    await isOver()
    await app.dispose()
  })

  const prepare = async (wishes: { readonly pushesKey?: boolean | 'own' } = {}): Promise<void> => {
    clients = await prepareClients({
      sandbox,
      command,
      appFolder: app.appFolder,
      places: await app.places(),
      ...wishes,
    })
  }
  const ssh = (...args: readonly string[]) => clients.run('ssh', ['-F', clients.config, ...args])

  it('one sign-in serves all who wait, and its page opens once', async () => {
    await prepare()
    const ran = await Promise.all([
      ssh(`role=bastion.482100973316.culvert`, 'true'),
      ssh(`role=bastion.482100973316.culvert`, 'true'),
    ])
    expect(ran.map(({ code, complaint }) => [code, complaint.replace(/Warning: Permanently.*\n/, '')])).toEqual([
      [0, expect.not.stringContaining('denied')],
      [0, expect.not.stringContaining('denied')],
    ])
    expect(app.world.identity.pages).toHaveLength(1)
    expect(app.asked).toHaveLength(2)
  })

  it.each([
    ['no-such.nowhere.culvert', '^Culvert: No running instance has Name=no-such.nowhere'],
    ["x'y.culvert", 'host|hostname'],
  ])('%s is told in one line', async (name, words) => {
    await app.world.identity.signIns.start('harborline')
    await prepare()
    const ran = await ssh(name, 'true')
    expect(ran.code).toBe(255)
    expect(ran.complaint).toMatch(new RegExp(words))
  })

  it('a program that was not allowed gets nothing, and no session is started', async () => {
    await prepare()
    const before = sandbox.state().sessions.ended.length
    app.answer = { may: 'no', program: '/usr/bin/ssh' }
    const ran = await ssh(host, 'true')
    expect(ran.code).toBe(255)
    expect(ran.complaint).toContain('Culvert: /usr/bin/ssh was not allowed to open SSH connections.')
    expect(sandbox.state().sessions.ended).toHaveLength(before)
  })

  it('production that nobody agreed to is not reached, and no session is started', async () => {
    await prepare()
    const before = sandbox.state().sessions.ended.length
    app.production = fail('PRODUCTION_NOT_AGREED', { account: 'orders-prod' })
    const ran = await ssh(host, 'true')
    expect(ran.code).toBe(255)
    expect(ran.complaint).toContain('Culvert: orders-prod is production, so nothing was opened.')
    expect(app.reached).toMatchObject([{ place: { region: 'ap-northeast-1' } }])
    expect(sandbox.state().sessions.ended).toHaveLength(before)
  })

  it('a key is pushed for a connection, and only where that was asked for', async () => {
    await app.world.identity.signIns.start('harborline')
    await prepare({ pushesKey: true })
    expect(await ssh(host, 'true')).toMatchObject({ code: 0 })
    const pushes = sandbox.state().calls.filter(({ action }) => action === 'SendSSHPublicKey')
    expect(pushes).toMatchObject([{ status: 200, details: { target: nodeId } }])
  })

  it('a favourite is reached by its name, as its user, with a key that no server knows but for a minute', async () => {
    const { profile } = (await app.places()).places[0]!
    const what = { on: 'node', id: nodeId } as const
    app.favourites.push({ place: { profile, region: 'ap-northeast-1' }, what, name: 'Orders jump host' })
    await app.world.identity.signIns.start('harborline')
    await prepare({ pushesKey: 'own' })
    const config = await readFile(clients.config, 'utf8')
    expect(config).toMatch(/^Match originalhost "i-0ab3f29c81d7e4402,Orders-jump-host" /m)
    const shown = await clients.run('ssh', ['-F', clients.config, '-G', 'orders-jump-host'])
    expect(shown.output.toString()).toMatch(/^identitiesonly yes$/m)
    const ran = await clients.run('ssh', ['-F', clients.config, '-v', 'Orders-jump-host', 'echo from afar'])
    expect(ran.output.toString(), ran.complaint).toBe('from afar\n')
    expect(ran.complaint).toMatch(/Server accepts key: .*culvert_ed25519 /)
    const pushes = sandbox.state().calls.filter(({ action }) => action === 'SendSSHPublicKey')
    expect(pushes).toMatchObject([{ status: 200, details: { target: nodeId } }])
  })

  it('a host key that has changed is refused', async () => {
    await app.world.identity.signIns.start('harborline')
    await prepare()
    expect(await ssh(nodeId, 'true')).toMatchObject({ code: 0 })
    const known = join(clients.folder, 'known_hosts')
    expect(await readFile(known, 'utf8')).toMatch(new RegExp(`^${nodeId} `))
    const other = await readFile(join(clients.folder, 'id_ed25519.pub'), 'utf8')
    await writeFile(known, `${nodeId} ${other}`)
    const ran = await ssh(nodeId, 'true')
    expect(ran.code).toBe(255)
    expect(ran.complaint).toContain('HOST IDENTIFICATION HAS CHANGED')
  })
})

/** Reads what a port at the far end says, through ssh's SOCKS port. */
function throughSocks(socksPort: number, port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(socksPort, '127.0.0.1')
    const parts: Buffer[] = []
    const ask = Buffer.from([5, 1, 0, 1, 127, 0, 0, 1, port >> 8, port & 255])
    socket.once('error', reject)
    socket.write(Buffer.concat([Buffer.from([5, 1, 0]), ask]))
    socket.on('data', (bytes: Buffer) => parts.push(bytes))
    // Two bytes of greeting, ten of the answer.
    socket.on('close', () => resolve(Buffer.concat(parts).subarray(12).toString()))
  })
}
