import { connect, type Socket } from 'node:net'
import type { Page } from '@playwright/test'
import { Client } from 'pg'
import { until } from '../support/app-under-test.ts'
import { readPostgres } from '../support/real-clients.ts'
import { databaseTunnel, expect, hosts, saveTunnel, type SavedPart } from './fixtures.ts'
import { freePortFrom } from './free-port.ts'
import { tunnelRow } from './window-steps.ts'

const login = { user: 'app_ro', password: 'sandbox', database: 'orders' } as const
const staging = { ...databaseTunnel, accountId: '730155204418' }
const development = { ...databaseTunnel, accountId: '118840276650' }

/** The design's list: every kind of database, three environments, and each state that lasts. */
const tunnels: readonly SavedPart[] = [
  { name: 'orders-db', label: 'writer', database: 'orders', username: 'app_ro', localPort: 15_432 },
  {
    name: 'orders-db',
    label: 'reader',
    localPort: 15_433,
    endpoint: { host: hosts.orders.replace('.cluster-', '.cluster-ro-'), port: 5_432 },
  },
  {
    name: 'billing-mysql',
    kind: 'mysql',
    localPort: 13_306,
    endpoint: { host: hosts.billing, port: 3_306 },
    target: { by: 'id', id: 'i-0c7e41d8b5a90f236' },
  },
  {
    name: 'session-cache',
    label: 'primary',
    kind: 'redis',
    localPort: 16_379,
    endpoint: { host: hosts.cache, port: 6_379 },
  },
  {
    name: 'catalog-search',
    kind: 'opensearch',
    localPort: 19_200,
    endpoint: { host: 'vpc-catalog-search-k3vd7x.ap-northeast-1.es.amazonaws.com', port: 443 },
  },
  {
    name: 'orders-db',
    label: 'writer',
    environment: 'staging',
    profile: staging,
    localPort: 25_432,
    endpoint: { host: 'orders-db.cluster-cq04hw6xn1te.ap-northeast-1.rds.amazonaws.com', port: 5_432 },
  },
  {
    name: 'billing-mysql',
    kind: 'mysql',
    environment: 'staging',
    profile: staging,
    localPort: 23_306,
    endpoint: { host: 'billing-mysql.cq04hw6xn1te.ap-northeast-1.rds.amazonaws.com', port: 3_306 },
  },
  {
    name: 'catalog-search',
    kind: 'opensearch',
    environment: 'staging',
    profile: staging,
    localPort: 29_200,
    endpoint: { host: 'vpc-catalog-search-z81mfq.ap-northeast-1.es.amazonaws.com', port: 443 },
    switch: 'off',
  },
  {
    name: 'orders-dev',
    environment: 'development',
    profile: development,
    localPort: 31_432,
    endpoint: { host: 'orders-dev.cv2t7r5kpa0u.ap-northeast-1.rds.amazonaws.com', port: 5_432 },
  },
  {
    name: 'feature-flags',
    kind: 'redis',
    environment: 'development',
    profile: development,
    localPort: 31_379,
    endpoint: { host: 'feature-flags.m1zq0v.apne1.cache.amazonaws.com', port: 6_379 },
    switch: 'off',
  },
]

async function openClient(port: number): Promise<Socket> {
  return await new Promise((resolve, reject) => {
    const socket = connect({ host: '127.0.0.1', port }, () => resolve(socket))
    socket.once('error', reject)
  })
}

/** A client that asks for more and less, as a person at work does; it stops with `stop` and leaves its connection open. */
async function work(port: number): Promise<{ stop(): Promise<void>; close(): Promise<void> }> {
  const client = new Client({ host: '127.0.0.1', port, ...login })
  await client.connect()
  let asks = true
  const asking = (async () => {
    for (let turn = 0; asks; turn += 1) {
      const bytes = 2_000 + Math.round(9_000 * Math.sin(turn / 7) ** 2) + 1_500 * (turn % 5)
      await client.query(`SELECT repeat('x', ${bytes}), pg_sleep(0.05)`)
    }
  })()
  const stop = async (): Promise<void> => {
    asks = false
    await asking
  }
  return {
    stop,
    async close() {
      await stop()
      await client.end()
    },
  }
}

/** Lines of a graph have a point for each second that was reported. */
const pointsOf = async (page: Page): Promise<number> =>
  ((await page.locator('.sparkline .line').first().getAttribute('d')) ?? '').split('L').length

/**
 * Saves the design's list, each tunnel on its usual port or the next free one, and brings it into its states: two sessions are
 * open, one of them with traffic, one tunnel has failed, the others are armed or stopped.
 */
export async function playDesignList(page: Page): Promise<{ stop(): Promise<void>; close(): Promise<void> }> {
  const ports = new Map<number, number>()
  for (const tunnel of tunnels) {
    const localPort = await freePortFrom(tunnel.localPort)
    ports.set(tunnel.localPort, localPort)
    await saveTunnel(page, { ...tunnel, localPort })
  }
  const portOf = (usual: number): number => ports.get(usual) ?? usual
  const idle = await until(async () => await openClient(portOf(31_432)).catch(() => null), 'a client')
  expect(await readPostgres(portOf(15_432), login, 'SELECT COUNT(*) FROM orders')).toEqual([['240']])
  const worker = await work(portOf(15_432))
  // As a MySQL client does: it says nothing before it was greeted.
  const greeted = await openClient(portOf(13_306))
  await expect(tunnelRow(page, 'billing-mysql').first()).toContainText('Failed')
  const enough = 12
  await expect.poll(() => pointsOf(page), { timeout: 30_000 }).toBeGreaterThanOrEqual(enough)
  return {
    stop: worker.stop,
    async close() {
      idle.destroy()
      greeted.destroy()
      await worker.close()
    },
  }
}
