import { spawn } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'

/** Where a program is on PATH, or null. */
export function programOnPath(name: string): string | null {
  for (const folder of (process.env['PATH'] ?? '').split(delimiter)) {
    const path = join(folder, process.platform === 'win32' ? `${name}.exe` : name)
    try {
      accessSync(path, constants.X_OK)
      return path
    } catch {
      continue
    }
  }
  return null
}

/** Runs a client to its end and gives what it printed. Rejects on a non-zero exit with what it said. */
export async function runClient(
  program: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<string> {
  return await new Promise((resolve, reject) => {
    const child = spawn(program, args, { env: { ...process.env, ...environment }, stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    let complaint = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text))
    child.stderr.setEncoding('utf8').on('data', (text: string) => (complaint += text))
    child.once('error', reject)
    child.once('close', (code) => {
      if (code === 0) resolve(output)
      else reject(new Error(`${program} exited with ${code}: ${complaint || output}`))
    })
  })
}

/** Who signs in to a database. */
export interface DatabaseLogin {
  readonly user: string
  readonly password: string
  readonly database: string
}

/** Rows as arrays of text. */
export type Rows = readonly (readonly string[])[]

/** Reads through `psql`, or through the `pg` package where psql is not installed. */
export async function readPostgres(port: number, login: DatabaseLogin, query: string): Promise<Rows> {
  const psql = programOnPath('psql')
  if (psql === null) return await readWithPg(port, login, query)
  const where = `host=127.0.0.1 port=${port} user=${login.user} dbname=${login.database} connect_timeout=60`
  const output = await runClient(psql, ['-X', '-A', '-t', '-F', '\t', '-c', query, where], {
    PGPASSWORD: login.password,
  })
  return rowsOf(output)
}

async function readWithPg(port: number, { user, password, database }: DatabaseLogin, query: string): Promise<Rows> {
  const { default: pg } = await import('pg')
  const client = new pg.Client({ host: '127.0.0.1', port, user, password, database })
  await client.connect()
  try {
    const { rows } = await client.query<unknown[]>({ text: query, rowMode: 'array' })
    return rows.map((row) => row.map(String))
  } finally {
    await client.end()
  }
}

/** Reads through `mysql` (MariaDB's client speaks the same protocol). Null where neither is installed. */
export async function readMysql(port: number, login: DatabaseLogin, query: string): Promise<Rows | null> {
  const mysql = programOnPath('mysql') ?? programOnPath('mariadb')
  if (mysql === null) return null
  const args = [
    '--no-defaults',
    '--protocol=tcp',
    '-h',
    '127.0.0.1',
    '-P',
    String(port),
    '-u',
    login.user,
    '-N',
    '-B',
    '-e',
    query,
    login.database,
  ]
  return rowsOf(await runClient(mysql, args, { MYSQL_PWD: login.password }))
}

/** One command through `redis-cli`. Null where it is not installed. */
export async function askRedis(port: number, command: readonly string[]): Promise<string | null> {
  const cli = programOnPath('redis-cli')
  if (cli === null) return null
  return (await runClient(cli, ['-h', '127.0.0.1', '-p', String(port), ...command])).trim()
}

function rowsOf(output: string): Rows {
  return output
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.split('\t'))
}
