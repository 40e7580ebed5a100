import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { TunnelView } from '#contract/snapshot.ts'
import { laneQuietMs, laneRetryMs } from '#domain/retry-plan/lane-plan.ts'
import { startSandbox, type Sandbox } from '#sandbox/start.ts'
import { serveBulk, startDownload, type Download } from '#test/support/bulk-server.ts'
import { ForwardClock } from '#test/support/forward-clock.ts'
import { TestClient, type TestServer } from '#test/support/tcp.ts'
import { openTunnelWorld, type TunnelWorld } from './tunnel-world.ts'

const testMs = 60_000
const endpoint = { host: 'echo.harborline.internal', port: 7 } as const

let sandbox: Sandbox
let farEnd: TestServer
let clock: ForwardClock
let world: TunnelWorld
const downloads: Download[] = []

beforeAll(async () => {
  sandbox = await startSandbox({ databases: [] })
  farEnd = await serveBulk()
}, testMs)
afterAll(async () => {
  await sandbox.stop()
  await farEnd.close()
})
beforeEach(async () => {
  sandbox.reset()
  sandbox.fault({ kind: 'endpoint', ...endpoint, leadsTo: { kind: 'tcp', host: '127.0.0.1', port: farEnd.port } })
  clock = new ForwardClock()
  world = await openTunnelWorld(sandbox, undefined, clock)
  await world.identity.signIns.start('harborline')
})
afterEach(async () => {
  for (const download of downloads.splice(0)) download.close()
  await world.dispose()
  expect(sandbox.state().sessions.active).toEqual([])
})

const activeSessions = (): number => sandbox.state().sessions.active.length
const starts = (): number => sandbox.state().calls.filter(({ action }) => action === 'StartSession').length
const lines = ({ timeline }: TunnelView, kind: string): number => timeline.filter((entry) => entry.kind === kind).length

async function download(port: number): Promise<Download> {
  const started = await startDownload(port)
  downloads.push(started)
  return started
}

/** Resolves once the tunnel has opened so many sessions beside others. */
const lanesOf = (id: string, count: number): Promise<TunnelView> =>
  world.seen(id, (view) => lines(view, 'lane-opened') >= count)

/** Milliseconds that a new connection takes for one answer. */
async function askedOnce(port: number): Promise<number> {
  const client = await TestClient.connect(port)
  const startedAt = performance.now()
  client.socket.write('?')
  await client.bytes(1)
  client.socket.destroy()
  return performance.now() - startedAt
}

describe('a dump', () => {
  it(
    'gets a session of its own: the next connection does not wait behind it, and is carried by another',
    async () => {
      const { id, port } = await world.armTunnel()
      await download(port)
      const view = await lanesOf(id, 1)
      expect(view.status.kind).toBe('open')
      expect(activeSessions()).toBe(2)
      expect(await askedOnce(port)).toBeLessThan(150)
      await world.seen(id, ({ status }) => status.kind === 'ready')
    },
    testMs,
  )

  it(
    'has a connection that comes while the other session is being opened wait for that',
    async () => {
      const { id, port } = await world.armTunnel()
      await download(port)
      sandbox.fault({ kind: 'delay', action: 'StartSession', milliseconds: 700, times: 1 })
      await world.relay.toldOf('session-loads')
      const client = await TestClient.connect(port)
      client.socket.write('?')
      await client.bytes(1)
      expect(starts()).toBe(2)
      expect(lines(await world.seen(id, () => true), 'lane-opened')).toBe(1)
      client.socket.destroy()
    },
    testMs,
  )

  it(
    'and three more get a session each, and no more than the tunnel may have',
    async () => {
      const { id, port } = await world.armTunnel()
      for (let count = 1; count <= 3; count += 1) {
        await download(port)
        await lanesOf(id, count)
      }
      const last = await download(port)
      const before = last.bytes()
      await world.relay.toldOf('session-loads', ({ loads }) => loads.length === 4 && loads.every((load) => load.isBulk))
      expect(last.bytes()).toBeGreaterThan(before)
      clock.pass(1_000)
      expect(activeSessions()).toBe(4)
      expect(starts()).toBe(4)
    },
    testMs,
  )

  it(
    'leaves one session behind when it has been over for a while, and nobody is cut',
    async () => {
      const { id, port } = await world.armTunnel()
      const dump = await download(port)
      await lanesOf(id, 1)
      const client = await TestClient.connect(port)
      client.socket.write('before')
      await client.bytes(6)
      const isEmpty = world.relay.toldOf('session-loads', ({ loads }) => loads.some(({ open }) => open === 0))
      dump.close()
      await isEmpty
      const isStopped = world.relay.toldOf('session-stopped')
      clock.pass(laneQuietMs)
      await isStopped
      await world.sessions.settled()
      expect(activeSessions()).toBe(1)
      client.socket.write(' after')
      expect((await client.bytes(12)).toString()).toBe('before after')
      expect((await world.seen(id, () => true)).status.kind).toBe('ready')
      client.socket.destroy()
    },
    testMs,
  )

  it(
    'shares the session where the tunnel is not to have several',
    async () => {
      const { id, port } = await world.armTunnel({ lanes: false })
      await download(port)
      await world.relay.toldOf('session-loads', ({ loads }) => loads.some(({ isBulk }) => isBulk))
      clock.pass(1_000)
      await world.sessions.settled()
      expect(await askedOnce(port)).toBeGreaterThan(0)
      expect(starts()).toBe(1)
      expect(lines(await world.seen(id, () => true), 'lane-failed')).toBe(0)
    },
    testMs,
  )
})

describe('an account that refuses the second session', () => {
  it.each([
    { name: 'denied', fault: { kind: 'error', code: 'AccessDeniedException' } },
    { name: 'throttled', fault: { kind: 'throttle' } },
  ] as const)(
    'the first goes on when it is $name, which is told once and not asked again and again',
    async ({ fault }) => {
      const { id, port } = await world.armTunnel()
      await download(port)
      sandbox.fault({ ...fault, action: 'StartSession', times: 50 })
      const failed = await world.seen(id, (view) => lines(view, 'lane-failed') > 0)
      expect(failed.status.kind).toBe('ready')
      const asked = starts()
      const client = await TestClient.connect(port)
      client.socket.write('still carried')
      await client.bytes(13)
      clock.pass(laneRetryMs(1) - 5_000)
      await world.sessions.settled()
      expect(starts()).toBe(asked)
      clock.pass(10_000)
      await expect.poll(starts).toBeGreaterThan(asked)
      await world.sessions.settled()
      const { timeline, status } = await world.seen(id, () => true)
      expect(timeline.filter(({ kind }) => kind === 'lane-failed')).toHaveLength(1)
      expect(status.kind).toBe('ready')
      expect(activeSessions()).toBe(1)
      client.socket.destroy()
    },
    testMs,
  )
})
