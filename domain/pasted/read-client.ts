import { managedNodeIdForm } from '#contract/forms.ts'
import type { TunnelKind } from '#contract/tunnel.ts'
import { clientPrograms, type ClientProgram } from '../kinds/client-programs.ts'
import { isSecretName } from './known-settings.ts'
import { once, withHost, type LeftOut, type Pasted, type PastedValues } from './pasted.ts'
import { readConninfo } from './read-conninfo.ts'
import { readHost, splitHost } from './read-host.ts'
import { readOptions, type ReadOptions } from './read-options.ts'
import { isUrl, readUrl } from './read-url.ts'

interface Call {
  readonly program: ClientProgram
  readonly words: readonly string[]
  readonly variables: ReadonlyMap<string, string>
}

const operators = new Set(['|', '||', '&&', ';', '&', '<', '>', '>>', '2>&1', '#'])

/** The program, the variables before it and the words after it; null for a program that is not known. */
function callOf(words: readonly string[]): Call | null {
  const variables = new Map<string, string>()
  for (const [index, word] of words.entries()) {
    const [, name, value] = /^([A-Za-z_]\w*)=(.*)$/s.exec(word) ?? []
    if (name !== undefined) variables.set(name, value ?? '')
    else if (!['$', 'sudo', 'env', 'time', 'exec', 'export'].includes(word)) {
      const program = clientPrograms[(word.split(/[\\/]/).at(-1) ?? '').replace(/\.exe$/i, '')]
      const after = words.slice(index + 1)
      const end = after.findIndex((one) => operators.has(one))
      return program === undefined ? null : { program, words: end < 0 ? after : after.slice(0, end), variables }
    }
  }
  return null
}

/** True for a command of a client program that is known, whether it can be read or not. */
export const isClientCommand = (words: readonly string[]): boolean => callOf(words) !== null

const fill = (name: keyof PastedValues, value: string | undefined): PastedValues =>
  value === undefined || value === '' ? {} : { [name]: value }

/** Variables that the programs read themselves. */
const variableNames = {
  host: ['PGHOST', 'MYSQL_HOST'],
  port: ['PGPORT', 'MYSQL_TCP_PORT'],
  username: ['PGUSER', 'USER'],
  database: ['PGDATABASE'],
} as const

interface Said {
  readonly host: string
  readonly port: string
  readonly username: string
  readonly database: string
}

function saidOf({ variables }: Call, { values }: ReadOptions): Said {
  const of = (name: keyof Said): string =>
    values.get(name) ?? variableNames[name].map((one) => variables.get(one)).find((one) => one !== undefined) ?? ''
  return { host: of('host'), port: of('port'), username: of('username'), database: of('database') }
}

/** Words that may be the end of a password: after one, and after the option that asks for one. */
const areUncertain = ({ hasSecret, isAsking, hasUnknown }: ReadOptions): boolean => hasSecret || isAsking || hasUnknown

const isName = (word: string): boolean => /^[\p{L}\p{N}_.$-]+$/u.test(word)

/** What words of a program stand for, in their order, and where the program takes none of them for it. */
const places = {
  'database-then-user': ['database', 'username'],
  database: ['database'],
  url: ['database'],
  destination: [],
  nothing: [],
} as const

/**
 * A database and a user that are named by their place: as far as no option names them. Null where it is not certain that they are
 * these, or where there are more: a program takes no notice of the others, or ends, and they may be a password.
 */
function byPlace({ program }: Call, options: ReadOptions): PastedValues | null {
  const { words, values } = options
  const free = places[program.words].filter((place) => !values.has(place))
  if (places[program.words].length === 0 || words.length === 0 || areUncertain(options)) return {}
  if (words.length > free.length || !words.every(isName)) return null
  return free.reduce<PastedValues>((said, place, index) => ({ ...said, ...fill(place, words[index]) }), {})
}

function leftOf(call: Call, options: ReadOptions): readonly LeftOut[] {
  const hasSecret = options.hasSecret || [...call.variables.keys()].some(isSecretName)
  const skipped = call.program.words !== 'nothing' && options.words.length > 0 && areUncertain(options)
  return [...(hasSecret ? [{ what: 'password' } as const] : []), ...(skipped ? [{ what: 'word' } as const] : [])]
}

/** A real host beside a loopback address: the port is then a tunnel's own. */
function hostOf(said: Said, options: ReadOptions, program: ClientProgram): Pasted | null {
  const sni = options.values.get('sni')
  const address = splitHost(sni ?? said.host)
  if (address === null || (said.port !== '' && splitHost(`x:${said.port}`) === null)) return null
  const port = sni === undefined ? said.port || address.port || program.port : program.port
  const kind: TunnelKind | null = program.kind
  const about = readHost(address.host, { ...(kind === null ? {} : { kind }), port })
  return sni === undefined ? about : { ...about, values: { ...about.values, ...fill('localPort', said.port) } }
}

function readPlain(call: Call, options: ReadOptions): Pasted | null {
  const said = saidOf(call, options)
  const placed = byPlace(call, options)
  const about = hostOf(said, options, call.program)
  if (placed === null || about === null) return null
  return withHost(
    { ...placed, ...fill('username', said.username), ...fill('database', said.database) },
    { ...about, leftOut: once([...about.leftOut, ...leftOf(call, options)]) },
  )
}

/** Where a URL or a conninfo string may stand. */
function wholes({ program }: Call, { values, words }: ReadOptions): readonly string[] {
  // MySQL's programs take a name there and nothing else.
  if (program.kind === 'mysql') return []
  const placed = program.words === 'nothing' ? [] : words
  return [values.get('url'), values.get('database'), ...placed].filter((word) => word !== undefined)
}

/** A word, an option's too, that ends as the login of a URL does: before the first of its blanks, its password may be in another word. */
const mayEndLogin = (word: string): boolean => /@[^@\s'"]*$/.test(word)

/** A URL or a conninfo string that stands for all the options. A further word may be the end of its password. */
function readWhole(call: Call, options: ReadOptions): Pasted | null {
  const [first, ...others] = wholes(call, options).filter((word) => /[@=]|:\/\//.test(word))
  if (first === undefined || others.length > 0) return null
  if (call.words.some((word) => !word.endsWith(first) && mayEndLogin(word))) return null
  const about = isUrl(first) ? readUrl(first) : readConninfo(first)
  if (about === null) return null
  const [host, port, address, local] = options.values.get('connect-to')?.split(':') ?? []
  const isOurs = address === '127.0.0.1' && host === about.values.host && port === about.values.port
  return {
    ...about,
    values: { ...about.values, ...(isOurs ? fill('localPort', local) : {}) },
    leftOut: once([...about.leftOut, ...leftOf(call, { ...options, words: [] })]),
  }
}

const forwardShape = /^(?:(?:\[[^\]]*\]|[\w.*-]*):)?(\d+):((?:\[[^\]]+\]|[\w.-]+):\d+)$/

/** `ssh -L 15432:db.internal:5432 user@bastion`: the bastion is known where it is a managed node. */
function readForward(call: Call, options: ReadOptions): Pasted | null {
  const [, localPort, far = ''] = forwardShape.exec(options.values.get('forward') ?? '') ?? []
  const address = splitHost(far)
  if (localPort === undefined || address === null) return null
  const about = readHost(address.host, address.port === undefined ? {} : { port: address.port })
  const node = options.words[0]?.split('@').at(-1) ?? ''
  const isNode = managedNodeIdForm.test(node)
  return {
    ...about,
    values: { ...about.values, localPort, ...(isNode ? { by: 'id', instance: node } : {}) },
    leftOut: once([
      ...(isNode || node === '' ? [] : [{ what: 'target' } as const]),
      ...about.leftOut,
      ...leftOf(call, { ...options, words: [] }),
    ]),
  }
}

/** A command of a database's client, or an SSH tunnel: `psql -h …`, `redis-cli … --tls`, `ssh -L …`. */
export function readClient(words: readonly string[]): Pasted | null {
  const call = callOf(words)
  const options = call === null ? null : readOptions(call.words, call.program)
  if (call === null || options === null) return null
  if (call.program.words === 'destination') return readForward(call, options)
  const isWhole = wholes(call, options).some((word) => word.includes('=') || word.includes('://'))
  return isWhole ? readWhole(call, options) : readPlain(call, options)
}
