import type { ConnectionString } from '#contract/snapshot.ts'
import type { SavedTunnel } from '#contract/tunnel.ts'
import { localAddress } from '../tunnel-text/local-address.ts'
import { awsCliCommand } from './aws-cli.ts'
import { conninfo, shellWord, urlPart } from './quoting.ts'

/**
 * What to paste into clients, by kind of database; the equivalent AWS CLI command is the last.
 * No string holds a password. `targetId` is the managed node of the last session, when one is known.
 */
export function connectionStringsOf(tunnel: SavedTunnel, targetId: string | null): ConnectionString[] {
  return [...stringsOfKind(tunnel), { id: 'aws-cli', value: awsCliCommand(tunnel, targetId) }]
}

function stringsOfKind(tunnel: SavedTunnel): readonly ConnectionString[] {
  switch (tunnel.definition.kind) {
    case 'postgresql':
      return postgresql(tunnel)
    case 'mysql':
      return mysql(tunnel)
    case 'redis':
      return redis(tunnel)
    case 'opensearch':
      return opensearch(tunnel)
    case 'tcp':
      return [{ id: 'address', value: localAddress(tunnel.preference.localPort) }]
  }
}

function postgresql(tunnel: SavedTunnel): readonly ConnectionString[] {
  const { database: dbname, endpoint } = tunnel.definition
  const { localPort: port, username: user } = tunnel.preference
  const direct = conninfo([
    ['host', 'localhost'],
    ['port', port],
    ['dbname', dbname],
    ['user', user],
  ])
  // The certificate names the real host; only the address is ours.
  const verified = conninfo([
    ['host', endpoint.host],
    ['hostaddr', '127.0.0.1'],
    ['port', port],
    ['dbname', dbname],
    ['user', user],
    ['sslmode', 'verify-full'],
  ])
  return [
    { id: 'jdbc', value: `jdbc:postgresql://localhost:${port}/${urlPart(dbname ?? '')}${userQuery(user)}` },
    { id: 'psql', value: `psql ${quoted(direct)}` },
    {
      id: 'environment',
      value: `DATABASE_URL=postgresql://${authority(user)}localhost:${port}/${urlPart(dbname ?? '')}`,
    },
    { id: 'verify-full', value: `psql ${quoted(verified)}` },
  ]
}

function mysql(tunnel: SavedTunnel): readonly ConnectionString[] {
  const { database = '' } = tunnel.definition
  const { localPort: port, username: user } = tunnel.preference
  const words = ['mysql', '--host=127.0.0.1', `--port=${port}`]
  if (user) words.push(shellWord(`--user=${user}`), '--password')
  if (database) words.push(shellWord(database))
  return [
    { id: 'jdbc', value: `jdbc:mysql://localhost:${port}/${urlPart(database)}${userQuery(user)}` },
    { id: 'mysql', value: words.join(' ') },
    { id: 'environment', value: `DATABASE_URL=mysql://${authority(user)}127.0.0.1:${port}/${urlPart(database)}` },
  ]
}

function redis(tunnel: SavedTunnel): readonly ConnectionString[] {
  const { endpoint } = tunnel.definition
  const { localPort: port, username: user } = tunnel.preference
  const isTls = speaksTls(endpoint.host)
  const words = ['redis-cli', '-h', 'localhost', '-p', `${port}`]
  if (isTls) words.push('--tls', '--sni', shellWord(endpoint.host))
  if (user) words.push('--user', shellWord(user))
  const url = `${isTls ? 'rediss' : 'redis'}://${authority(user)}localhost:${port}/0`
  return [
    { id: 'redis-cli', value: words.join(' ') },
    { id: 'url', value: url },
    { id: 'environment', value: `REDIS_URL=${url}` },
  ]
}

function opensearch(tunnel: SavedTunnel): readonly ConnectionString[] {
  const { endpoint } = tunnel.definition
  const { localPort: port } = tunnel.preference
  const host = shellWord(endpoint.host)
  const url = `https://localhost:${port}`
  return [
    // Keeps the real name for the certificate and the Host header; only the address is ours.
    {
      id: 'curl',
      value: `curl --connect-to ${host}:${endpoint.port}:127.0.0.1:${port} https://${host}:${endpoint.port}/`,
    },
    { id: 'url', value: url },
    { id: 'environment', value: `OPENSEARCH_URL=${url}` },
  ]
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

function userQuery(user: string | undefined): string {
  return user ? `?user=${urlPart(user)}` : ''
}
