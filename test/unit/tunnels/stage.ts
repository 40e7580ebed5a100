import { unremembered } from '#test/support/unremembered.ts'
import { ok } from '#domain/result.ts'
import type { Problem } from '#contract/problem.ts'
import type { SessionWall } from '#contract/status.ts'
import { settings, type Settings, type TunnelView } from '#contract/snapshot.ts'
import type { SavedTunnel } from '#contract/tunnel.ts'
import type { CredentialSource, PortProbe } from '#core/app/ports.ts'
import { createListeners } from '#domain/listeners/listeners.ts'
import { createSessions } from '#core/app/sessions/sessions.ts'
import { createTunnelSupervisor, type TunnelSupervisor } from '#core/app/tunnels/supervisor.ts'
import { clientMessageOf } from '#words/client-message/client-message.ts'
import { FakeNetwork } from './fake-network.ts'
import {
  FakeCatalog,
  FakeClock,
  FakeDataKeys,
  FakeRelay,
  FakeSessions,
  FakeSignIns,
  settle,
  silentLog,
} from './fakes.ts'

/** A supervisor among fakes. */
export interface Stage {
  readonly supervisor: TunnelSupervisor
  readonly clock: FakeClock
  readonly relay: FakeRelay
  readonly sessions: FakeSessions
  readonly signIns: FakeSignIns
  readonly catalog: FakeCatalog
  readonly ports: PortProbe & {
    owner: { program: string; pid: number } | null
    /** How often the owner was asked for. */
    checks: number
    programs: { port: number; program: string; pid: number }[]
  }
  readonly credentials: CredentialSource & { problem: Problem | null }
  /** Those of each session that starts. */
  readonly walls: { list: readonly SessionWall[] }
  /** Its addresses in networks, and the file of what was opened to them. */
  readonly network: FakeNetwork
  changeSettings(change: Partial<Settings>): void
  /** As the program ends. */
  end(deadlineMs: number): Promise<void>
}

/** The defaults, until a test changes them. */
function createSettings() {
  let current = settings.parse({})
  const changes = createListeners<Settings>()
  const changeSettings = (change: Partial<Settings>): void => {
    current = { ...current, ...change }
    changes.tell(current)
  }
  return { book: { current: () => current, onChange: changes.subscribe }, changeSettings }
}

function createIds(): () => string {
  let ids = 0
  return () => `00000000-0000-4000-8000-${String((ids += 1)).padStart(12, '0')}`
}

/** Every port is taken, by whom the test says. */
function createPorts(): Stage['ports'] {
  const ports: Stage['ports'] = {
    owner: null,
    checks: 0,
    programs: [],
    check: async () => {
      ports.checks += 1
      return { state: 'taken', owner: ports.owner }
    },
    programsOf: async () => ports.programs,
  }
  return ports
}

function createCredentials(): Stage['credentials'] {
  const credentials: Stage['credentials'] = {
    problem: null,
    credentialsOf: async () =>
      credentials.problem
        ? { ok: false, error: credentials.problem }
        : ok({ accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'x' }),
  }
  return credentials
}

/** Sets the stage with these saved tunnels, loaded. */
export async function setStage(...tunnels: readonly SavedTunnel[]): Promise<Stage> {
  return await setStageIn(new FakeNetwork(), ...tunnels)
}

/** The same on a computer that is in networks. */
export async function setStageIn(network: FakeNetwork, ...tunnels: readonly SavedTunnel[]): Promise<Stage> {
  const clock = new FakeClock()
  const relay = new FakeRelay()
  const sessions = new FakeSessions()
  const signIns = new FakeSignIns()
  const catalog = new FakeCatalog(tunnels)
  const ports = createPorts()
  const credentials = createCredentials()
  const { book, changeSettings } = createSettings()
  const walls: Stage['walls'] = { list: [] }
  const newId = createIds()
  const started = createSessions({
    callerOf: async () => null,
    ...{ clock, relay, sessions, signIns, credentials },
    dataKeys: new FakeDataKeys(),
    memory: unremembered,
    log: silentLog,
  })
  const supervisor = createTunnelSupervisor({
    ...{ clock, relay, signIns, catalog, ports, newId },
    sessions: started,
    exposure: { store: network, addresses: () => network.places },
    walls: { of: async () => walls.list },
    clientMessage: clientMessageOf,
    log: silentLog,
    settings: book,
    chance: () => 0,
  })
  await supervisor.load()
  await settle()
  const end = (deadlineMs: number): Promise<void> => started.end(deadlineMs, supervisor.dispose(deadlineMs))
  const fakes = { clock, relay, sessions, signIns, catalog, ports, credentials, walls, network }
  return { supervisor, ...fakes, changeSettings, end }
}

/** What windows see of a tunnel. */
export function viewOf(stage: Stage, tunnel: string): TunnelView {
  const found = stage.supervisor.views().find((candidate) => candidate.id === tunnel)
  if (found === undefined) throw new Error('no such tunnel')
  return found
}

/** A stage whose only tunnel is ready, with one client. */
export async function readyStage(saved: SavedTunnel): Promise<Stage> {
  const stage = await setStage(saved)
  stage.relay.tell({ type: 'client-waiting', tunnelId: saved.id })
  await settle()
  stage.relay.tell({ type: 'clients-changed', tunnelId: saved.id, open: 1, waiting: 0, peerPorts: [50_001] })
  await settle()
  return stage
}
