import { Redis } from 'ioredis'
import { createConnection } from 'mysql2/promise'
import pg from 'pg'
import type { DatabaseAccess } from '#sandbox/start.ts'

/** A connection of a real driver to one database. */
export interface Asker {
  /** What the database makes of a word: the word, said so many times. Rejects when the connection is over. */
  ask(word: string, times: number): Promise<string>
  close(): Promise<void>
}

/** One kind of database, and how it is asked. */
export interface AskedDatabase {
  readonly engine: 'postgresql' | 'mysql' | 'redis'
  readonly endpoint: { readonly host: string; readonly port: number }
  /** Through a port of this computer. */
  open(port: number, access: DatabaseAccess): Promise<Asker>
}

/** A client at a door may wait for a minute before it is told; drivers wait longer. */
const connectMs = 90_000
const host = '127.0.0.1'

export const askedDatabases: readonly AskedDatabase[] = [
  {
    engine: 'postgresql',
    endpoint: { host: 'orders-db.cluster-c1kq8zv0m2pd.ap-northeast-1.rds.amazonaws.com', port: 5432 },
    open: openPostgresql,
  },
  {
    engine: 'mysql',
    endpoint: { host: 'billing-mysql.c1kq8zv0m2pd.ap-northeast-1.rds.amazonaws.com', port: 3306 },
    open: openMysql,
  },
  {
    engine: 'redis',
    endpoint: { host: 'master.session-cache.x7q2lm.apne1.cache.amazonaws.com', port: 6379 },
    open: openRedis,
  },
]

async function openPostgresql(port: number, { user, password, database }: DatabaseAccess): Promise<Asker> {
  const client = new pg.Client({ host, port, user, password, database, connectionTimeoutMillis: connectMs })
  client.on('error', () => {})
  await client.connect()
  return {
    async ask(word, times) {
      const { rows } = await client.query<{ said: string }>('SELECT repeat($1::text, $2::int) AS said', [word, times])
      return rows[0]?.said ?? ''
    },
    close: () => client.end().catch(() => {}),
  }
}

async function openMysql(port: number, { user, password, database }: DatabaseAccess): Promise<Asker> {
  const client = await createConnection({ host, port, user, password, database, connectTimeout: connectMs })
  client.on('error', () => {})
  return {
    async ask(word, times) {
      const [rows] = await client.query('SELECT REPEAT(?, ?) AS said', [word, times])
      const [row]: unknown[] = Array.isArray(rows) ? rows : []
      return typeof row === 'object' && row !== null ? String(Reflect.get(row, 'said')) : ''
    },
    close: () => client.end().catch(() => client.destroy()),
  }
}

async function openRedis(port: number): Promise<Asker> {
  const client = new Redis({
    ...{ host, port, lazyConnect: true, connectTimeout: connectMs, maxRetriesPerRequest: 0, enableOfflineQueue: false },
    retryStrategy: () => null,
  })
  client.on('error', () => {})
  await client.connect()
  return {
    async ask(word, times) {
      const key = `soak:${port}`
      await client.set(key, word.repeat(times))
      return (await client.get(key)) ?? ''
    },
    close: async () => client.disconnect(),
  }
}
