import type { ClientMessage } from '#contract/client-message.ts'
import { type DoorConnection, listedConnections } from '#contract/connections.ts'
import type { DoorGuard } from '#contract/door.ts'
import type { OtherComputer } from '#contract/status.ts'
import type { DoorCounters, RelayFact, RelayOrder } from '#contract/relay.ts'
import type { Clock } from '#domain/clock/clock.ts'
import type { FileHandles } from './front-door/file-handles.ts'
import { Flows } from './front-door/flows.ts'
import { FrontDoor } from './front-door/front-door.ts'
import type { ListeningPlace } from './front-door/listen.ts'
import { WordsNeeded } from './front-door/words-needed.ts'
import type { SessionHost } from './session-host/session-host.ts'
import { SessionPool } from './pool/session-pool.ts'
import type { ClosedClient } from './front-door/client-record.ts'
import type { WaitingClient } from './front-door/waiting-room.ts'

/** What an armed tunnel needs. */
interface ArmedTunnelOptions {
  readonly order: Extract<RelayOrder, { type: 'open-door' }>
  readonly host: SessionHost
  readonly clock: Clock
  readonly handles: FileHandles
  send(fact: RelayFact): void
  /** Clients of the door come, go or move bytes. */
  moved(): void
}

/** One armed tunnel: a front door and the roles of the sessions behind it. */
export class ArmedTunnel {
  readonly tunnelId: string
  readonly pool: SessionPool
  readonly #options: ArmedTunnelOptions
  readonly #door: FrontDoor
  readonly #words: WordsNeeded
  readonly #flows: Flows
  #addresses: readonly string[] | null = null
  /** Who waits, as it was told last. */
  #parked: { readonly at: number; readonly waiters: readonly WaitingClient[] } = { at: 0, waiters: [] }

  constructor(options: ArmedTunnelOptions) {
    this.#options = options
    this.tunnelId = options.order.tunnelId
    const { tunnelId } = this
    this.#words = new WordsNeeded((requestId, problem) =>
      options.send({ type: 'client-words-needed', tunnelId, requestId, problem }),
    )
    this.#flows = new Flows({ clock: options.clock, changed: () => this.#tellLoads() })
    this.#door = this.#createDoor()
    this.pool = new SessionPool({
      ...{ host: options.host, clock: options.clock },
      door: () => this.#door,
      isBulk: (session) => this.#flows.loadOf(session).isBulk,
    })
  }

  /** True when it listens where this order wants it. */
  isAt({ port, address }: ListeningPlace): boolean {
    const { order } = this.#options
    return order.port === port && order.address === address
  }

  /** Opens the door, or says again that it is open. False when it could not be opened. */
  async open(): Promise<boolean> {
    const { send } = this.#options
    const { tunnelId } = this
    if (this.#addresses === null) {
      const opened = await this.#door.open()
      if (!opened.ok) {
        send({ type: 'door-failed', tunnelId, problem: opened.error })
        return false
      }
      this.#addresses = opened.value
    }
    send({ type: 'door-opened', tunnelId, addresses: [...this.#addresses] })
    return true
  }

  /** Lets others in from now on. */
  guard(guard: DoorGuard): void {
    this.#door.guard(guard)
  }

  /** Listens at an address of a network as well, or at none any more, and tells which. */
  async expose(address: string | null): Promise<void> {
    this.#options.send({ type: 'door-exposed', tunnelId: this.tunnelId, ...(await this.#door.expose(address)) })
  }

  counters(): DoorCounters {
    return this.#door.counters()
  }

  /** Tells what each of several sessions carries; of one alone the counters say enough. */
  tellLoads(): void {
    if (this.pool.sessions().length > 1) this.#tellLoads()
  }

  /** Tells of each connection what it does now. */
  tellConnections(): void {
    const { tunnelId } = this
    const carried = this.pool
      .sessions()
      .flatMap((session) => this.#flows.connectionsOf(session, session.sessionId))
      .toSorted((one, other) => rateOf(other) - rateOf(one))
    const all = [...this.#parkedNow(), ...carried]
    const connections = all.slice(0, listedConnections)
    const more = all.length - connections.length
    this.#options.send({ type: 'connections-listed', tunnelId, connections, more })
  }

  refuseWaiting({ problemCode, message, peerPorts }: Extract<RelayOrder, { type: 'refuse-clients' }>): void {
    const clients = this.#door.refuseWaiting(message, peerPorts)
    if (clients > 0) this.#log('info', 'clients-refused', { clients, problem: problemCode })
  }

  /** The far end of a session does not answer. */
  farEndSilent({ sessionId, problem, afterMs }: Extract<RelayOrder, { type: 'far-end-silent' }>): void {
    const session = this.pool.find(sessionId)
    if (session !== null) this.#door.farEndSilent(session, { problem, afterMs })
  }

  /** What a client that is let go is told. */
  giveWords(requestId: string, message: ClientMessage | null): void {
    this.#words.answer(requestId, message)
  }

  /** Closes the door and everything behind it. Half of the time is for the clients, the rest for the session. */
  async close(deadlineMs: number): Promise<void> {
    const startedAt = this.#options.clock.now()
    this.#words.dispose()
    this.#flows.dispose()
    await this.#door.close(deadlineMs / 2)
    await this.pool.close(Math.max(0, startedAt + deadlineMs - this.#options.clock.now()))
  }

  #createDoor(): FrontDoor {
    const { order, clock, handles, send, moved } = this.#options
    const { tunnelId } = order
    return new FrontDoor({
      port: order.port,
      address: order.address,
      kind: order.kind,
      guard: order.guard,
      clientWaitMs: order.clientWaitMs,
      clock,
      handles,
      source: () => this.pool.source(),
      isDoubted: (source) => this.pool.isDoubted(source),
      isMute: (source) => this.pool.isMute(source),
      clientsMoved: (clients) => this.#log('info', 'clients-moved', { clients }),
      measuring: (source, watch, client) => this.#flows.measuring(source, watch, client),
      someoneWaits: () => send({ type: 'client-waiting', tunnelId }),
      clientsChanged: ({ open, waiting, peerPorts, elsewhere, waiters }) => {
        moved()
        this.#parked = { at: clock.now(), waiters }
        send({ type: 'clients-changed', tunnelId, open, waiting, peerPorts: [...peerPorts], ...outsideOf(elsewhere) })
        this.tellLoads()
        const here = waiters.filter(({ from }) => from === null)
        if (here.length > 0) send({ type: 'clients-wait', tunnelId, waiters: here.map(waiterOf) })
      },
      wordsFor: (problem) => this.#words.ask(problem),
      clientsLetGo: ({ told, untold }) => {
        this.#log('info', 'clients-let-go', { told, untold })
        send({ type: 'clients-let-go', tunnelId, told, untold })
      },
      clientsRefused: (client, clients) => {
        this.#log('info', 'client-refused', { ...client, clients })
        send({ type: 'clients-refused', tunnelId, client, clients })
      },
      clientsTurnedAway: (clients, why) => send({ type: 'clients-turned-away', tunnelId, clients, why }),
      clientClosed: (client) => this.#clientClosed(client),
      clientLost: (reason, waitedMs) =>
        this.#log('info', 'client-not-carried', { reason, waitedMs: Math.round(waitedMs) }),
    })
  }

  #parkedNow(): readonly DoorConnection[] {
    const { at, waiters } = this.#parked
    const since = this.#options.clock.now() - at
    return waiters.map(({ peerPort, from, waitedMs }) => {
      const ageMs = waitedMs + since
      const still = { bytesIn: 0, bytesOut: 0, rateIn: 0, rateOut: 0 }
      return { peerPort, ...fromOf(from), sessionId: null, ageMs, ...still, doing: { kind: 'parked', forMs: ageMs } }
    })
  }

  #tellLoads(): void {
    const { tunnelId } = this
    const loads = this.pool.sessions().map((session) => ({
      sessionId: session.sessionId,
      ...this.#flows.loadOf(session),
    }))
    this.#options.send({ type: 'session-loads', tunnelId, loads })
  }

  #clientClosed(client: ClosedClient): void {
    this.#log('debug', 'client-closed', { ...client })
    if (!client.wasCarried) return
    const { peerPort, from, by, toClient: bytesIn, fromClient: bytesOut } = client
    const { tunnelId } = this
    this.#options.send({ type: 'connection-closed', tunnelId, peerPort, ...fromOf(from), by, bytesIn, bytesOut })
  }

  #log(level: 'debug' | 'info', event: string, fields: Readonly<Record<string, unknown>>): void {
    this.#options.send({ type: 'log', level, event, fields: { tunnelId: this.tunnelId, ...fields } })
  }
}

function outsideOf(elsewhere: readonly OtherComputer[]): { readonly elsewhere?: OtherComputer[] } {
  return elsewhere.length === 0 ? {} : { elsewhere: [...elsewhere] }
}

/** The programs of other computers are not looked for. */
function waiterOf({ peerPort, waitedMs }: WaitingClient): { readonly peerPort: number; readonly waitedMs: number } {
  return { peerPort, waitedMs }
}

/** As facts have it. */
function fromOf(from: string | null): { readonly from?: string } {
  return from === null ? {} : { from }
}

function rateOf({ rateIn, rateOut }: DoorConnection): number {
  return rateIn + rateOut
}
