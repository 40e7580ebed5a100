import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import writeFileAtomic from 'write-file-atomic'
import { includeLine, includeStateOf, withInclude, withoutInclude } from '#domain/ssh-config/include-line.ts'
import type { IncludeEdit, IncludeState } from '#domain/ssh-config/include-line.ts'
import { folderForSockets } from '#domain/socket-path/socket-path.ts'
import { fail, ok } from '#domain/result.ts'
import type { Result } from '#contract/result.ts'
import { textOf } from '../aws-config/file-text.ts'
import { rewriteFile } from '../aws-config/rewrite.ts'
import { codeOf } from '../json-document.ts'
import { hostsNamedIn, type SshConfigFiles } from './named-hosts.ts'
import { makeOwnKey } from './own-key.ts'

/** What is found in the two files. */
export interface FoundSshConfig {
  readonly include: IncludeState
  /** Text of the user's config without line ends; null when there is none. `unreadable`: the system's code. */
  readonly lines: readonly string[] | null
  readonly unreadable: string | null
  /** Names and patterns that blocks of the user's and the system's own are for, in small letters. */
  readonly hosts: ReadonlySet<string>
  /** Culvert's own file. `changed`: it is not as Culvert wrote it. Null when there is none. */
  readonly own: { readonly text: string; readonly changed: boolean } | null
}

/** The user's ssh config and Culvert's own file beside it. Failures: SSH_CONFIG_NOT_WRITTEN. */
export interface SshConfigStore {
  readonly configName: string
  readonly ownName: string
  /** The line that includes the own file. */
  readonly include: string
  /** The user's folder for ssh, absolute. */
  readonly folder: string
  /** The same as ssh reads it, where ssh can share connections in it. */
  readonly sharesIn: string | null
  /** The key of Culvert's own: as ssh reads its path, and its public half, absolute. */
  readonly ownKey: { readonly identity: string; readonly publicFile: string }
  /** Makes the key where there is none (0600). */
  makeKey(): Promise<Result<void>>
  read(): Promise<FoundSshConfig>
  /** Writes the own file and puts the line at the top of the config, with a copy of what that was. */
  turnOn(body: string): Promise<Result<void>>
  /** Takes the line out, with a copy; the own file stays, and is nobody's any more. */
  turnOff(): Promise<Result<void>>
  /** Writes the own file anew. */
  writeOwn(body: string): Promise<Result<void>>
  /** The whole text of an own file with this body. */
  ownText(body: string): string
}

interface SshConfigDeps {
  /** `HOME` of the environment that counts, or nothing. */
  readonly home: string | undefined
  /** The config that ssh reads after the user's; left out: where the system has it. */
  readonly systemConfig?: string
  now(): number
}

const usualSystemConfig =
  process.platform === 'win32'
    ? join(process.env['PROGRAMDATA'] ?? 'C:\\ProgramData', 'ssh', 'ssh_config')
    : '/etc/ssh/ssh_config'
const ownFile = 'culvert.conf'
const keyFile = 'culvert_ed25519'
const head =
  '# Written by Culvert, anew whenever your tunnels change. What you change here is noticed and kept until you say otherwise.'
const sumLine = /^# sha256 ([0-9a-f]{64})\n/

/** ssh takes `~` for the home of the password database, whatever HOME says: only there `~` is written. */
export function createSshConfigStore({ home, now, systemConfig = usualSystemConfig }: SshConfigDeps): SshConfigStore {
  const own = userInfo().homedir
  const folder = join(home || own, '.ssh')
  const paths = { config: join(folder, 'config'), own: join(folder, ownFile) }
  const sshFolder = home === undefined || home === own ? '~/.ssh' : folder.replaceAll('\\', '/')
  const nameOf = (file: string): string => `${sshFolder}/${file}`
  const include = includeLine(nameOf(ownFile))
  const edit = (change: (text: string) => IncludeEdit): Promise<Result<void>> => editConfig(paths.config, now(), change)
  const writeOwn = async (body: string): Promise<Result<void>> => {
    try {
      await writeFileAtomic(paths.own, textWith(body), { mode: 0o600, encoding: 'utf8' })
      return ok(undefined)
    } catch (error) {
      return fail('SSH_CONFIG_NOT_WRITTEN', { file: nameOf(ownFile), reason: codeOf(error) })
    }
  }
  return {
    configName: nameOf('config'),
    ownName: nameOf(ownFile),
    sharesIn: canShareIn(folder) ? sshFolder : null,
    ...{ include, folder, writeOwn, ownText: textWith },
    ownKey: { identity: nameOf(keyFile), publicFile: `${join(folder, keyFile)}.pub` },
    async makeKey() {
      const code = await makeOwnKey(join(folder, keyFile))
      return code === null ? ok(undefined) : fail('SSH_CONFIG_NOT_WRITTEN', { file: nameOf(keyFile), reason: code })
    },
    read: () => readBoth(paths, include, { configs: [paths.config, systemConfig], own: paths.own, home: own }),
    async turnOn(body) {
      const edited = await edit((text) => withInclude(text, include))
      // A line whose file is missing includes nothing, and ssh says nothing of it.
      return edited.ok ? await writeOwn(body) : edited
    },
    turnOff: () => edit((text) => withoutInclude(text, include)),
  }
}

/** What ssh adds to the folder for a shared connection: a name of ours, a hash, and a random ending while it makes it. */
const sharedName = `/culvert-${'0'.repeat(40)}.${'0'.repeat(16)}`

/** ssh gives the whole connection up where the path would be too long for a socket, and its Windows has none. */
function canShareIn(folder: string): boolean {
  return process.platform !== 'win32' && folderForSockets(folder, sharedName.length, process.platform) === folder
}

/** One edit of the user's file: atomic, through links, with a copy, under its mode and owner. */
async function editConfig(path: string, now: number, change: (text: string) => IncludeEdit): Promise<Result<void>> {
  const done = await rewriteFile(path, now, change)
  switch (done.kind) {
    case 'written':
    case 'unchanged':
      return ok(undefined)
    case 'unsafe':
      return fail('SSH_CONFIG_NOT_WRITTEN', { file: path, reason: 'edit-unsafe' })
    case 'failed':
      return fail('SSH_CONFIG_NOT_WRITTEN', { file: path, reason: done.code })
  }
}

function textWith(body: string): string {
  return `${head}\n# sha256 ${sumOf(body)}\n\n${body}`
}

const sumOf = (body: string): string => createHash('sha256').update(body).digest('hex')

async function readBoth(
  paths: { readonly config: string; readonly own: string },
  include: string,
  files: SshConfigFiles,
): Promise<FoundSshConfig> {
  const [config, own, hosts] = await Promise.all([readText(paths.config), readText(paths.own), hostsNamedIn(files)])
  const text = 'text' in config ? config.text : ''
  return {
    include: includeStateOf(text, include),
    lines: 'text' in config ? text.replace(/\r?\n$/, '').split(/\r?\n/) : null,
    unreadable: 'code' in config && config.code !== 'ENOENT' ? config.code : null,
    hosts,
    own: 'text' in own ? { text: own.text, changed: !isAsWritten(own.text) } : null,
  }
}

function isAsWritten(text: string): boolean {
  const rest = text.startsWith(`${head}\n`) ? text.slice(head.length + 1) : ''
  const [line = '', sum] = sumLine.exec(rest) ?? []
  return sum !== undefined && sumOf(rest.slice(line.length + 1)) === sum
}

async function readText(path: string): Promise<{ readonly text: string } | { readonly code: string }> {
  try {
    return { text: textOf(await readFile(path)).text }
  } catch (error) {
    return { code: codeOf(error) }
  }
}
