import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TunnelSupervisor } from '#core/app/tunnels/supervisor.ts'
import { startSandbox, type DatabaseAccess, type Sandbox } from '#sandbox/start.ts'
import { openTunnelWorldOver, type TunnelWorld } from '../../integration/tunnels/tunnel-world.ts'
import { leftOvers } from '../../support/left-overs.ts'
import { startRelayProcess, type RelayInProcess } from '../../support/relay-process.ts'
import { askedDatabases, type AskedDatabase } from './databases.ts'

/** A tunnel of the soak, and what is behind it. */
export interface SoakTunnel {
  readonly id: string
  readonly port: number
  readonly database: AskedDatabase
  readonly access: DatabaseAccess
}

/** What the soak is played on: a sandbox with real databases, the whole core, the relay in a process of its own. */
export interface SoakWorld {
  readonly sandbox: Sandbox
  readonly supervisor: TunnelSupervisor
  readonly tunnels: readonly SoakTunnel[]
  relayPid(): number
  pause(ms: number): Promise<void>
  /** The session that serves a tunnel now, or null. */
  sessionOf(tunnelId: string): string | null
  /** Forgets what the relay told that nobody will ask about: it told much. */
  forgetTold(): void
  /** Ends everything; resolves with how much was left. */
  close(): Promise<number>
}

/** Tunnels to each database that this computer has, round and round. Throws when it has none. */
export async function openSoakWorld(relayEntry: string, count: number): Promise<SoakWorld> {
  const sandbox = await startSandbox({ databases: ['postgresql', 'mysql', 'redis'], postgresql: 'system' })
  const folder = await mkdtemp(join(tmpdir(), 'culvert-soak-'))
  const relay = await startRelayProcess({ entry: relayEntry, runFile: join(folder, 'relay.json') })
  const world = await openTunnelWorldOver(sandbox, relay)
  const pids = new Set<number>()
  const relayPid = (): number => {
    pids.add(relay.pid())
    return relay.pid()
  }
  await world.identity.signIns.start('harborline')
  const tunnels = await armTunnels(world, sandbox, count)
  return {
    ...{ sandbox, supervisor: world.supervisor, tunnels, relayPid },
    pause: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    sessionOf(tunnelId) {
      const facts = world.supervisor.views().find(({ id }) => id === tunnelId)?.route[2].facts
      return facts === undefined || facts === null ? null : facts.sessionId
    },
    forgetTold() {
      const { all } = relay.facts
      all.splice(0, all.length, ...all.filter(({ type }) => !frequent.has(type)))
    },
    async close() {
      relayPid()
      await world.dispose()
      const { active, onGateway } = sandbox.state().sessions
      await sandbox.stop()
      const left = await leftOvers({ processes: [...pids], ports: tunnels.map(({ port }) => port) })
      await rm(folder, { recursive: true, force: true })
      return active.length + onGateway.length + left.processes.length + left.ports.length
    },
  }
}

const frequent: ReadonlySet<string> = new Set(['traffic', 'beat', 'clients-changed', 'clients-wait', 'session-alive'])

async function armTunnels(
  world: TunnelWorld<RelayInProcess>,
  sandbox: Sandbox,
  count: number,
): Promise<readonly SoakTunnel[]> {
  const found = await Promise.all(
    askedDatabases.map(async (database) => ({ database, access: await sandbox.databases.ensure(database.engine) })),
  )
  const there = found.flatMap(({ database, access }) => (access === null ? [] : [{ database, access }]))
  if (there.length === 0) throw new Error(`no database: ${JSON.stringify(sandbox.databases.failures())}`)
  const tunnels: SoakTunnel[] = []
  for (let index = 0; index < count; index += 1) {
    const behind = there[index % there.length]
    if (behind === undefined) continue
    const { engine, endpoint } = behind.database
    const armed = await world.armTunnel({ name: `${engine} ${index}`, kind: engine, endpoint, engine: 'builtin' })
    tunnels.push({ ...armed, ...behind })
  }
  return tunnels
}
