import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { serverAccount, type SystemAccount } from './account.ts'
import { startInDataFolder } from './data-folder.ts'
import type { DatabaseServer } from './databases.ts'
import { findProgram } from './programs.ts'
import { billingTables, login, ordersTables } from './seeds.ts'
import { runToEnd, type ServerProcess, startOnFreePort, startServer } from './server-process.ts'

interface MariadbPrograms {
  readonly server: string
  readonly install: string
}

/** The server and its installer, or null where MariaDB is missing. */
export async function findMariadb(): Promise<MariadbPrograms | null> {
  const [server, install] = await Promise.all([findProgram('mariadbd'), findProgram('mariadb-install-db')])
  return server === null || install === null ? null : { server, install }
}

const statements: readonly string[] = [
  'CREATE DATABASE billing',
  'USE billing',
  ...ordersTables,
  ...billingTables,
  `CREATE USER '${login.user}'@'%' IDENTIFIED BY '${login.password}'`,
  `GRANT SELECT, CREATE TEMPORARY TABLES ON billing.* TO '${login.user}'@'%'`,
]

const speed = [
  '--skip-log-bin',
  '--innodb-flush-log-at-trx-commit=0',
  '--innodb-buffer-pool-size=32M',
  '--performance-schema=OFF',
]

/** A MariaDB of this computer (which speaks MySQL's protocol), with data of its own, on a free loopback port. */
export async function startMariadb(programs: MariadbPrograms): Promise<DatabaseServer> {
  const account = await serverAccount(['mysql'])
  return startInDataFolder(account, async (folder) => {
    const data = join(folder, 'data')
    const seeds = join(folder, 'seeds.sql')
    await writeFile(seeds, statements.map((statement) => `${statement};\n`).join(''), { mode: 0o644 })
    await runToEnd({
      program: programs.install,
      args: ['--no-defaults', `--datadir=${data}`, '--auth-root-authentication-method=normal', '--skip-test-db'],
      account,
      folder,
    })
    const { port, server } = await startOnFreePort((candidate) => serve(programs.server, account, folder, candidate))
    return {
      server,
      access: { engine: 'mysql', host: '127.0.0.1', port, ...login, database: 'billing', server: 'MariaDB' },
    }
  })
}

const serve = (program: string, account: SystemAccount | null, folder: string, port: number): Promise<ServerProcess> =>
  startServer({
    program,
    args: [
      '--no-defaults',
      `--datadir=${join(folder, 'data')}`,
      `--port=${port}`,
      '--bind-address=127.0.0.1',
      `--socket=${join(folder, 'socket')}`,
      `--pid-file=${join(folder, 'pid')}`,
      `--init-file=${join(folder, 'seeds.sql')}`,
      `--tmpdir=${folder}`,
      ...speed,
    ],
    account,
    folder,
    readyLine: /ready for connections/,
    stopSignal: 'SIGTERM',
  })
