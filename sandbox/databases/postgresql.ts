import { writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { type SystemAccount, serverAccount } from './account.ts'
import { startInDataFolder } from './data-folder.ts'
import type { DatabaseServer } from './databases.ts'
import { findProgram } from './programs.ts'
import { billingTables, login, ordersTables } from './seeds.ts'
import { runToEnd, type ServerProcess, startOnFreePort, startServer } from './server-process.ts'

/** Databases that clients may use; each server has them all. */
const databases: Readonly<Record<string, readonly string[]>> = { orders: ordersTables, ledger: billingTables }

const grants = [
  `GRANT SELECT ON ALL TABLES IN SCHEMA public TO ${login.user}`,
  `GRANT USAGE, CREATE ON SCHEMA public TO ${login.user}`,
]

/** Speed over safety: the data is thrown away in any case. */
const settings = [
  'fsync=off',
  'synchronous_commit=off',
  'full_page_writes=off',
  'shared_buffers=16MB',
  'max_connections=60',
]

/** Whether this computer has a PostgreSQL server. */
export const findPostgresql = (): Promise<string | null> => findProgram('initdb')

/** A PostgreSQL of this computer, with data of its own, on a free loopback port. Passwords are checked (SCRAM). */
export async function startPostgresql(initdb: string): Promise<DatabaseServer> {
  const account = await serverAccount(['postgres'])
  const program = join(dirname(initdb), process.platform === 'win32' ? 'postgres.exe' : 'postgres')
  return startInDataFolder(account, async (folder) => {
    const data = join(folder, 'data')
    await runToEnd({
      program: initdb,
      args: [
        '-D',
        data,
        '-U',
        'sandbox_admin',
        '-E',
        'UTF8',
        '--no-locale',
        '--no-sync',
        '--auth-local=trust',
        '--auth-host=scram-sha-256',
        `--pwfile=${await passwordFile(folder)}`,
      ],
      account,
      folder,
    })
    await seed(program, data, account, folder)
    const { port, server } = await startOnFreePort((candidate) => serve(program, data, account, folder, candidate))
    return {
      server,
      access: { engine: 'postgresql', host: '127.0.0.1', port, ...login, database: 'orders', server: 'PostgreSQL' },
    }
  })
}

const serve = (
  program: string,
  data: string,
  account: SystemAccount | null,
  folder: string,
  port: number,
): Promise<ServerProcess> => {
  const flags = [`port=${port}`, 'listen_addresses=127.0.0.1', `unix_socket_directories=${folder}`, ...settings]
  return startServer({
    program,
    args: ['-D', data, ...flags.flatMap((flag) => ['-c', flag])],
    account,
    folder,
    readyLine: /database system is ready to accept connections/,
    stopSignal: 'SIGINT',
  })
}

/** The administrator's password, which nobody needs over TCP; the file goes with the folder. */
async function passwordFile(folder: string): Promise<string> {
  const path = join(folder, 'admin-password')
  await writeFile(path, 'sandbox-admin\n', { mode: 0o644 })
  return path
}

/** Single-user mode needs neither a port nor a client. With `-j`, a statement ends at a semicolon and an empty line. */
async function seed(program: string, data: string, account: SystemAccount | null, folder: string): Promise<void> {
  const run = (database: string, statements: readonly string[]): Promise<void> =>
    runToEnd(
      { program, args: ['--single', '-j', '-D', data, '-c', 'fsync=off', database], account, folder },
      statements.map((statement) => `${statement};\n\n`).join(''),
    )
  await run('postgres', [
    `CREATE ROLE ${login.user} LOGIN PASSWORD '${login.password}'`,
    ...Object.keys(databases).map((name) => `CREATE DATABASE ${name}`),
  ])
  for (const [name, tables] of Object.entries(databases)) await run(name, [...tables, ...grants])
}
