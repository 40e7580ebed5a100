import type { DatabaseEngine } from '../world/types.ts'
import type { DatabaseServer, StartDatabase } from './databases.ts'
import { findMariadb, startMariadb } from './mariadb.ts'
import { startOpensearch } from './opensearch.ts'
import { startPglite } from './pglite.ts'
import { findPostgresql, startPostgresql } from './postgresql.ts'
import { findProgram } from './programs.ts'
import { startRedis } from './redis.ts'

/** Which PostgreSQL: the computer's own, the one in WebAssembly, or the first of the two that is there. */
export type PostgresqlChoice = 'any' | 'system' | 'pglite'

/** How each of the wanted engines is started on this computer. */
export function createStarters(
  engines: readonly DatabaseEngine[],
  choice: PostgresqlChoice,
): Readonly<Partial<Record<DatabaseEngine, StartDatabase>>> {
  const all: Readonly<Record<DatabaseEngine, StartDatabase>> = {
    postgresql: () => postgresql(choice),
    mysql: mariadb,
    redis,
    opensearch: startOpensearch,
  }
  return Object.fromEntries(engines.map((engine) => [engine, all[engine]]))
}

async function postgresql(choice: PostgresqlChoice): Promise<DatabaseServer> {
  const initdb = choice === 'pglite' ? null : await findPostgresql()
  if (initdb !== null) return startPostgresql(initdb)
  if (choice === 'system') throw new Error('PostgreSQL is not installed (initdb was not found)')
  return startPglite()
}

async function mariadb(): Promise<DatabaseServer> {
  const programs = await findMariadb()
  if (programs === null) throw new Error('MariaDB is not installed (mariadbd and mariadb-install-db were not found)')
  return startMariadb(programs)
}

async function redis(): Promise<DatabaseServer> {
  const program = await findProgram('redis-server')
  if (program === null) throw new Error('Redis is not installed (redis-server was not found)')
  return startRedis(program)
}
