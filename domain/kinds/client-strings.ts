import type { ConnectionString } from '../connection-strings/connection-string.ts'
import type { TunnelDraft } from '#contract/tunnel.ts'
import { conninfo, shellWord, urlPart } from '../connection-strings/quoting.ts'
import { localAddress, localHost, localNumber } from '../tunnel-text/local-address.ts'

/** What to paste into the clients of one kind of database, in the order to show. No string holds a password. */
export type ClientStrings = (tunnel: TunnelDraft) => readonly ConnectionString[]

/**
 * pgjdbc waits 5 s for the answer to its SSLRequest and then gives up, whatever its other limits are, while a session may need
 * longer than that to open. The other clients of these strings wait for a minute at least: measured, not one needs a word.
 */
const patient = { sslResponseTimeout: '30000' } as const

/** JDBC, psql, an environment variable, and psql with the server's certificate checked. */
export function postgresqlStrings(tunnel: TunnelDraft): readonly ConnectionString[] {
  const { database: dbname, endpoint } = tunnel.definition
  const { localPort: port, username: user } = tunnel.preference
  const at = localAddress(tunnel.preference)
  const direct = conninfo([
    ['host', localHost(tunnel.preference)],
    ['port', port],
    ['dbname', dbname],
    ['user', user],
  ])
  // The certificate names the real host; only the address is ours.
  const verified = conninfo([
    ['host', endpoint.host],
    ['hostaddr', localNumber(tunnel.preference)],
    ['port', port],
    ['dbname', dbname],
    ['user', user],
    ['sslmode', 'verify-full'],
  ])
  return [
    { id: 'jdbc', value: `jdbc:postgresql://${at}/${urlPart(dbname ?? '')}${query({ user, ...patient })}` },
    { id: 'psql', value: `psql ${quoted(direct)}` },
    {
      id: 'environment',
      value: `DATABASE_URL=postgresql://${authority(user)}${at}/${urlPart(dbname ?? '')}`,
    },
    { id: 'verify-full', value: `psql ${quoted(verified)}` },
  ]
}

/** JDBC, mysql, an environment variable. */
export function mysqlStrings(tunnel: TunnelDraft): readonly ConnectionString[] {
  const { database = '' } = tunnel.definition
  const { localPort: port, username: user } = tunnel.preference
  const words = ['mysql', `--host=${localNumber(tunnel.preference)}`, `--port=${port}`]
  if (user) words.push(shellWord(`--user=${user}`), '--password')
  // As an option of its own, a name that begins with `-` is no option.
  if (database) words.push(shellWord(`--database=${database}`))
  return [
    { id: 'jdbc', value: `jdbc:mysql://${localAddress(tunnel.preference)}/${urlPart(database)}${query({ user })}` },
    { id: 'mysql', value: words.join(' ') },
    {
      id: 'environment',
      value: `DATABASE_URL=mysql://${authority(user)}${localNumber(tunnel.preference)}:${port}/${urlPart(database)}`,
    },
  ]
}

/** redis-cli, a URL, an environment variable; with TLS where the endpoint has it. */
export function redisStrings(tunnel: TunnelDraft): readonly ConnectionString[] {
  const { endpoint } = tunnel.definition
  const { localPort: port, username: user } = tunnel.preference
  const isTls = speaksTls(endpoint.host)
  const words = ['redis-cli', '-h', localHost(tunnel.preference), '-p', `${port}`]
  if (isTls) words.push('--tls', '--sni', shellWord(endpoint.host))
  if (user) words.push('--user', shellWord(user))
  // One word before the `@` would be the password to every client of Redis.
  const login = user ? `${urlPart(user)}:@` : ''
  const url = `${isTls ? 'rediss' : 'redis'}://${login}${localAddress(tunnel.preference)}/0`
  return [
    { id: 'redis-cli', value: words.join(' ') },
    { id: 'url', value: url },
    { id: 'environment', value: `REDIS_URL=${url}` },
  ]
}

/** curl, a URL, an environment variable. */
export function opensearchStrings(tunnel: TunnelDraft): readonly ConnectionString[] {
  const { endpoint } = tunnel.definition
  const { localPort: port } = tunnel.preference
  const host = shellWord(endpoint.host)
  const url = `https://${localAddress(tunnel.preference)}`
  return [
    // Keeps the real name for the certificate and the Host header; only the address is ours.
    {
      id: 'curl',
      value: `curl --connect-to ${host}:${endpoint.port}:${localNumber(tunnel.preference)}:${port} https://${host}:${endpoint.port}/`,
    },
    { id: 'url', value: url },
    { id: 'environment', value: `OPENSEARCH_URL=${url}` },
  ]
}

/** Host and port, for whatever takes them. */
export function addressStrings(tunnel: TunnelDraft): readonly ConnectionString[] {
  return [{ id: 'address', value: localAddress(tunnel.preference) }]
}

/** ElastiCache and MemoryDB put these words first only in the names of clusters with encryption in transit. */
function speaksTls(host: string): boolean {
  return /^(master|replica|clustercfg)\.|\.serverless\./.test(host)
}

function quoted(text: string): string {
  const word = shellWord(text)
  return word === text ? `"${text}"` : word
}

function authority(user: string | undefined): string {
  return user ? `${urlPart(user)}@` : ''
}

function query(parameters: Readonly<Record<string, string | undefined>>): string {
  const given = Object.entries(parameters).flatMap(([name, value]) => (value ? [`${name}=${urlPart(value)}`] : []))
  return given.length === 0 ? '' : `?${given.join('&')}`
}
