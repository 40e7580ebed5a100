import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TunnelView } from '#contract/snapshot.ts'
import { startSandbox, type Sandbox } from '#sandbox/start.ts'
import { openTunnelWorldOver, type TunnelWorld } from '../integration/tunnels/tunnel-world.ts'
import { leftOvers } from '../support/left-overs.ts'
import { findOfficialPlugin } from '../support/official-plugin.ts'
import { startRelayProcess, type RelayInProcess } from '../support/relay-process.ts'
import type { TunnelFields } from '../support/tunnel-fields.ts'
import { AwayNetwork } from './away-network.ts'
import { Conversation } from './conversation.ts'
import type { FaultEngine, Played } from './played.ts'

const lookMs = 20
const betweenClientsMs = 500

/** What a row is played on: a sandbox, the whole core, and the relay as a process of its own; a tunnel that listens. */
export class FaultStage {
  readonly sandbox: Sandbox
  readonly world: TunnelWorld<RelayInProcess>
  readonly network: AwayNetwork
  readonly #engine: FaultEngine
  readonly #folder: string
  #tunnel = { id: '', port: 0 }
  /** Relays that have run. */
  readonly #pids = new Set<number>()

  private constructor(parts: Pick<FaultStage, 'sandbox' | 'world'> & { engine: FaultEngine; folder: string }) {
    this.sandbox = parts.sandbox
    this.world = parts.world
    this.#engine = parts.engine
    this.#folder = parts.folder
    const ports = [parts.sandbox.endpointUrl, parts.sandbox.gatewayUrl].map((url) => Number(new URL(url).port))
    this.network = new AwayNetwork(ports)
  }

  static async open(relayEntry: string, engine: FaultEngine): Promise<FaultStage> {
    const sandbox = await startSandbox({ databases: [] })
    const folder = await mkdtemp(join(tmpdir(), 'culvert-faults-'))
    const relay = await startRelayProcess({ entry: relayEntry, runFile: join(folder, 'relay.json') })
    const world = await openTunnelWorldOver(sandbox, relay)
    if (engine === 'plugin') world.identity.plugin = await findOfficialPlugin()
    await world.identity.signIns.start('harborline')
    return new FaultStage({ sandbox, world, engine, folder })
  }

  /** Saves the row's tunnel and opens its port. */
  async arm(fields: Partial<TunnelFields> = {}): Promise<void> {
    this.#tunnel = await this.world.armTunnel({ engine: this.#engine, ...fields })
  }

  /** A connection that talks. */
  async talk(): Promise<Conversation> {
    const conversation = await Conversation.open(this.#tunnel.port)
    conversation.talk()
    return conversation
  }

  get port(): number {
    return this.#tunnel.port
  }

  get id(): string {
    return this.#tunnel.id
  }

  get relayPid(): number {
    this.#pids.add(this.world.relay.pid())
    return this.world.relay.pid()
  }

  view(): TunnelView {
    const found = this.world.supervisor.views().find(({ id }) => id === this.#tunnel.id)
    if (found === undefined) throw new Error('the tunnel is gone')
    return found
  }

  /** What somebody sees now. */
  seen(): Pick<Played, 'state' | 'hop'> {
    const { status, route } = this.view()
    const hop = route.find(({ health }) => health === 'fail' || health === 'warn')
    return { state: status.kind, hop: hop?.kind ?? null }
  }

  /** Resolves with the milliseconds until it is so; rejects after `limitMs`. */
  async until(isSo: () => boolean | Promise<boolean>, what: string, limitMs = 60_000): Promise<number> {
    const startedAt = performance.now()
    while (!(await isSo())) {
      if (performance.now() - startedAt > limitMs) throw new Error(`${what}: not within ${limitMs} ms`)
      await new Promise((resolve) => setTimeout(resolve, lookMs))
    }
    return performance.now() - startedAt
  }

  /** Milliseconds until a client that comes now, and comes again when it is turned away, is carried. */
  async nextClient(limitMs = 60_000): Promise<number> {
    return await this.until(
      async () => {
        const client = await Conversation.open(this.port).catch(() => null)
        await client?.end()
        // A door lets in only so many tries in a second.
        if (client === null) await this.pause(betweenClientsMs)
        return client !== null
      },
      'the next client',
      limitMs,
    )
  }

  pause(ms: number): Promise<void> {
    return new Promise((resolve) => setTimeout(resolve, ms))
  }

  /** Ends everything; resolves with how much was left. */
  async close(): Promise<number> {
    const { port, relayPid } = this
    await this.world.dispose()
    const { active, onGateway } = this.sandbox.state().sessions
    await this.sandbox.stop()
    const left = await leftOvers({ processes: [...this.#pids, relayPid], ports: port === 0 ? [] : [port] })
    await rm(this.#folder, { recursive: true, force: true })
    return active.length + onGateway.length + left.processes.length + left.ports.length
  }
}
