import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Socket } from 'node:net'
import type { TunnelView } from '#contract/snapshot.ts'
import { startSandbox, type Sandbox } from '#sandbox/start.ts'
import { openTunnelWorldOver, type TunnelWorld } from '../integration/tunnels/tunnel-world.ts'
import { leftOvers } from '../support/left-overs.ts'
import { findOfficialPlugin } from '../support/official-plugin.ts'
import { startRelayProcess, type RelayInProcess } from '../support/relay-process.ts'
import { unseenEnds } from '../support/one-rule.ts'
import { serve, type TestServer } from '../support/tcp.ts'
import type { TunnelFields } from '../support/tunnel-fields.ts'
import { childrenOf } from './children.ts'
import { Conversation } from './conversation.ts'
import type { FaultPrograms } from './fault-programs.ts'
import { MainApart } from './main-apart.ts'
import { clearPacketFilter, PacketFilter } from './packet-filter.ts'
import type { FaultEngine, Played, Watched } from './played.ts'
import { Watch } from './watch.ts'

const lookMs = 20
const betweenClientsMs = 500
const clientPatienceMs = 10_000
/** An agent takes a tenth of a second to end a session that its client ends over the channel. */
const agentEndsMs = 1_000

interface FaultStageOptions {
  readonly programs: FaultPrograms
  readonly engine: FaultEngine
  readonly relay?: 'relay' | 'unpingedRelay'
}

/** What a row is played on: a sandbox, the whole core, and the relay as a process of its own; a tunnel that listens. */
export class FaultStage {
  readonly sandbox: Sandbox
  readonly world: TunnelWorld<RelayInProcess>
  readonly network: PacketFilter
  readonly folder: string
  readonly #programs: FaultPrograms
  readonly #engine: FaultEngine
  #tunnel = { id: '', port: 0 }
  /** Relays that have run, and what they started. */
  readonly #pids = new Set<number>()
  readonly #servers: TestServer[] = []
  readonly #conversations: Conversation[] = []
  readonly #mains: MainApart[] = []
  #watch: Watch | null = null

  private constructor(parts: Pick<FaultStage, 'sandbox' | 'world' | 'folder'> & FaultStageOptions) {
    this.sandbox = parts.sandbox
    this.world = parts.world
    this.#engine = parts.engine
    this.#programs = parts.programs
    this.folder = parts.folder
    const portOf = (url: string): number => Number(new URL(url).port)
    this.network = new PacketFilter({
      api: portOf(parts.sandbox.endpointUrl),
      gateway: portOf(parts.sandbox.gatewayUrl),
    })
  }

  static async open({ engine, programs, relay: which = 'relay' }: FaultStageOptions): Promise<FaultStage> {
    const sandbox = await startSandbox({ databases: [] })
    const folder = await mkdtemp(join(tmpdir(), 'culvert-faults-'))
    const relay = await startRelayProcess({ entry: programs[which], runFile: join(folder, 'relay.json') })
    const world = await openTunnelWorldOver(sandbox, relay)
    if (engine === 'plugin') world.identity.plugin = await findOfficialPlugin()
    await world.identity.signIns.start('harborline')
    return new FaultStage({ sandbox, world, engine, folder, programs })
  }

  /** Saves the row's tunnel and opens its port. */
  async arm(fields: Partial<TunnelFields> = {}): Promise<void> {
    this.#tunnel = await this.world.armTunnel({ engine: this.#engine, ...fields })
    this.#watch ??= new Watch({ port: this.port, state: () => this.seen().state })
  }

  /** A connection that is quiet. */
  async connect(): Promise<Conversation> {
    const conversation = await Conversation.open(this.port)
    this.#conversations.push(conversation)
    this.#watch?.follow(conversation)
    return conversation
  }

  /** A connection that talks. */
  async talk(): Promise<Conversation> {
    const conversation = await this.connect()
    conversation.talk()
    return conversation
  }

  /**
   * What becomes of a connection: when its next bytes come, and when none do, how a client fares that comes instead. What is seen is
   * what is seen then.
   */
  async outcome(conversation: Conversation, seen?: Pick<Played, 'state' | 'hop'>): Promise<Played> {
    const startedAt = performance.now()
    const came = await conversation.exchange()
    const now = seen ?? this.seen()
    const recoveryMs = came ?? ((await this.carriesAnother()) ? performance.now() - startedAt : null)
    return { ...now, recoveryMs, ...(await conversation.end()) }
  }

  /** What becomes of a connection whose session is about to end: what is seen once that shows, and how the next client fares. */
  async outcomeOfEnd(conversation: Conversation, patienceMs?: number): Promise<Played> {
    await this.until(() => conversation.isCut, 'the end of the connection', patienceMs)
    await this.until(() => this.seen().state !== 'ready', 'another state than ready', 2_000)
    const seen = this.seen()
    return { ...seen, recoveryMs: await this.nextClient(), ...(await conversation.end()) }
  }

  /** Whether a client that comes now is carried before long. */
  async carriesAnother(): Promise<boolean> {
    return await this.nextClient(15_000).then(
      () => true,
      () => false,
    )
  }

  get port(): number {
    return this.#tunnel.port
  }

  get id(): string {
    return this.#tunnel.id
  }

  get relayPid(): number {
    const pid = this.world.relay.pid()
    for (const one of [pid, ...childrenOf(pid)]) this.#pids.add(one)
    return pid
  }

  /** A main in a process of its own, with the row's engine and a tunnel at this port. One after the other they share a folder. */
  async startMain(port: number): Promise<MainApart> {
    const { relay, main } = this.#programs
    const { environment } = this.sandbox
    const started = await MainApart.start(main, {
      ...{ environment, relay, port },
      folder: this.folder,
      engine: this.#engine,
    })
    this.#mains.push(started)
    for (const pid of started.pids) this.#pids.add(pid)
    return started
  }

  /** Processes of AWS's plugin that run for this tunnel. */
  get pluginPids(): readonly number[] {
    return childrenOf(this.relayPid)
  }

  view(): TunnelView {
    const found = this.world.supervisor.views().find(({ id }) => id === this.#tunnel.id)
    if (found === undefined) throw new Error('the tunnel is gone')
    return found
  }

  /** What somebody sees now. */
  seen(): Pick<Played, 'state' | 'hop'> {
    const { status, route } = this.view()
    const unwell = (['fail', 'warn', 'work'] as const).flatMap((worst) =>
      // Of what is under way the last is what the others wait for.
      route.filter(({ health }) => health === worst).toReversed(),
    )
    const [hop] = unwell
    return { state: status.kind, hop: hop?.kind ?? null }
  }

  /** Resolves with the milliseconds until it is so; rejects after `limitMs`. */
  async until(isSo: () => boolean | Promise<boolean>, what: string, limitMs = 60_000): Promise<number> {
    const startedAt = performance.now()
    while (!(await isSo())) {
      if (performance.now() - startedAt > limitMs)
        throw new Error(`${what}: not within ${limitMs} ms, ${this.#toldNow()}`)
      await new Promise((resolve) => setTimeout(resolve, lookMs))
    }
    return performance.now() - startedAt
  }

  /** Milliseconds until a client that comes now, and comes again when it is turned away, is carried. */
  async nextClient(limitMs = 60_000): Promise<number> {
    return await this.until(
      async () => {
        const client = await Conversation.open(this.port, clientPatienceMs).catch(() => null)
        await client?.end()
        // A door lets in only so many tries in a second.
        if (client === null) await this.pause(betweenClientsMs)
        return client !== null
      },
      'the next client',
      limitMs,
    )
  }

  #toldNow(): string {
    const { status } = this.view()
    return 'problem' in status ? `${status.kind}, ${status.problem.code}` : status.kind
  }

  /** A far end of the row's own, until the row is over. */
  async serve(accept: (socket: Socket) => void): Promise<TestServer> {
    const server = await serve(accept)
    this.#servers.push(server)
    return server
  }

  serveEcho(): Promise<TestServer> {
    return this.serve((socket) => socket.pipe(socket))
  }

  /** What is open at the service once an agent that was told to end its session over the channel has had its moment for that. */
  async #sessionsLeft(): Promise<ReturnType<Sandbox['state']>['sessions']> {
    const count = (): number => this.sandbox.state().sessions.active.length
    await this.until(() => count() === 0, 'the end of the sessions', agentEndsMs).catch(() => null)
    return this.sandbox.state().sessions
  }

  /** What the relay did to clients is held against the one rule when it ends; whether the far end closed, only the built-in engine can tell. */
  #checkEnds(): void {
    const unseen = this.#engine === 'builtin' ? unseenEnds(this.world.relay.facts.all) : []
    if (unseen.length > 0) throw new Error(unseen.join('; '))
  }

  pause(ms: number): Promise<void> {
    return new Promise((resolve) => setTimeout(resolve, ms))
  }

  /** What was seen all the while; nothing is looked at any more. */
  watched(): Watched | null {
    return this.#watch?.end() ?? null
  }

  /** Ends everything; resolves with how much was left. */
  async close(): Promise<number> {
    const { port, relayPid } = this
    clearPacketFilter()
    for (const conversation of this.#conversations) conversation.hangUp()
    await Promise.all(this.#mains.map((main) => main.end()))
    await this.world.dispose()
    this.#checkEnds()
    const { active, onGateway } = await this.#sessionsLeft()
    await this.sandbox.stop()
    await Promise.all(this.#servers.map((server) => server.close()))
    const left = await leftOvers({ processes: [...this.#pids, relayPid], ports: port === 0 ? [] : [port] })
    await rm(this.folder, { recursive: true, force: true })
    return active.length + onGateway.length + left.processes.length + left.ports.length
  }
}
