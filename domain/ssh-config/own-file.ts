import { managedNodeIdForm } from '#contract/forms.ts'
import { fullNameOf, sshHostEnding } from '../ssh-host/ssh-host.ts'
import type { SshPlaces, SshTarget } from '../ssh-host/ssh-place.ts'
import { isNamed } from './named-hosts.ts'

/** What the file is to make of ssh. */
export interface OwnFileWishes {
  readonly platform: string
  /** The words that start `culvert`, without arguments: an absolute path first. */
  readonly program: readonly string[]
  /** Options between `ssh-proxy` and the host. */
  readonly options: readonly string[]
  /** A public key of the user's is put on an EC2 instance before each connection. */
  readonly pushesKey: boolean
  /** The key of Culvert's own that is pushed for nodes that are known: as ssh reads its path, and as the command does. */
  readonly ownKey?: { readonly identity: string; readonly publicFile: string }
  /** Where shared connections meet: the user's folder for ssh, as ssh reads it. Null where they can not. */
  readonly sharesIn: string | null
  /** Names and patterns that ssh's other files have a block for, in small letters: those blocks stay what counts. */
  readonly taken: ReadonlySet<string>
}

/** What can stand after `Host` and means itself: no pattern, no quote, no blank. */
const plainName = /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,200}$/
/**
 * Names of other machines: whoever may tag an instance could call it `github.com`, and have all that goes there. Such a target is
 * reached by its id, and by its long name.
 */
const isForeign = (name: string): boolean => name.includes('.') || name === 'localhost'

/** A user that is one word for ssh. */
const plainUser = /^[A-Za-z_][A-Za-z0-9_.-]{0,31}$/

/** What was made of it. */
interface OwnFile {
  readonly text: string
  /** Targets with a block of their own. */
  readonly hosts: number
  /** A name to try; null where nothing is saved. */
  readonly example: string | null
}

/** A target of the file. */
interface HostBlock {
  readonly title: string
  readonly names: readonly string[]
  /** The id under which its host key is known, however it is called. */
  readonly alias: string | null
  readonly user: string | null
}

/**
 * The file's text, without its head: one block for names that end in `.culvert`, one for each target that has a name of its own.
 * ssh takes the first value that it reads of each keyword, and host keys are checked as everywhere.
 */
export function ownFileText(places: SshPlaces, wishes: OwnFileWishes): OwnFile {
  const blocks = blocksOf(places, wishes.taken)
  const all: HostBlock = {
    title: `any target: NAME.ACCOUNT${sshHostEnding}`,
    names: [`*${sshHostEnding}`],
    alias: null,
    user: null,
  }
  const text = [...blocks, all].map((block) => blockText(block, wishes)).join('\n')
  return { text, hosts: blocks.length, example: blocks[0]?.names.at(-1) ?? longName(places) }
}

/**
 * Only names that the user chose: whoever may tag a node that a rule finds could call it `gitlab`, and have what is pushed there.
 * A name that two targets have would be a guess; it is left to its longer form. A node that was found for a rule is none: of one place
 * the rule goes first, as for `sshHostOf`.
 */
function blocksOf({ targets }: SshPlaces, taken: ReadonlySet<string>): readonly HostBlock[] {
  const uses = new Map<string, readonly SshTarget[]>()
  for (const target of targets)
    for (const name of new Set(target.names.map(lower))) uses.set(name, [...(uses.get(name) ?? []), target])
  return targets.flatMap((target) => {
    const isOurs = (name: string): boolean =>
      plainName.test(name) &&
      !isForeign(lower(name)) &&
      !isTaken(lower(name), taken) &&
      onlyOne(uses.get(lower(name)) ?? []) === target
    const names = target.chosen.filter(isOurs)
    return names.length === 0
      ? []
      : [{ title: titleOf(target, names), names, alias: idOf(target), user: target.user ?? null }]
  })
}

/** An id is of one machine, however blocks for `i-*` lead there; any other name may be that of a machine of the user's. */
const isTaken = (name: string, taken: ReadonlySet<string>): boolean =>
  managedNodeIdForm.test(name) ? taken.has(name) : isNamed(name, taken)

/** The one target that a name means; null for a guess. */
function onlyOne(users: readonly SshTarget[]): SshTarget | null {
  const [first, ...others] = users
  if (first === undefined || others.length === 0) return first ?? null
  const byRule = users.filter(({ rule }) => rule.by !== 'id')
  return users.every(({ place }) => place === first.place) && byRule.length === 1 ? (byRule[0] ?? null) : null
}

/** Of the first target, in small letters as ssh takes it. */
function longName({ targets: [first], places }: SshPlaces): string | null {
  const name = first?.names[0]
  return first === undefined || name === undefined ? null : lower(fullNameOf(name, first.place, places))
}

const lower = (name: string): string => name.toLowerCase()

function titleOf({ place }: SshTarget, names: readonly string[]): string {
  const account = place.accounts.find((name) => plainName.test(name))
  return [names.at(-1), account ?? place.region].join(', ')
}

const idOf = ({ rule }: SshTarget): string | null => (rule.by === 'id' ? rule.id : null)

function blockText({ title, names, alias, user }: HostBlock, wishes: OwnFileWishes): string {
  // Elsewhere the node may be one that EC2 does not know, where the user's own keys count.
  const key = wishes.pushesKey && alias?.startsWith('i-') === true ? wishes.ownKey : undefined
  const lines = [
    ...(alias === null ? [] : [`HostKeyAlias ${alias}`]),
    ...(user !== null && plainUser.test(user) ? [`User ${user}`] : []),
    ...(key === undefined ? [] : [`IdentityFile ${pathWord(key.identity)}`, 'IdentitiesOnly yes']),
    `ProxyCommand ${proxyCommand(wishes, hostWord(names, wishes), key?.publicFile)}`,
    'ServerAliveInterval 30',
    'ServerAliveCountMax 4',
    ...(wishes.sharesIn === null ? [] : ['ControlMaster auto', `ControlPath ${controlPath(wishes.sharesIn)}`]),
  ]
  return [`# ${title}`, hostLine(names, wishes), ...lines.map((line) => `  ${line}`), ''].join('\n')
}

/**
 * Which hosts the block is for. ssh before 9.6 takes a host and a user with a quote in it, from a link or a repository's submodule, and
 * that would end the command's own quotes: such a name is none of Culvert's. Every ssh reads the quote as a letter between double ones.
 */
function hostLine(names: readonly string[], { platform, pushesKey }: OwnFileWishes): string {
  const quote = isPattern(names) && platform !== 'win32' ? [`*'*`] : []
  if (!pushesKey || platform === 'win32') return ['Host', ...names, ...quote.map((one) => `!"${one}"`)].join(' ')
  return `Match originalhost "${[...names, ...quote.map((one) => `!${one}`)].join(',')}" !user "*'*"`
}

/** A name that is known stands in the command as it is; of a pattern ssh fills in what was asked for. */
function hostWord([name = '']: readonly string[], { platform }: OwnFileWishes): string {
  return isPattern([name]) ? quotedToken('%h', platform) : name
}

const isPattern = ([name]: readonly string[]): boolean => name?.startsWith('*') === true
const quotedToken = (token: string, platform: string): string => (platform === 'win32' ? token : `'${token}'`)

/** `%C` is of the whole connection: user, host and port. */
function controlPath(folder: string): string {
  return spaced(`${folder.replaceAll('%', '%%')}/culvert-%C`)
}

const pathWord = (path: string): string => spaced(path.replaceAll('%', '%%'))
const spaced = (path: string): string => (/\s/.test(path) ? `"${path}"` : path)

/**
 * ssh hands the line to a shell with host and user filled in, so they are quoted, and `hostLine` keeps quotes out of them; Windows has
 * no shell there, and no single quotes. `host`: the word that says where to.
 */
function proxyCommand(
  { platform, program, options, pushesKey }: OwnFileWishes,
  host: string,
  keyFile: string | undefined,
): string {
  const word = (text: string): string => quoted(text.replaceAll('%', '%%'), platform === 'win32')
  const file = keyFile === undefined ? [] : ['--key-file', word(keyFile)]
  const push = pushesKey ? ['--push-key', quotedToken('%r', platform), ...file] : []
  return [...program.map(word), 'ssh-proxy', ...options.map(word), ...push, host, '%p'].join(' ')
}

function quoted(text: string, isWindows: boolean): string {
  if (/^[\w@%+=:,./\\-]+$/.test(text) && (isWindows || !text.includes('\\'))) return text
  return isWindows ? `"${text}"` : `'${text.replaceAll("'", `'\\''`)}'`
}
