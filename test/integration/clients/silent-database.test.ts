import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ClientMessage } from '#contract/client-message.ts'
import type { TunnelKind } from '#contract/tunnel.ts'
import { kinds } from '#domain/kinds/kinds.ts'
import { clientMessageOf } from '#words/client-message/client-message.ts'
import { startSandbox, type Sandbox } from '#sandbox/start.ts'
import { openTunnelWorld, type TunnelWorld } from '../tunnels/tunnel-world.ts'
import { knock, type Seen, type SeenPair } from './silent-drivers.ts'
import { cell, silentRowsInDocument, waitsOn, writeSilentRows, type SilentRow } from './table.ts'

const host = 'silent-db.harborline.internal'
/** A slow machine may be so much later than the document, in seconds. */
const latenessS = 6

let sandbox: Sandbox
let world: TunnelWorld
let rows: ReadonlyMap<string, SilentRow | { readonly missing: string }>

/** A door before an address that swallows every packet, with its session there. */
async function openDoor(kind: TunnelKind): Promise<{ readonly port: number; readonly message: () => ClientMessage }> {
  const port = kinds[kind].usualPort ?? 7
  sandbox.fault({ kind: 'endpoint', host, port, leadsTo: { kind: 'silent' } })
  const { id, port: localPort } = await world.armTunnel({ name: 'orders-db', kind, endpoint: { host, port } })
  await world.supervisor.connect(id)
  const view = await world.seen(id, ({ status }) => status.kind === 'open')
  const problem = { code: 'ENDPOINT_TIMED_OUT', details: { afterMs: 25_000 } } as const
  return { port: localPort, message: () => clientMessageOf(view, { why: 'problem', problem }) }
}

beforeAll(async () => {
  sandbox = await startSandbox({ databases: [] })
  world = await openTunnelWorld(sandbox)
  await world.identity.signIns.start('harborline')
  const opened = {
    postgresql: await openDoor('postgresql'),
    mysql: await openDoor('mysql'),
    redis: await openDoor('redis'),
    opensearch: await openDoor('opensearch'),
  }
  const { postgresql, mysql, redis, opensearch } = opened
  const doors = { postgresql: postgresql.port, mysql: mysql.port, redis: redis.port, opensearch: opensearch.port }
  const messages = Object.values(opened).map(({ message }) => message())
  const seen = await knock(doors)
  rows = new Map([...seen].map(([client, pair]) => [client, rowOf(client, pair, messages)]))
  if (process.env['CULVERT_WRITE_TABLE'] === '1')
    writeSilentRows(inOrder([...rows.values()].filter((row) => 'client' in row)))
}, 8 * 60_000)
afterAll(async () => {
  await world.dispose()
  await sandbox.stop()
})

function textOf(seen: Exclude<Seen, { readonly missing: string }>, messages: readonly ClientMessage[]): string {
  if (seen === 'waits') return waitsOn
  const own = messages.find(({ message }) => seen.text.includes(message))
  return own === undefined ? seen.text.replaceAll(/(port |:)\d{4,5}\b/g, '$1{port}') : cell(seen.text, own)
}

function rowOf(
  client: string,
  [plain, encrypted]: SeenPair,
  messages: readonly ClientMessage[],
): SilentRow | { readonly missing: string } {
  if (typeof plain === 'object' && 'missing' in plain) return plain
  if (encrypted !== null && typeof encrypted === 'object' && 'missing' in encrypted) return encrypted
  return {
    client,
    shows: textOf(plain, messages),
    afterSeconds: plain === 'waits' ? null : Math.round(plain.afterMs / 1_000),
    withTls: encrypted === null ? null : textOf(encrypted, messages),
  }
}

function inOrder<T extends { readonly client: string }>(all: readonly T[]): readonly T[] {
  return all.toSorted((one, other) => one.client.localeCompare(other.client))
}

describe('docs/clients-and-errors.md', () => {
  const known = silentRowsInDocument()
  it.for(known.map(({ client }) => client))('says what %s shows of a database that is silent', (client, context) => {
    const row = rows.get(client)
    if (row === undefined) throw new Error(`${client} was not tried`)
    if ('missing' in row) return context.skip(row.missing)
    const { afterSeconds, ...told } = row
    const { afterSeconds: expected = null, ...inDocument } = known.find((one) => one.client === client) ?? {}
    expect(told).toEqual(inDocument)
    if (expected === null || afterSeconds === null) return expect(afterSeconds).toBe(expected)
    expect(afterSeconds).toBeGreaterThanOrEqual(expected - 1)
    expect(afterSeconds).toBeLessThanOrEqual(expected + latenessS)
  })

  it('leaves no client out', () => {
    expect(known.map(({ client }) => client).toSorted()).toEqual([...rows.keys()].toSorted())
  })
})
