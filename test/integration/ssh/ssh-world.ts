import { spawn, type ChildProcess } from 'node:child_process'
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Result } from '#contract/result.ts'
import type { Favourite } from '#contract/targets.ts'
import type { TargetRule } from '#contract/tunnel.ts'
import type { ProductionWish } from '#core/app/ports.ts'
import type { ProgramAnswer } from '#core/app/ssh/ssh-deps.ts'
import { createSshDesk } from '#core/app/ssh/ssh-desk.ts'
import { createKeyPush } from '#core/aws/index.ts'
import type { LocatedPlugin } from '#core/aws/plugin-locator/locate-plugin.ts'
import { makeOwnKey } from '#core/store/ssh-config/own-key.ts'
import { ok } from '#domain/result.ts'
import { ownFileText } from '#domain/ssh-config/own-file.ts'
import { sshPlacesOf, type SshPlaces } from '#domain/ssh-host/ssh-place.ts'
import { monotonicClock } from '#relay/clock.ts'
import { createEngines } from '#relay/engine/engines.ts'
import { ChildKeeper } from '#relay/process/child-keeper.ts'
import type { Sandbox } from '#sandbox/start.ts'
import { awsHttpIn } from '#test/support/aws-http.ts'
import { freePort } from '#test/support/tcp.ts'
import { draftOf } from '#test/support/tunnel-fields.ts'
import { wallClock } from '#test/support/wall-clock.ts'
import { sshLine } from '#words/ssh-line/ssh-line.ts'
import { silentLog } from '../identity/identity-setup.ts'
import { echoFields, openTunnelWorld, type TunnelWorld } from '../tunnels/tunnel-world.ts'

const root = fileURLToPath(new URL('../../..', import.meta.url))

/** The bastion of production by the short way that its account's only one has. */
export const host = 'bastion-a.orders-prod.culvert'
export const nodeId = 'i-0ab3f29c81d7e4402'

/** Builds the command; gives the words that start it. */
export async function buildCulvert(): Promise<readonly string[]> {
  const { buildAll } = (await import(new URL('../../../script/build.mjs', import.meta.url).href)) as {
    buildAll(options: { readonly only: readonly string[] }): Promise<unknown>
  }
  await buildAll({ only: ['culvert'] })
  return [process.execPath, join(root, 'dist', 'culvert', 'index.mjs')]
}

/** Processes of the command that are there now for an app's folder, by id; empty where there is no `/proc`. */
export async function commandsFor(appFolder: string): Promise<readonly string[]> {
  const ids = (await readdir('/proc').catch(() => [])).filter((name) => /^\d+$/.test(name))
  const lines = await Promise.all(
    ids.map(async (id) => [id, await readFile(`/proc/${id}/cmdline`, 'utf8').catch(() => '')]),
  )
  return lines.flatMap(([id = '', line = '']) => (line.includes(appFolder) ? [id] : []))
}

/** How a program went. */
export interface Ran {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly output: Buffer
  readonly complaint: string
}

/** A folder for ssh's own files, with a key that the sandbox's servers take, and programs that use them. */
export interface SshClients {
  readonly folder: string
  /** Path of the ssh config that these programs are given. */
  readonly config: string
  /** Runs a program with the config and `input` to its end. */
  run(program: string, args: readonly string[], input?: Buffer | string): Promise<Ran>
  /** Starts one that goes on; it is killed at the end, if it is there still. */
  start(program: string, args: readonly string[]): ChildProcess
  remove(): Promise<void>
}

/** What a config is to say. */
interface ConfigWishes {
  readonly sandbox: Sandbox
  readonly command: readonly string[]
  readonly appFolder: string
  readonly places: SshPlaces
  /** `own`: the key of Culvert's own. */
  readonly pushesKey?: boolean | 'own'
}

/** Writes ssh's files. The client's key is authorized unless one is to be pushed. */
export async function prepareClients({ sandbox, ...wishes }: ConfigWishes): Promise<SshClients> {
  const folder = await mkdtemp(join(tmpdir(), 'culvert-ssh-'))
  const key = join(folder, 'id_ed25519')
  const environment = { PATH: process.env['PATH'] ?? '', ...sandbox.environment }
  const started: ChildProcess[] = []
  const start = (program: string, args: readonly string[]): ChildProcess => {
    const child = spawn(program, args, { env: environment, stdio: ['pipe', 'pipe', 'pipe'] })
    started.push(child)
    return child
  }
  const run = (program: string, args: readonly string[], input: Buffer | string = ''): Promise<Ran> =>
    ended(start(program, args), input)
  const made = await run('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', key])
  if (made.code !== 0) throw new Error(made.complaint)
  const config = join(folder, 'config')
  if (wishes.pushesKey === 'own') await makeOwnKey(join(folder, 'culvert_ed25519'))
  await writeFile(config, configText(folder, wishes), { mode: 0o600 })
  const authorized = join(sandbox.home, '.ssh')
  await mkdir(authorized, { recursive: true, mode: 0o700 })
  const { output } = await run('ssh-keygen', ['-y', '-f', key])
  await writeFile(join(authorized, 'authorized_keys'), (wishes.pushesKey ?? false) === false ? output : '')
  await chmod(authorized, 0o700)
  return {
    ...{ folder, config, run, start },
    async remove() {
      for (const child of started) child.kill('SIGKILL')
      await rm(folder, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}

const ownKeyIn = (folder: string) => ({
  identity: join(folder, 'culvert_ed25519'),
  publicFile: join(folder, 'culvert_ed25519.pub'),
})

function configText(folder: string, wishes: Omit<ConfigWishes, 'sandbox'>): string {
  const { command, appFolder, places, pushesKey = false } = wishes
  const options = [
    '--app-folder',
    appFolder,
    ...(pushesKey === true ? ['--key-file', join(folder, 'id_ed25519.pub')] : []),
  ]
  const { platform } = process
  const { text } = ownFileText(places, {
    ...{ platform, options, pushesKey: pushesKey !== false },
    ...(pushesKey === 'own' ? { ownKey: ownKeyIn(folder) } : {}),
    // Each ssh of a test is to have a session of its own.
    sharesIn: null,
    program: command,
    taken: new Set(),
  })
  const own = [
    'Host *',
    `  User ${userInfo().username}`,
    `  IdentityFile ${join(folder, 'id_ed25519')}`,
    '  IdentitiesOnly yes',
    `  UserKnownHostsFile ${join(folder, 'known_hosts')}`,
    '  StrictHostKeyChecking accept-new',
    '  BatchMode yes',
    '',
  ]
  return text + own.join('\n')
}

function ended(child: ChildProcess, input: Buffer | string): Promise<Ran> {
  const output: Buffer[] = []
  const complaint: Buffer[] = []
  child.stdout?.on('data', (bytes: Buffer) => output.push(bytes))
  child.stderr?.on('data', (bytes: Buffer) => complaint.push(bytes))
  child.stdin?.on('error', () => undefined)
  child.stdin?.end(input)
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code, signal) =>
      resolve({ code, signal, output: Buffer.concat(output), complaint: Buffer.concat(complaint).toString('utf8') }),
    )
  })
}

/** The app without its window: identity, tunnels, relay and the desk for SSH, all real. */
export interface SshApp {
  readonly world: TunnelWorld
  readonly appFolder: string
  readonly children: ChildKeeper
  /** Commands whose programs were asked about. */
  readonly asked: number[]
  answer: ProgramAnswer
  /** Where connections wanted to be, and what the gate before production says. */
  readonly reached: ProductionWish[]
  production: Result<void>
  places(): Promise<SshPlaces>
  readonly favourites: Favourite[]
  dispose(): Promise<void>
}

/** Starts it with the tunnel that tests go by. */
export async function startSshApp(
  sandbox: Sandbox,
  engine: 'builtin' | 'plugin',
  plugin: LocatedPlugin | null,
): Promise<SshApp> {
  const appFolder = await mkdtemp(join(tmpdir(), 'culvert-app-'))
  const children = new ChildKeeper(monotonicClock, null)
  const world = await openTunnelWorld(sandbox, createEngines(children, monotonicClock, null))
  world.identity.plugin = plugin
  await saveTunnel(world)
  const http = awsHttpIn(sandbox.environment)
  const app: SshApp = {
    ...{ world, appFolder, children },
    places: () => placesOf(world, app.favourites),
    favourites: [],
    asked: [],
    answer: { may: 'yes', program: '/usr/bin/ssh' },
    reached: [],
    production: ok(undefined),
    async dispose() {
      desk.dispose()
      await world.dispose()
      await children.dispose(1_000)
      http.dispose()
      await rm(appFolder, { recursive: true, force: true, maxRetries: 5 })
    },
  }
  const desk = createSshDesk({ ...deskDeps(app, http), engine: () => engine })
  return app
}

function deskDeps(
  app: SshApp,
  http: ReturnType<typeof awsHttpIn>,
): Omit<Parameters<typeof createSshDesk>[0], 'engine'> {
  const { identity, sessions, relay } = app.world
  const { credentials, signIns } = identity
  return {
    ...{ relay, sessions, signIns, appFolder: app.appFolder, places: app.places, clock: wallClock, log: silentLog },
    service: identity.sessions,
    mayUse: (pid) => {
      app.asked.push(pid)
      return Promise.resolve(app.answer)
    },
    mayReach: (wish) => {
      app.reached.push(wish)
      return Promise.resolve(app.production)
    },
    pushKey: createKeyPush({ clock: wallClock, http, credentials }),
    tell: (failure) => sshLine(failure, 'app'),
    waitsForSignIn: 'waiting for the sign-in',
  }
}

/** The node of each tunnel is known, as it is once a session was there. */
async function placesOf({ identity, supervisor }: TunnelWorld, favourites: readonly Favourite[]): Promise<SshPlaces> {
  const known = supervisor.views().map((tunnel) => ({ tunnel, found: { id: nodeId, name: 'bastion-a' } }))
  const { profiles } = await identity.profiles.list()
  return sshPlacesOf(known, profiles, { favourites, userOf: () => userInfo().username })
}

const byRole: TargetRule = { by: 'tag', tags: [{ key: 'Role', value: 'bastion' }] }

async function saveTunnel({ supervisor }: TunnelWorld): Promise<void> {
  const created = await supervisor.create(draftOf({ ...echoFields, target: byRole, localPort: await freePort() }))
  if (!created.ok) throw new Error(created.error.code)
}
