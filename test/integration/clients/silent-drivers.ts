import { join } from 'node:path'
import { Redis } from 'ioredis'
import { createConnection as createMysqlConnection } from 'mysql2'
import { runClient } from '#test/support/real-clients.ts'
import {
  messageOf,
  mysqlArguments,
  nodePg,
  postgresqlString,
  printed,
  printedLines,
  tryJdbc,
  type Doors,
} from './drivers.ts'

const root = join(import.meta.dirname, '../../..')

/** What a client showed of a database that is silent, and when; `waits`: it showed nothing for as long as it was watched. */
export type Seen = { readonly text: string; readonly afterMs: number } | 'waits' | { readonly missing: string }

/** A client as it comes, and told to insist on TLS; null where it knows no such thing. */
export type SeenPair = readonly [plain: Seen, encrypted: Seen | null]

/** For longer than a silent database is waited for, ms. */
const watchedMs = 33_000

/** Times a program that has its own end, or is ended after {@link watchedMs}. */
async function watch(name: string, args: readonly string[]): Promise<Seen> {
  const start = Date.now()
  const shown = await printed(name, args, watchedMs)
  if ('missing' in shown) return shown
  const afterMs = Date.now() - start
  return afterMs >= watchedMs ? 'waits' : { text: shown.text, afterMs }
}

/** Times what a driver in this process shows; `end` lets go of it. */
async function watched(shown: Promise<string>, end: () => void): Promise<Seen> {
  const start = Date.now()
  let timer: NodeJS.Timeout | undefined
  const over = new Promise<null>((resolve) => (timer = setTimeout(() => resolve(null), watchedMs)))
  const text = await Promise.race([shown, over])
  clearTimeout(timer)
  end()
  return text === null ? 'waits' : { text, afterMs: Date.now() - start }
}

const both = async (plain: Promise<Seen>, encrypted: Promise<Seen> | null): Promise<SeenPair> =>
  await Promise.all([plain, encrypted])

const psql = (doors: Doors, mode: string): Promise<Seen> =>
  watch('psql', ['-X', '-w', '-c', 'SELECT 1', postgresqlString(doors, mode)])

function nodePostgres(port: number, ssl: Parameters<typeof nodePg>[1]): Promise<Seen> {
  const shown = nodePg(port, ssl).then((one) => ('text' in one ? one.text : one.missing))
  return watched(shown, () => {})
}

function mysql2(port: number, ssl?: { readonly rejectUnauthorized: boolean }): Promise<Seen> {
  const connection = createMysqlConnection({ host: '127.0.0.1', port, user: 'app_ro', ...(ssl && { ssl }) })
  const shown = new Promise<string>((resolve) => {
    connection.once('error', (error) => resolve(messageOf(error)))
    connection.connect((error) => resolve(error === null ? 'connected' : messageOf(error)))
  })
  return watched(shown, () => connection.destroy())
}

function ioRedis(port: number, tls?: { readonly rejectUnauthorized: boolean }): Promise<Seen> {
  const redis = new Redis({
    host: '127.0.0.1',
    port,
    lazyConnect: true,
    retryStrategy: () => null,
    ...(tls && { tls }),
  })
  const shown = new Promise<string>((resolve) => {
    redis.on('error', (error) => resolve(messageOf(error)))
    redis.connect().then(
      () => resolve('connected'),
      (error: unknown) => resolve(messageOf(error)),
    )
  })
  return watched(shown, () => redis.disconnect())
}

async function jdbc({ postgresql, mysql }: Doors): Promise<readonly (readonly [string, SeenPair])[]> {
  const urls = {
    pgjdbc: `jdbc:postgresql://127.0.0.1:${postgresql}/orders`,
    'pgjdbc with sslResponseTimeout=30000': `jdbc:postgresql://127.0.0.1:${postgresql}/orders?sslResponseTimeout=30000`,
    'MySQL Connector/J': `jdbc:mysql://127.0.0.1:${mysql}/orders`,
    'MariaDB Connector/J': `jdbc:mariadb://127.0.0.1:${mysql}/orders`,
  }
  const modes: Readonly<Record<string, string>> = {
    pgjdbc: '?sslmode=require',
    'pgjdbc with sslResponseTimeout=30000': '&sslmode=require',
    'MySQL Connector/J': '?sslMode=REQUIRED',
    'MariaDB Connector/J': '?sslMode=verify-full',
  }
  const pairs = Object.entries(urls).map(([name, url]) => [name, url, url + (modes[name] ?? '')] as const)
  const tried = await runClient(process.execPath, [join(root, 'script/jdbc-drivers.mjs')])
    .then((classPath) =>
      tryJdbc(
        pairs.flatMap(([, ...both]) => both),
        classPath.trim(),
      ),
    )
    .catch((error: Error) => error)
  const seen = (url: string): Seen =>
    tried instanceof Error
      ? { missing: `no JDBC: ${tried.message}` }
      : (tried.get(url) ?? { missing: 'it said nothing' })
  return pairs.map(([name, plain, encrypted]) => [name, [seen(plain), seen(encrypted)]] as const)
}

async function python({ postgresql }: Doors): Promise<readonly (readonly [string, SeenPair])[]> {
  const tried = await runClient(process.execPath, [join(root, 'script/sandbox-clients.mjs')])
    .then((folder) =>
      printedLines(join(folder.trim(), 'python'), [join(import.meta.dirname, 'try_silent.py'), `${postgresql}`]),
    )
    .catch((error: Error) => error)
  const seen = (what: string): Seen => {
    if (tried instanceof Error) return { missing: `no Python: ${tried.message}` }
    const [, afterMs, text] = tried.find(([name]) => name === what) ?? []
    return text === undefined ? { missing: `${what} said nothing` } : { text: text.trim(), afterMs: Number(afterMs) }
  }
  return ['psycopg', 'asyncpg'].map((name) => [name, [seen(`${name} prefer`), seen(`${name} require`)]] as const)
}

/** Knocks with every client at once at doors behind which nothing answers. */
export async function knock(doors: Doors): Promise<ReadonlyMap<string, SeenPair>> {
  const { postgresql, mysql, redis, opensearch } = doors
  const cli = (...tls: readonly string[]): Promise<Seen> =>
    watch('redis-cli', [...tls, '-h', '127.0.0.1', '-p', `${redis}`, 'PING'])
  const lax = { rejectUnauthorized: false }
  const own: Readonly<Record<string, Promise<SeenPair>>> = {
    psql: both(psql(doors, 'prefer'), psql(doors, 'require')),
    pg_isready: both(watch('pg_isready', ['-h', '127.0.0.1', '-p', `${postgresql}`]), null),
    'node-pg': both(nodePostgres(postgresql, false), nodePostgres(postgresql, lax)),
    'mysql and mariadb of MariaDB': both(
      watch('mariadb', mysqlArguments(doors, '--skip-ssl')),
      watch('mariadb', mysqlArguments(doors, '--ssl')),
    ),
    mysql2: both(mysql2(mysql), mysql2(mysql, lax)),
    'redis-cli': both(cli(), cli('--tls', '--insecure')),
    ioredis: both(ioRedis(redis), ioRedis(redis, lax)),
    curl: both(
      watch('curl', ['-sS', `http://localhost:${opensearch}/`]),
      watch('curl', ['-sSk', `https://localhost:${opensearch}/`]),
    ),
  }
  const here = Promise.all(Object.entries(own).map(async ([name, pair]) => [name, await pair] as const))
  return new Map((await Promise.all([here, jdbc(doors), python(doors)])).flat())
}
