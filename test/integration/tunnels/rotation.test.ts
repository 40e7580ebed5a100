import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { spawn } from 'node:child_process'
import { beforeAll, describe, expect, it } from 'vitest'
import type { TunnelView } from '#contract/snapshot.ts'
import type { DatabaseAccess } from '#sandbox/start.ts'
import { programOnPath, runClient } from '#test/support/real-clients.ts'
import { TestClient } from '#test/support/tcp.ts'
import { tunnelStage } from './tunnel-stage.ts'

/** The sandbox gives out credentials for so long (s), and so the session that they open is replaced after half of that. */
const shortLife = 20
const longLife = 3_600
const testMs = 120_000

const stage = tunnelStage({ databases: ['postgresql'] })
let postgresql: DatabaseAccess | null

beforeAll(async () => {
  postgresql = await stage.sandbox.databases.ensure('postgresql')
}, testMs)

const credentialsLast = (seconds: number): void =>
  void stage.sandbox.fault({ kind: 'lifetimes', credentialSeconds: seconds })
const activeSessions = (): readonly string[] => stage.sandbox.state().sessions.active.map(({ sessionId }) => sessionId)
const has =
  (kind: string) =>
  ({ timeline }: TunnelView): boolean =>
    timeline.some((entry) => entry.kind === kind)
const isPlanned = ({ route }: TunnelView): boolean => (route[2].facts?.replacement ?? null) !== null
const starts = (): number => stage.sandbox.state().calls.filter(({ action }) => action === 'StartSession').length

const echo = async (client: TestClient, text: string): Promise<void> => expect(await client.answerTo(text)).toBe(text)

describe('a session whose credentials end', () => {
  it(
    'is followed by another: who is there stays, who comes is on the new one, and the old one goes with its last client',
    async () => {
      credentialsLast(shortLife)
      const { id, port } = await stage.world.armTunnel()
      const early = await TestClient.connect(port)
      await echo(early, 'on the first')
      const [first] = activeSessions()
      const planned = await stage.world.seen(id, isPlanned)
      expect(planned.route[2].facts?.replacement?.before.kind).toBe('credentials')
      credentialsLast(longLife)
      const rotated = await stage.world.seen(id, has('rotated'))
      expect(rotated.route[2].facts).toMatchObject({ draining: 1 })
      expect(rotated.route[2].facts?.sessionId).not.toBe(first)
      expect(activeSessions()).toHaveLength(2)
      const late = await TestClient.connect(port)
      await echo(late, 'on the second')
      await echo(early, 'still on the first')
      early.socket.destroy()
      const drained = await stage.world.seen(id, ({ route }) => route[2].facts?.draining === 0)
      expect(drained.status.kind).toBe('ready')
      await stage.world.sessions.settled()
      expect(activeSessions()).toEqual([rotated.route[2].facts?.sessionId])
      await echo(late, 'as before')
      late.socket.destroy()
    },
    testMs,
  )

  it(
    'goes on while no other can be started, which is told once and tried again',
    async () => {
      credentialsLast(shortLife)
      const { id, port } = await stage.world.armTunnel()
      const client = await TestClient.connect(port)
      await echo(client, 'before')
      const error = { kind: 'error', action: 'StartSession', code: 'AccessDeniedException', times: 1 } as const
      stage.sandbox.fault(error)
      const failed = await stage.world.seen(id, has('rotation-failed'))
      expect(failed.status.kind).toBe('ready')
      expect(failed.timeline[0]).toMatchObject({ kind: 'rotation-failed', problem: { code: 'ACCESS_DENIED' } })
      await echo(client, 'as if nothing were')
      const asked = starts()
      const rotated = await stage.world.seen(id, has('rotated'))
      expect(starts()).toBe(asked + 1)
      expect(rotated.timeline.filter(({ kind }) => kind === 'rotation-failed')).toHaveLength(1)
      await echo(client, 'after')
      client.socket.destroy()
    },
    testMs,
  )
})

describe('PostgreSQL over a rotation', () => {
  const login = (access: DatabaseAccess, port: number): string =>
    `host=127.0.0.1 port=${port} user=${access.user} dbname=${access.database} sslmode=disable`
  const armDatabase = (): Promise<{ readonly id: string; readonly port: number }> =>
    stage.world.armTunnel({
      name: 'orders-db',
      kind: 'postgresql',
      endpoint: { host: 'orders-db.cluster-c1kq8zv0m2pd.ap-northeast-1.rds.amazonaws.com', port: 5432 },
    })

  it(
    'a transaction that was begun before goes on and is committed',
    async (context) => {
      const psql = programOnPath('psql')
      if (psql === null || postgresql === null) return context.skip('psql and PostgreSQL are not installed')
      credentialsLast(shortLife)
      const { id, port } = await armDatabase()
      const child = spawn(psql, ['-X', '-A', '-t', '-q', login(postgresql, port)], {
        env: { ...process.env, PGPASSWORD: postgresql.password },
      })
      let said = ''
      child.stdout.setEncoding('utf8').on('data', (text: string) => (said += text))
      const says = async (text: string): Promise<void> => {
        while (!said.includes(text) && child.exitCode === null) {
          await Promise.race([once(child.stdout, 'data'), once(child, 'close')])
        }
        expect(said).toContain(text)
      }
      child.stdin.write("BEGIN; CREATE TABLE rotation_note (text text); INSERT INTO rotation_note VALUES ('kept');\n")
      child.stdin.write("SELECT 'be' || 'gun';\n")
      await says('begun')
      credentialsLast(longLife)
      await stage.world.seen(id, has('rotated'))
      child.stdin.write("INSERT INTO rotation_note VALUES ('over'); COMMIT; SELECT 'comm' || 'itted';\n")
      await says('committed')
      const read = ['-X', '-A', '-t', '-c', 'SELECT text FROM rotation_note ORDER BY 1', login(postgresql, port)]
      expect(await runClient(psql, read, { PGPASSWORD: postgresql.password })).toBe('kept\nover\n')
      expect(activeSessions()).toHaveLength(2)
      child.stdin.end('DROP TABLE rotation_note;\n')
      const [code] = await once(child, 'close')
      expect(code).toBe(0)
      await stage.world.seen(id, ({ route }) => route[2].facts?.draining === 0)
      await stage.world.sessions.settled()
      expect(activeSessions()).toHaveLength(1)
    },
    testMs,
  )

  it(
    'connections that come one after the other never fail',
    async (context) => {
      const pgbench = programOnPath('pgbench')
      if (pgbench === null || postgresql === null) return context.skip('pgbench and PostgreSQL are not installed')
      credentialsLast(shortLife)
      const { id, port } = await armDatabase()
      const folder = await mkdtemp(join(tmpdir(), 'culvert-rotation-'))
      try {
        const script = join(folder, 'one.sql')
        await writeFile(script, 'SELECT 1;\n')
        const options = ['-n', '-C', '-c', '3', '-j', '1', '-T', '25', '-f', script]
        const told = await runClient(pgbench, [...options, login(postgresql, port)], {
          PGPASSWORD: postgresql.password,
        })
        expect(told).toMatch(/number of failed transactions: 0 \(/)
        expect(Number(/actually processed: (\d+)/.exec(told)?.[1])).toBeGreaterThan(20)
        const { timeline } = await stage.world.seen(id, () => true)
        expect(timeline.filter(({ kind }) => kind === 'rotated').length).toBeGreaterThan(0)
        expect(timeline.filter(({ kind }) => kind === 'dropped' || kind === 'drained-cut')).toEqual([])
      } finally {
        await rm(folder, { recursive: true })
      }
    },
    testMs,
  )
})

describe('the longest duration that an account sets', () => {
  it('is what a session is replaced before, where the role may read it', async () => {
    stage.sandbox.fault({ kind: 'session-preferences', preferences: { maxSessionDuration: '30' } })
    const { id, port } = await stage.world.armTunnel()
    const client = await TestClient.connect(port)
    const { route } = await stage.world.seen(id, isPlanned)
    const { openedAt = 0, replacement } = route[2].facts ?? {}
    expect(replacement?.before.kind).toBe('duration')
    expect(Math.abs((replacement?.before.at ?? 0) - openedAt - 30 * 60_000)).toBeLessThan(10_000)
    client.socket.destroy()
  })
})
