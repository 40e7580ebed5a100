import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { Redis } from 'ioredis'
import { createConnection as createMysqlConnection } from 'mysql2'
import pg from 'pg'
import { programOnPath } from '#test/support/real-clients.ts'

/** Local ports of the doors that the drivers knock at, by what is spoken there. */
export interface Doors {
  readonly postgresql: number
  readonly mysql: number
  readonly redis: number
  readonly opensearch: number
}

/** What a client shows of an error, in one line; `missing` when it is not installed. */
export type Shown = { readonly text: string } | { readonly missing: string }

/** One client of the table: what it shows as it comes, and when it is told to insist on TLS. */
export interface Driver {
  readonly name: string
  plain(doors: Doors): Promise<Shown>
  /** Null where it knows no such thing. */
  readonly encrypted: ((doors: Doors) => Promise<Shown>) | null
}

const limitMs = 40_000

/** Runs a program to its end, or for so long (ms), and gives all that it printed, in one line. */
export async function printed(name: string, args: readonly string[], timeout = limitMs): Promise<Shown> {
  const program = programOnPath(name)
  if (program === null) return { missing: `${name} is not installed` }
  const child = spawn(program, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout,
    env: { ...process.env, LC_ALL: 'C.UTF-8', PGPASSWORD: 'sandbox', MYSQL_PWD: 'sandbox' },
  })
  let text = ''
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (chunk: string) => (text += chunk))
  await new Promise((resolve) => child.once('close', resolve))
  return { text: oneLine(text) }
}

function oneLine(text: string): string {
  return text.trim().replace(/\s*\n\s*/g, ' / ')
}

const conninfo = ({ postgresql }: Doors, sslmode = 'prefer'): string =>
  `host=127.0.0.1 port=${postgresql} user=app_ro dbname=orders sslmode=${sslmode}`

const psql: Driver = {
  name: 'psql',
  plain: (doors) => printed('psql', ['-X', '-w', '-c', 'SELECT 1', conninfo(doors)]),
  encrypted: (doors) => printed('psql', ['-X', '-w', '-c', 'SELECT 1', conninfo(doors, 'require')]),
}

const pgIsReady: Driver = {
  name: 'pg_isready',
  plain: ({ postgresql }) => printed('pg_isready', ['-h', '127.0.0.1', '-p', `${postgresql}`, '-t', '20']),
  encrypted: null,
}

export const nodePg = async (port: number, ssl: pg.ClientConfig['ssl']): Promise<Shown> => {
  const client = new pg.Client({ host: '127.0.0.1', port, user: 'app_ro', database: 'orders', ssl })
  try {
    await client.connect()
    return { text: 'connected' }
  } catch (error) {
    const fields = error instanceof pg.DatabaseError ? [`detail: ${error.detail}`, `hint: ${error.hint}`] : []
    return { text: [messageOf(error), ...fields].join(' / ') }
  } finally {
    await client.end().catch(() => {})
  }
}
const nodePostgres: Driver = {
  name: 'node-pg',
  plain: ({ postgresql }) => nodePg(postgresql, false),
  encrypted: ({ postgresql }) => nodePg(postgresql, { rejectUnauthorized: false }),
}

export const mysqlArguments = ({ mysql }: Doors, ssl: string): readonly string[] => [
  '--no-defaults',
  '--protocol=tcp',
  '--host=127.0.0.1',
  `--port=${mysql}`,
  '--user=app_ro',
  ssl,
  '--execute=SELECT 1',
]
const mariadb: Driver = {
  name: 'mysql and mariadb of MariaDB',
  plain: (doors) => printed('mariadb', mysqlArguments(doors, '--skip-ssl')),
  encrypted: (doors) => printed('mariadb', mysqlArguments(doors, '--ssl')),
}

const mysqlTwo = (port: number, ssl?: { readonly rejectUnauthorized: boolean }): Promise<Shown> =>
  new Promise((resolve) => {
    const where = { host: '127.0.0.1', port, user: 'app_ro', connectTimeout: limitMs }
    const connection = createMysqlConnection({ ...where, ...(ssl && { ssl }) })
    connection.once('error', (error) => resolve({ text: messageOf(error) }))
    connection.connect((error) => {
      connection.destroy()
      resolve({ text: error === null ? 'connected' : messageOf(error) })
    })
  })
const mysql2: Driver = {
  name: 'mysql2',
  plain: ({ mysql }) => mysqlTwo(mysql),
  encrypted: ({ mysql }) => mysqlTwo(mysql, { rejectUnauthorized: false }),
}

const redisCli: Driver = {
  name: 'redis-cli',
  plain: ({ redis }) => printed('redis-cli', ['-h', '127.0.0.1', '-p', `${redis}`, 'PING']),
  encrypted: ({ redis }) => printed('redis-cli', ['--tls', '--insecure', '-h', '127.0.0.1', '-p', `${redis}`, 'PING']),
}

const ioRedis = async (port: number, tls?: { readonly rejectUnauthorized: boolean }): Promise<Shown> => {
  const redis = new Redis({
    host: '127.0.0.1',
    port,
    lazyConnect: true,
    connectTimeout: limitMs,
    retryStrategy: () => null,
    maxRetriesPerRequest: 0,
    ...(tls && { tls }),
  })
  const errors: string[] = []
  redis.on('error', (error) => errors.push(messageOf(error)))
  try {
    await redis.connect()
    await redis.ping()
    return { text: 'connected' }
  } catch (error) {
    return { text: errors[0] ?? messageOf(error) }
  } finally {
    redis.disconnect()
  }
}
const ioredis: Driver = {
  name: 'ioredis',
  plain: ({ redis }) => ioRedis(redis),
  encrypted: ({ redis }) => ioRedis(redis, { rejectUnauthorized: false }),
}

const curl: Driver = {
  name: 'curl',
  plain: ({ opensearch }) => printed('curl', ['-sS', '-w', '%{http_code}', `http://localhost:${opensearch}/`]),
  encrypted: ({ opensearch }) => printed('curl', ['-sSk', `https://localhost:${opensearch}/`]),
}

/** Clients that a run of their own is for; the others come in {@link jdbcDrivers} and {@link psycopgDriver}. */
export const drivers: readonly Driver[] = [psql, pgIsReady, nodePostgres, mariadb, mysql2, redisCli, ioredis, curl]

/** What an error says, in one line. */
export function messageOf(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(messageOf).join(' / ')
  return oneLine(error instanceof Error ? error.message : String(error))
}

/** Tries every JDBC URL in one Java. Rejects when there is no Java, or no drivers. */
export async function tryJdbc(
  urls: readonly string[],
  classPath: string,
): Promise<ReadonlyMap<string, { readonly text: string; readonly afterMs: number }>> {
  const source = join(import.meta.dirname, 'TryDrivers.java')
  const shown = await printedLines('java', ['-cp', classPath, source, ...urls])
  return new Map(shown.map(([url = '', ms = '', text = '']) => [url, { text: text.trim(), afterMs: Number(ms) }]))
}

/** Tries every connection string with psycopg. */
export async function tryPsycopg(
  strings: readonly string[],
  python: string,
): Promise<ReadonlyMap<string, { readonly text: string }>> {
  const shown = await printedLines(python, [join(import.meta.dirname, 'try_psycopg.py'), ...strings])
  return new Map(shown.map(([string = '', text = '']) => [string, { text: text.trim() }]))
}

/** What a program prints in lines with tabs. Rejects when it fails. */
export async function printedLines(program: string, args: readonly string[]): Promise<readonly (readonly string[])[]> {
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], timeout: 2 * limitMs })
  let [text, complaint] = ['', '']
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => (text += chunk))
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => (complaint += chunk))
  const code = await new Promise((resolve) => child.once('close', resolve).once('error', resolve))
  if (code !== 0) throw new Error(`${program}: ${String(code)} ${complaint}`)
  return text.split('\n').flatMap((line) => (line.includes('\t') ? [line.split('\t')] : []))
}

/** What PostgreSQL's clients take. */
export const postgresqlString = conninfo
