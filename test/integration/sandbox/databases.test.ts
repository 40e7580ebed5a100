import { readdir } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import pg from 'pg'
import { afterEach, describe, expect, it } from 'vitest'
import { type DatabaseAccess, type Sandbox, type SandboxOptions, startSandbox } from '#sandbox/start.ts'
import { runClient } from '#test/support/real-clients.ts'

/** Compiling PostgreSQL's WebAssembly takes 3 s on an idle machine, and much longer on a crowded one. */
const wasmTimeoutMs = 180_000

let sandbox: Sandbox | null = null

afterEach(async () => {
  await sandbox?.stop()
  sandbox = null
})

async function open(options: SandboxOptions): Promise<Sandbox> {
  sandbox = await startSandbox(options)
  return sandbox
}

const dataFolders = async (): Promise<readonly string[]> =>
  (await readdir(tmpdir())).filter((name) => name.startsWith(`culvert-sandbox-${process.pid}-data-`))

const refuses = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.once('connect', () => socket.destroy()).once('connect', () => resolve(false))
    socket.once('error', () => resolve(true))
  })

async function query(access: DatabaseAccess, text: string): Promise<unknown> {
  const { host, port, user, password, database } = access
  const client = new pg.Client({ host, port, user, password, database })
  await client.connect()
  try {
    return (await client.query(text)).rows
  } finally {
    await client.end()
  }
}

describe('real databases', () => {
  it('start side by side, hold believable data, and leave nothing behind', async (test) => {
    const { databases, stop } = await open({ startDatabases: 'eager', postgresql: 'system' })
    const missing = Object.values(databases.failures()).filter((reason) => reason?.includes('not installed'))
    if (missing.length > 0) test.skip(missing.join('; '))
    expect(Object.entries(databases.failures())).toEqual([])
    const access = databases.running()
    expect(access.map(({ engine }) => engine).toSorted()).toEqual(['mysql', 'opensearch', 'postgresql', 'redis'])
    const of = (engine: string): DatabaseAccess => {
      const found = access.find((one) => one.engine === engine)
      if (found === undefined) throw new Error(`no ${engine}`)
      return found
    }
    expect(await query(of('postgresql'), 'SELECT count(*)::int AS n FROM orders')).toEqual([{ n: 240 }])
    await expect(query({ ...of('postgresql'), password: 'wrong' }, 'SELECT 1')).rejects.toThrow(/password/)
    const { port, user, password } = of('mysql')
    const mysql = [
      '--no-defaults',
      '-h127.0.0.1',
      `-P${port}`,
      `-u${user}`,
      '-N',
      'billing',
      '-e',
      'SELECT COUNT(*) FROM invoices',
    ]
    expect(await runClient('mariadb', mysql, { MYSQL_PWD: password })).toBe('120\n')
    const redis = ['-h', '127.0.0.1', '-p', String(of('redis').port), 'GET', 'feature:new-checkout']
    expect(await runClient('redis-cli', redis)).toBe('on\n')
    expect(await dataFolders()).toHaveLength(3)
    await stop()
    expect(await dataFolders()).toEqual([])
    for (const { port: closed } of access) expect(await refuses(closed)).toBe(true)
  })

  it(
    'fall back to PostgreSQL in this process where none is installed',
    async () => {
      const { databases } = await open({ databases: ['postgresql'], postgresql: 'pglite' })
      const access = await databases.ensure('postgresql')
      if (access === null) throw new Error(databases.failures().postgresql)
      expect(access.server).toBe('PGlite')
      expect(await query(access, 'SELECT name FROM customers WHERE id = 1')).toEqual([{ name: 'Aoi Tanaka' }])
    },
    wasmTimeoutMs,
  )

  it('stay out of a sandbox that does not want them', async () => {
    const { databases } = await open({ databases: ['redis'] })
    expect(await databases.ensure('postgresql')).toBeNull()
  })
})
