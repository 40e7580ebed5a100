import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ClientMessage } from '#contract/client-message.ts'
import { clientMessageOf } from '#words/client-message/client-message.ts'
import { startSandbox, type Sandbox } from '#sandbox/start.ts'
import { runClient } from '#test/support/real-clients.ts'
import type { TunnelFields } from '#test/support/tunnel-fields.ts'
import { openTunnelWorld, type TunnelWorld } from '../tunnels/tunnel-world.ts'
import { drivers, postgresqlString, tryJdbc, tryPsycopg, type Doors, type Driver, type Shown } from './drivers.ts'
import { cell, rowsInDocument, writeRows, type TableRow } from './table.ts'

const root = join(import.meta.dirname, '../../..')
const setUpMs = 8 * 60_000
const readOnly = { type: 'sso', session: 'harborline', accountId: '482100973316', roleName: 'ReadOnly' } as const
/** Of the sandbox's production: one that has not reported for an hour. */
const offlineNode = 'i-0c7e41d8b5a90f236'

let sandbox: Sandbox
let world: TunnelWorld
let doors: Doors
let message: ClientMessage
let rows: ReadonlyMap<string, TableRow | { readonly missing: string }>
/** What pgjdbc shows of a failure that may pass, and when (ms); or why it could not be asked. */
let patience: { readonly text: string; readonly afterMs: number } | { readonly missing: string }

/** A door of each kind before a role that may not start sessions, and one before a bastion that is offline. */
async function openDoors(): Promise<{ readonly doors: Doors; readonly offline: number }> {
  // Each has failed once before the drivers come, so that none of them waits for what is only done once.
  const open = async (kind: TunnelFields['kind']): Promise<number> => {
    const { id, port } = await world.armTunnel({ name: 'orders-db', kind, profile: readOnly })
    await world.supervisor.connect(id)
    await world.seen(id, ({ status }) => status.kind === 'failed')
    return port
  }
  const [postgresql, mysql, redis, opensearch] = await Promise.all([
    open('postgresql'),
    open('mysql'),
    open('redis'),
    open('opensearch'),
  ])
  const waiting = await world.armTunnel({ kind: 'postgresql', target: { by: 'id', id: offlineNode } })
  return { doors: { postgresql, mysql, redis, opensearch }, offline: waiting.port }
}

beforeAll(async () => {
  sandbox = await startSandbox({ databases: [] })
  world = await openTunnelWorld(sandbox)
  await world.identity.signIns.start('harborline')
  const opened = await openDoors()
  doors = opened.doors
  const [all, jdbc, python] = await Promise.all([
    Promise.all(drivers.map(async (driver) => [driver.name, await rowOf(driver)] as const)),
    withJdbc(opened.offline),
    withPsycopg(),
  ])
  const found = world.supervisor.views().find(({ preference }) => preference.localPort === doors.postgresql)
  if (found?.status.kind !== 'failed') throw new Error(`the tunnel is ${found?.status.kind ?? 'not there'}`)
  message = clientMessageOf(found, { why: 'problem', problem: found.status.problem })
  rows = new Map([...all, ...jdbc, python].map(([name, [plain, encrypted]]) => [name, rowFrom(name, plain, encrypted)]))
  if (process.env['CULVERT_WRITE_TABLE'] === '1') writeRows(rowsInOrder())
}, setUpMs)
afterAll(async () => {
  await world.dispose()
  await sandbox.stop()
})

type Pair = readonly [plain: Shown, encrypted: Shown | null]

async function rowOf({ plain, encrypted }: Driver): Promise<Pair> {
  return await Promise.all([plain(doors), encrypted === null ? null : encrypted(doors)])
}

function rowFrom(client: string, plain: Shown, encrypted: Shown | null): TableRow | { readonly missing: string } {
  if ('missing' in plain) return plain
  if (encrypted !== null && 'missing' in encrypted) return encrypted
  const [shows, withTls] = [cell(plain.text, message), encrypted === null ? '' : cell(encrypted.text, message)]
  const isTold = /\{(line|message)\}/.test(withTls)
  return { client, shows, cannotBeTold: isTold ? '' : withTls }
}

function rowsInOrder(): readonly TableRow[] {
  return [...rows.values()].filter((row) => 'client' in row).toSorted((a, b) => a.client.localeCompare(b.client))
}

const jdbcNames = ['pgjdbc', 'MySQL Connector/J', 'MariaDB Connector/J'] as const

async function withJdbc(offline: number): Promise<readonly (readonly [string, Pair])[]> {
  const urls = [
    // With patience of its own, so that a slow machine does not decide what is shown.
    `jdbc:postgresql://127.0.0.1:${offline}/orders?sslResponseTimeout=30000`,
    `jdbc:postgresql://127.0.0.1:${doors.postgresql}/orders`,
    `jdbc:postgresql://127.0.0.1:${doors.postgresql}/orders?sslmode=require`,
    `jdbc:mysql://127.0.0.1:${doors.mysql}/orders`,
    `jdbc:mysql://127.0.0.1:${doors.mysql}/orders?sslMode=REQUIRED`,
    `jdbc:mariadb://127.0.0.1:${doors.mysql}/orders`,
    `jdbc:mariadb://127.0.0.1:${doors.mysql}/orders?sslMode=verify-full`,
  ]
  const tried = await runClient(process.execPath, [join(root, 'script/jdbc-drivers.mjs')])
    .then((classPath) => tryJdbc(urls, classPath.trim()))
    .catch((error: Error) => error)
  if (tried instanceof Error) {
    const missing = { missing: `no JDBC: ${tried.message}` }
    patience = missing
    return jdbcNames.map((name) => [name, [missing, missing]] as const)
  }
  const [waited, ...shown] = urls.map((url) => tried.get(url) ?? { text: 'nothing', afterMs: 0 })
  patience = waited ?? { missing: 'pgjdbc said nothing' }
  return jdbcNames.map((name, index) => [name, [shown[2 * index], shown[2 * index + 1]] as Pair] as const)
}

async function withPsycopg(): Promise<readonly [string, Pair]> {
  const strings = [postgresqlString(doors), postgresqlString(doors, 'require')] as const
  const tried = await runClient(process.execPath, [join(root, 'script/sandbox-clients.mjs')])
    .then((folder) => tryPsycopg(strings, join(folder.trim(), 'python')))
    .catch((error: Error) => error)
  const missing = { missing: tried instanceof Error ? `no psycopg: ${tried.message}` : 'psycopg said nothing' }
  const shown = (string: string): Shown => (tried instanceof Error ? missing : (tried.get(string) ?? missing))
  return ['psycopg', [shown(strings[0]), shown(strings[1])]]
}

describe('docs/clients-and-errors.md', () => {
  it.for([...drivers.map(({ name }) => name), ...jdbcNames, 'psycopg'])('says what %s shows', (name, context) => {
    const row = rows.get(name)
    if (row === undefined) throw new Error(`${name} was not tried`)
    if ('missing' in row) return context.skip(row.missing)
    expect(row).toEqual(rowsInDocument().find(({ client }) => client === name))
  })

  it('has every client told what is wrong and what to do, but pg_isready, which has no words', () => {
    for (const row of rows.values()) {
      if ('missing' in row) continue
      if (row.client === 'pg_isready') expect(row.shows).toContain('rejecting connections')
      else expect(row.shows, row.client).toMatch(/\{line\}|\{message\}.*\{hint\}/)
    }
  })
})

describe('pgjdbc at a tunnel that is tried again', () => {
  it('is told after 4.5 s, long before the time of those who wait is over', (context) => {
    if ('missing' in patience) return context.skip(patience.missing)
    expect(patience.text).toContain('the bastion is not connected to Systems Manager')
    expect(patience.afterMs).toBeGreaterThan(4_000)
    expect(patience.afterMs).toBeLessThan(15_000)
  })
})
