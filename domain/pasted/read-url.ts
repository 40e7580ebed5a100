import type { TunnelKind } from '#contract/tunnel.ts'
import { kindOfScheme, kinds } from '../kinds/kinds.ts'
import { once, withHost, type LeftOut, type Pasted } from './pasted.ts'
import { readHost } from './read-host.ts'
import { readSettings } from './read-settings.ts'
import { splitUrl, type UrlParts } from './split-url.ts'

interface Scheme {
  /** Absent where the name of the host tells it. */
  readonly kind?: TunnelKind
  readonly port?: string
}

/** Schemes that say how, and not what is spoken. */
const plainSchemes: Readonly<Record<string, Scheme>> = { https: { port: '443' }, http: { port: '80' } }

/** What is spoken, as far as the scheme tells. */
interface Spoken {
  readonly kind: TunnelKind | undefined
  /** A scheme without a kind of its own. */
  readonly isStranger: boolean
}

/** Databases and brokers without a kind of their own. Any other word before `://` may be a part of a password. */
const strangers: Readonly<Record<string, string>> = {
  amqp: '5672',
  amqps: '5671',
  bolt: '7687',
  cassandra: '9042',
  clickhouse: '8123',
  couchbase: '11210',
  cql: '9042',
  db2: '50000',
  elasticsearch: '9200',
  influxdb: '8086',
  kafka: '9092',
  ldap: '389',
  ldaps: '636',
  memcached: '11211',
  mqtt: '1883',
  mqtts: '8883',
  nats: '4222',
  neo4j: '7687',
  tcp: '',
}

function schemeOf(name: string): Scheme | undefined {
  const known = kindOfScheme(name)
  if (known !== null) return { kind: known.kind, port: String(known.port) }
  const port = strangers[name]
  if (port === undefined) return plainSchemes[name]
  return { kind: 'tcp', ...(port === '' ? {} : { port }) }
}

const shape = /^(?:jdbc:)?(?:aws-wrapper:)?([a-z][a-z0-9]*)(?:[+:][a-z0-9_]+)*:\/\/(.+)$/is

/** Whether a text begins as a URL does, of a scheme that can be read. */
export function isUrl(text: string): boolean {
  return schemeOf(shape.exec(text)?.[1]?.toLowerCase() ?? '') !== undefined
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/**
 * The user of a login. One word alone is the password of some kinds, and a token where no kind is known (`https://TOKEN@host`,
 * `nats://TOKEN@host`).
 */
function userOf(login: string, { kind, isStranger }: Spoken): string {
  const [user = '', password] = login.split(':')
  const lone = kind === undefined || isStranger ? 'password' : kinds[kind].loneLogin
  return lone === 'password' && password === undefined ? '' : user
}

/** What is left out of the URL itself, apart from its settings. */
function leftOfUrl(scheme: string, spoken: Spoken, { login, hosts }: UrlParts): readonly LeftOut[] {
  const isSecret = login.replace(/:$/, '') !== userOf(login, spoken)
  return [
    ...(isSecret ? [{ what: 'password' } as const] : []),
    ...(scheme in strangers && scheme !== 'tcp' ? [{ what: 'scheme', name: scheme } as const] : []),
    ...(hosts.length > 1 ? [{ what: 'hosts', count: hosts.length } as const] : []),
  ]
}

/** A connection URL, `jdbc:` or not; null when it has no known scheme or no host, or can be read in several ways. */
export function readUrl(text: string): Pasted | null {
  const [, name = '', rest = ''] = shape.exec(text) ?? []
  const scheme = name.toLowerCase()
  const known = schemeOf(scheme)
  const parts = known === undefined ? null : splitUrl(rest)
  const said = parts === null ? null : readSettings(parts.settings)
  const first = parts?.hosts[0]
  if (known === undefined || parts === null || said === null || first === undefined) return null
  const { kind } = known
  const spoken = { kind, isStranger: scheme in strangers }
  const username = decode(userOf(parts.login, spoken)) || said.username
  const database = kind !== undefined && kinds[kind].path === 'database' ? decode(parts.path) || said.database : ''
  const port = first.port ?? known.port
  const about = readHost(first.host, {
    ...(kind === undefined ? {} : { kind }),
    ...(port === undefined ? {} : { port }),
  })
  return withHost(
    { ...(username === '' ? {} : { username }), ...(database === '' ? {} : { database }) },
    { ...about, leftOut: once([...leftOfUrl(scheme, spoken, parts), ...about.leftOut, ...said.leftOut]) },
  )
}
