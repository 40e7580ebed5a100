import { chmod, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { findProgram } from '../databases/programs.ts'
import { runToEnd, type ServerProcess, startOnFreePort, startServer } from '../databases/server-process.ts'
import { createTemporaryFolder, removeFolder } from '../temporary-folders.ts'
import { PushedKeys } from './pushed-keys.ts'

/** The SSH server of every node: a real sshd of this computer, on loopback, for the user who runs the sandbox. */
export interface SshServer {
  /** Starts it if it does not run; null where there is no sshd. */
  ensure(): Promise<number | null>
  /** The port on 127.0.0.1, once it listens. */
  port(): number | null
  /** Takes a public key for one of its users, for a minute. */
  pushKey(user: string, publicKey: string): Promise<void>
  stop(): Promise<void>
}

/** @param home the home folder whose `.ssh/authorized_keys` count; keys that are pushed count besides. */
export function createSshServer(home: string): SshServer {
  let starting: Promise<Running | null> | null = null
  let running: Running | null = null
  const folder = once(() => createTemporaryFolder('data'))
  const pushed = new PushedKeys(async () => await pushedFolder(await folder()))
  const start = async (): Promise<Running | null> => {
    const program = await findProgram('sshd')
    if (program === null) return null
    running = await startSshd(program, await folder(), home)
    return running
  }
  return {
    ensure: async () => (await (starting ??= start()))?.port ?? null,
    port: () => running?.port ?? null,
    pushKey: (user, publicKey) => pushed.push(user, publicKey),
    async stop() {
      await pushed.stop()
      await starting?.catch(() => null)
      await running?.server.stop()
      if (folder.isCalled()) await removeFolder(await folder())
    },
  }
}

interface Running {
  readonly port: number
  readonly server: ServerProcess
}

async function startSshd(program: string, folder: string, home: string): Promise<Running> {
  const keygen = await findProgram('ssh-keygen')
  if (keygen === null) throw new Error('ssh-keygen is not installed')
  const hostKey = join(folder, 'host_key')
  const args = ['-q', '-t', 'ed25519', '-N', '', '-C', 'sandbox', '-f', hostKey]
  await runToEnd({ program: keygen, args, account: null, folder })
  // As root sshd parts itself into two, one of which is locked into this folder; a service's start would make it.
  if (process.getuid?.() === 0) await mkdir('/run/sshd', { recursive: true, mode: 0o755 })
  const keys = [join(home, '.ssh', 'authorized_keys'), join(await pushedFolder(folder), '%u')]
  const config = join(folder, 'sshd_config')
  const started = await startOnFreePort(async (port) => {
    await writeFile(config, configText(port, hostKey, keys))
    const launch = { program, args: ['-D', '-e', '-f', config], account: null, folder }
    return await startServer({ ...launch, readyLine: /Server listening on/, stopSignal: 'SIGTERM' })
  })
  return started
}

async function pushedFolder(folder: string): Promise<string> {
  const path = join(folder, 'pushed')
  await mkdir(path, { recursive: true, mode: 0o755 })
  await chmod(path, 0o755)
  return path
}

const configText = (port: number, hostKey: string, authorizedKeys: readonly string[]): string =>
  [
    `Port ${port}`,
    'ListenAddress 127.0.0.1',
    `HostKey ${hostKey}`,
    `AuthorizedKeysFile ${authorizedKeys.join(' ')}`,
    'PidFile none',
    'StrictModes no',
    'UsePAM no',
    'PasswordAuthentication no',
    'KbdInteractiveAuthentication no',
    'PermitRootLogin prohibit-password',
    'PrintMotd no',
    'PrintLastLog no',
    'MaxStartups 100',
    'Subsystem sftp internal-sftp',
    '',
  ].join('\n')

function once<T>(make: () => Promise<T>): (() => Promise<T>) & { isCalled(): boolean } {
  let made: Promise<T> | null = null
  return Object.assign(() => (made ??= make()), { isCalled: () => made !== null })
}
