import type { TunnelKind } from '#contract/tunnel.ts'
import { kindOfScheme, kinds } from '../kinds/kinds.ts'
import { leftParts, withHost, type LeftOut, type Pasted } from './pasted.ts'
import { readHost, splitHost } from './read-host.ts'

interface Scheme {
  /** Absent where the name of the host tells it. */
  readonly kind?: TunnelKind
  readonly port: string
}

/** Schemes that say how, and not what is spoken. */
const plainSchemes: Readonly<Record<string, Scheme>> = { https: { port: '443' }, http: { port: '80' } }

function schemeOf(name: string): Scheme | undefined {
  const known = kindOfScheme(name)
  return known === null ? plainSchemes[name] : { kind: known.kind, port: String(known.port) }
}

const shape = /^(?:jdbc:)?(?:aws-wrapper:)?([a-z][a-z0-9]*)(?:[+:][a-z0-9_]+)*:\/\/(.+)$/is

interface Parts {
  /** User and password before the host; empty when there is none. */
  readonly login: string
  readonly hosts: string
  readonly path: string
  readonly settings: string
}

/**
 * Where the login ends: at the last `@` before the settings, for a password that was not encoded may have one too, and a
 * `/`. Without one there, a `?` may be the password's own: then what stands before it is no host.
 */
function loginEnd(rest: string): number {
  const question = rest.search(/[?;]/)
  const head = question < 0 ? rest : rest.slice(0, question)
  const at = head.lastIndexOf('@')
  if (at >= 0 || question < 0) return at
  const hosts = head.split('/')[0] ?? ''
  return hosts.split(',').every((host) => splitHost(host) !== null) ? -1 : rest.lastIndexOf('@')
}

function split(rest: string): Parts {
  const end = loginEnd(rest)
  const [, hosts = '', path = '', settings = ''] =
    /^([^/?;#]*)(?:\/([^?;#]*))?[?;#]?(.*)$/s.exec(rest.slice(end + 1)) ?? []
  return { login: rest.slice(0, Math.max(0, end)), hosts, path, settings }
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

const secret = /pass|pwd|secret|token|credential|^key$/i
const userNames = ['user', 'username', 'uid']
const databaseNames = ['database', 'databasename', 'dbname', 'db']

/** The settings after `?` (`a=b&c=d`) or `;`: a user and a database are taken, a password is dropped, others are named. */
function readSettings(text: string): {
  readonly username: string
  readonly database: string
  readonly leftOut: readonly LeftOut[]
} {
  const pairs = text
    .split(/[&;]/)
    .filter((pair) => pair !== '')
    .map((pair) => {
      const [name = '', ...value] = pair.split('=')
      return { name: decode(name), value: decode(value.join('=')) }
    })
  const valueOf = (names: readonly string[]): string =>
    pairs.find(({ name }) => names.includes(name.toLowerCase()))?.value ?? ''
  const others = pairs.filter(({ name }) => ![...userNames, ...databaseNames].includes(name.toLowerCase()))
  const isSecret = ({ name }: { readonly name: string }): boolean => secret.test(name)
  return {
    username: valueOf(userNames),
    database: valueOf(databaseNames),
    leftOut: [
      ...(others.some(isSecret) ? [{ what: 'password' } as const] : []),
      ...leftParts(others.filter((pair) => !isSecret(pair)).map(({ name }) => name.slice(0, 40))),
    ],
  }
}

/** The user of a login. Where some kinds have one word only, it is the password. */
function userOf(login: string, known: Scheme | undefined): string {
  const [user = '', password] = login.split(':')
  const lone = known?.kind === undefined ? 'user' : kinds[known.kind].loneLogin
  return lone === 'password' && password === undefined ? '' : user
}

/** What is left out of the URL itself, apart from its settings. */
function leftOfUrl(known: Scheme | undefined, scheme: string, login: string, hosts: readonly string[]): LeftOut[] {
  const name = scheme.toLowerCase()
  const isSecret = login !== '' && login !== userOf(login, known)
  return [
    ...(isSecret ? [{ what: 'password' } as const] : []),
    ...(known === undefined ? [{ what: 'scheme', name } as const] : []),
    ...(hosts.length > 1 ? [{ what: 'hosts', count: hosts.length } as const] : []),
  ]
}

/** Each kind of left-out thing once; a password may be in the login and in the settings. */
function once(leftOut: readonly LeftOut[]): readonly LeftOut[] {
  return leftOut.filter((one, index) => leftOut.findIndex(({ what }) => what === one.what) === index)
}

/** A connection URL, `jdbc:` or not; null when it has no scheme or no host. */
export function readUrl(text: string): Pasted | null {
  const [, scheme = '', rest = ''] = shape.exec(text) ?? []
  if (scheme === '') return null
  const { login, hosts, path, settings } = split(rest)
  const all = hosts.split(',')
  const first = splitHost(all[0] ?? '')
  if (first === null) return null
  const known = schemeOf(scheme.toLowerCase())
  const kind = known === undefined ? 'tcp' : known.kind
  const said = readSettings(settings)
  const username = decode(userOf(login, known)) || said.username
  const database = kind !== undefined && kinds[kind].path === 'database' ? decode(path) || said.database : ''
  const { port = known?.port } = first
  const about = readHost(first.host, {
    ...(kind === undefined ? {} : { kind }),
    ...(port === undefined ? {} : { port }),
  })
  return withHost(
    { ...(username === '' ? {} : { username }), ...(database === '' ? {} : { database }) },
    { ...about, leftOut: once([...leftOfUrl(known, scheme, login, all), ...about.leftOut, ...said.leftOut]) },
  )
}
