import type { Socket } from 'node:net'
import type { RefusedClient } from '#contract/refused-client.ts'
import type { DoorCounters, DoorGuard } from '#contract/relay.ts'
import type { ClientMessage } from '#contract/client-message.ts'
import type { Problem } from '#contract/problem.ts'
import type { TunnelKind } from '#contract/tunnel.ts'
import { fail, ok } from '#domain/result.ts'
import type { Result } from '#contract/result.ts'
import { kinds } from '#domain/kinds/kinds.ts'
import { within, type Clock } from '#domain/clock/clock.ts'
import { noticingLeave, stillThere, type Carried } from './carried.ts'
import { Client } from './client.ts'
import { Doorkeeper } from './doorkeeper.ts'
import { CountsReporter, type ClientsNow } from './counts-reporter.ts'
import { Farewells } from './farewells.ts'
import { LetGoCount, type LetGoCounts } from './let-go-count.ts'
import { type CloseCause, type ClosedClient, type FarEndCause, recordCause, recordClient } from './client-record.ts'
import type { FileHandles } from './file-handles.ts'
import { Forecourt } from './forecourt.ts'
import { listenOnLoopback, type Listeners } from './listen.ts'
import { SilentFarEnds, type Silence } from './silent-far-ends.ts'
import type { ConnectionWatch, StreamSource } from '../stream-source.ts'
import { passOn } from './pass-on.ts'
import { splice, type SpliceOptions } from './splice.ts'
import { type Shortage, TurnedAway } from './turned-away.ts'
import { waitingPlaces, WaitingRoom, type LeaveReason } from './waiting-room.ts'

/** What a front door needs. */
interface FrontDoorOptions {
  readonly port: number
  /** What is spoken through it. */
  readonly kind: TunnelKind
  readonly guard: DoorGuard
  /** Longest wait of a parked client, milliseconds. */
  readonly clientWaitMs: number
  readonly clock: Clock
  readonly handles: FileHandles
  /** What carries a client that comes now, or null: it waits. */
  source(): StreamSource | null
  /** The same watch, which also measures what the source carries. */
  measuring(source: StreamSource, watch: ConnectionWatch, client: Client): ConnectionWatch
  /** Someone waits, and nobody did before. */
  someoneWaits(): void
  clientsChanged(clients: ClientsNow): void
  /** So many were refused for what they said first. */
  clientsRefused(client: RefusedClient, clients: number): void
  /** So many were closed at once, for this was short. */
  clientsTurnedAway(clients: number, why: Shortage): void
  /** A client's connection is closed. */
  clientClosed(client: ClosedClient): void
  /** A client was not carried. */
  clientLost(reason: LeaveReason | FarEndCause | 'stream-not-opened', waitedMs: number): void
  /** What a client is to be told of a problem, or when its time is over; null closes it without a word. */
  wordsFor(problem: Problem | null): Promise<ClientMessage | null>
  /** So many clients that were let go are gone. */
  clientsLetGo(counts: LetGoCounts): void
}

/** Time for a client to read what came for it before its session was over. */
const lastWordsMs = 2_000

const noWords = Promise.resolve(null)

/** The local port of an armed tunnel: accepts for as long as the tunnel is armed, whatever happens behind it. */
export class FrontDoor {
  readonly #options: FrontDoorOptions
  readonly #forecourt: Forecourt
  readonly #room: WaitingRoom
  readonly #reporter: CountsReporter
  readonly #turnedAway: TurnedAway
  readonly #keeper: Doorkeeper
  readonly #farewells: Farewells
  readonly #letGo: LetGoCount
  readonly #carried = new Map<Client, Carried>()
  readonly #silences: SilentFarEnds
  #listeners: Listeners | null = null
  #phase: 'open' | 'closing' = 'open'
  #closedBytes = { in: 0, out: 0 }

  constructor(options: FrontDoorOptions) {
    this.#options = options
    this.#silences = new SilentFarEnds(options.clock)
    this.#reporter = new CountsReporter({
      clock: options.clock,
      read: () => this.#clientsNow(),
      report: (clients) => options.clientsChanged(clients),
    })
    this.#turnedAway = new TurnedAway({
      clock: options.clock,
      report: (clients, why) => options.clientsTurnedAway(clients, why),
    })
    this.#keeper = new Doorkeeper({
      ...options,
      hasSession: () => options.source() !== null,
      welcomed: (client) => this.#admit(client),
      isDismissed: (client) => this.#room.release(client, 'first-words'),
    })
    this.#letGo = new LetGoCount(options.clock, (counts) => options.clientsLetGo(counts))
    this.#farewells = new Farewells({ ...options, gone: (how) => this.#letGo.add(how) })
    this.#forecourt = new Forecourt({
      clock: options.clock,
      limitMs: options.clientWaitMs,
      hasRoom: () => this.#room.count + this.#keeper.lively < waitingPlaces,
      enter: (socket) => this.#keeper.receive(new Client(socket, options.clock.now())),
      turnAway: (socket) => this.#turnedAway.turnAway(new Client(socket), 'waiting-places'),
    })
    this.#room = new WaitingRoom({
      clock: options.clock,
      limitMs: options.clientWaitMs,
      changed: () => this.#reporter.changed(),
      waitEnded: (reason, waitedMs) => {
        if (reason !== 'carried') options.clientLost(reason, waitedMs)
      },
      timeOver: (client) => this.#letGoOf(client, 'waited-too-long', options.wordsFor(null)),
    })
  }

  /** Starts to listen; the addresses, or PORT_TAKEN or PORT_FORBIDDEN. */
  async open(): Promise<Result<readonly string[]>> {
    const listening = await listenOnLoopback(this.#options.port, (socket) => this.#accept(socket))
    if (!listening.ok) return listening
    if (this.#phase === 'closing') {
      await listening.value.close()
      return fail('RELAY_STOPPED', {})
    }
    this.#listeners = listening.value
    return ok(listening.value.addresses)
  }

  /** Lets others in from now on. */
  guard(guard: DoorGuard): void {
    this.#keeper.guard(guard)
  }

  /** Lets everyone in who waits, as far as there is a source. */
  callWaiting(): void {
    for (const client of this.#room.callAll()) this.#admit(client)
    this.#forecourt.callIn()
  }

  /** Tells everyone who waits, or those with these local ports, and closes them. Returns how many there were. */
  refuseWaiting(message: ClientMessage, peerPorts: readonly number[] | null): number {
    const clients = this.#room.callOut(peerPorts)
    for (const client of clients) this.#letGoOf(client, 'refused', Promise.resolve(message))
    return clients.length
  }

  /** The far end of a source does not answer: the clients that it leaves waiting are told, each in its time. */
  farEndSilent(source: StreamSource, silence: Silence): void {
    this.#silences.declare(source, silence)
  }

  /** Closes the clients that a source carries: with what came for them written, if they read it within a while. */
  closeClientsOf(source: StreamSource): void {
    this.#silences.forget(source)
    for (const [client, carried] of this.#carried) {
      if (carried.source !== source) continue
      recordCause(client.socket, 'session-over')
      client.socket.destroySoon()
      const cancel = this.#options.clock.after(lastWordsMs, () => client.socket.destroy())
      client.socket.once('close', cancel)
    }
  }

  counters(): DoorCounters {
    let bytesIn = this.#closedBytes.in
    let bytesOut = this.#closedBytes.out
    for (const client of this.#carried.keys()) {
      bytesIn += client.socket.bytesWritten
      bytesOut += client.socket.bytesRead
    }
    return { bytesIn, bytesOut, open: stillThere(this.#carried).length, waiting: this.#room.count }
  }

  /** Stops accepting, writes what is queued for the clients, closes them; by force when the deadline passes. */
  async close(deadlineMs: number): Promise<void> {
    this.#phase = 'closing'
    const closed = this.#listeners?.close() ?? Promise.resolve()
    this.#listeners = null
    for (const socket of this.#forecourt.leave()) new Client(socket).dismiss('door-closed')
    this.#keeper.dismissAll()
    this.#room.dismissAll('door-closed')
    this.#farewells.dispose()
    for (const client of this.#carried.keys()) {
      recordCause(client.socket, 'door-closed')
      client.socket.destroySoon()
    }
    if ((await within(this.#options.clock, deadlineMs, closed)) === 'late') {
      for (const client of this.#carried.keys()) client.socket.destroy()
      await closed
    }
    for (const part of [this.#reporter, this.#turnedAway, this.#keeper, this.#letGo]) part.dispose()
  }

  #accept(socket: Socket): void {
    recordClient(socket, (client) => this.#options.clientClosed(client))
    if (this.#phase === 'closing') return new Client(socket).dismiss('door-closed')
    if (!this.#options.handles.take(socket)) return this.#turnedAway.turnAway(new Client(socket), 'file-handles')
    this.#forecourt.come(socket)
  }

  #admit(client: Client): void {
    const source = this.#options.source()
    if (source !== null) return void this.#carry(client, source)
    const isFirst = this.#room.count === 0
    if (this.#room.park(client) === 'no-place') this.#turnedAway.add('waiting-places')
    if (isFirst && this.#room.count > 0) this.#options.someoneWaits()
  }

  async #carry(client: Client, source: StreamSource): Promise<void> {
    const carried: Carried = { source, upstream: null, letGo: null, hasLeft: false }
    this.#carried.set(client, carried)
    client.watch({ left: () => this.#forget(client), halfClosed: () => {} })
    this.#reporter.changed()
    const openedAt = this.#options.clock.now()
    const upstream = await source.openStream().catch(() => null)
    if (upstream === null) return this.#carryFailed(client, source)
    if (client.gone || client.socket.destroyed) {
      upstream.on('error', () => {}).destroy()
      return this.#forget(client)
    }
    carried.upstream = upstream
    const { clock } = this.#options
    const { opening } = this.#keeper
    carried.letGo = splice({
      client: client.socket,
      ...this.#wordsOf(client),
      upstream,
      clock,
      refused: async () => {
        const problem = await source.refusal(openedAt)
        return problem === null ? null : (said) => this.#farEndFailed(client, said, problem, 'endpoint-failed')
      },
      opens: opening.firstWord === 'server' ? 'far-end' : 'client',
      watch: noticingLeave(carried, this.#watchOf(client, carried), () => this.#reporter.changed()),
      closed: () => this.#forget(client),
    })
  }

  /** Where a server speaks at once, a client that it leaves waiting is let go; elsewhere its request may take long. */
  #watchOf(client: Client, carried: Carried): ConnectionWatch {
    const { source } = carried
    const { lateAnswer } = kinds[this.#options.kind]
    const watch = this.#options.measuring(source, source.watch(lateAnswer), client)
    if (lateAnswer !== 'silence') return watch
    const giveUp = (problem: Problem): void =>
      carried.letGo?.((said) => this.#farEndFailed(client, said, problem, 'endpoint-silent'))
    return this.#silences.watching(source, giveUp, watch)
  }

  /** No byte of a server came: the client can be told. */
  #farEndFailed(client: Client, said: readonly Buffer[], problem: Problem, cause: FarEndCause): void {
    this.#options.clientLost(cause, 0)
    client.take()
    const words = this.#phase === 'open' ? this.#options.wordsFor(problem) : noWords
    this.#farewells.say({ socket: client.socket, said, cause }, words)
  }

  /** The client has left its place for good. */
  #letGoOf(client: Client, cause: CloseCause, words: Promise<ClientMessage | null>): void {
    this.#farewells.say({ socket: client.socket, said: client.take(), cause }, words)
  }

  /** What it said, and how that and the rest is passed on; what has not been heard is held until it is judged. */
  #wordsOf(client: Client): Pick<SpliceOptions, 'held' | 'passOn'> {
    if (client.judged === 'once') return { held: client.take() }
    const held = client.judged === 'unheard' ? [] : client.take()
    return {
      held,
      passOn: (upstream) => passOn({ client, held, upstream, judge: (request) => this.#keeper.judge(request) }),
    }
  }

  /** Nothing of the client was passed on yet, so it may wait for the next session when this one is over. */
  #carryFailed(client: Client, source: StreamSource): void {
    this.#forget(client)
    if (client.gone || client.socket.destroyed) return
    if (this.#phase === 'open' && this.#options.source() !== source) return this.#admit(client)
    client.dismiss('stream-not-opened')
    this.#options.clientLost('stream-not-opened', 0)
  }

  #forget(client: Client): void {
    const carried = this.#carried.get(client)
    if (carried === undefined) return
    this.#carried.delete(client)
    this.#closedBytes.in += client.socket.bytesWritten
    this.#closedBytes.out += client.socket.bytesRead
    carried.source.streamClosed()
    this.#reporter.changed()
  }

  #clientsNow(): ClientsNow {
    const there = stillThere(this.#carried)
    const peerPorts = there.map(({ peerPort }) => peerPort).filter((port) => port > 0)
    return { open: there.length, waiting: this.#room.count, peerPorts, waiters: this.#room.waiting() }
  }
}
