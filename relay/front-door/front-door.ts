import type { Socket } from 'node:net'
import type { DoorGuard } from '#contract/door.ts'
import type { DoorCounters } from '#contract/relay.ts'
import type { ClientMessage } from '#contract/client-message.ts'
import type { Problem } from '#contract/problem.ts'
import { fail, ok } from '#domain/result.ts'
import type { Result } from '#contract/result.ts'
import { kinds } from '#domain/kinds/kinds.ts'
import { within } from '#domain/clock/clock.ts'
import { CarriedClients, noticing, type Carried } from './carried.ts'
import { Client } from './client.ts'
import { Doorkeeper } from './doorkeeper.ts'
import { CountsReporter, type ClientsNow } from './counts-reporter.ts'
import { Farewells } from './farewells.ts'
import { LetGoCount } from './let-go-count.ts'
import { type CloseCause, type FarEndCause, recordCause, recordClient } from './client-record.ts'
import type { FrontDoorOptions } from './front-door-options.ts'
import { type Exposed, ExposedListener } from './exposed-listener.ts'
import { Forecourt } from './forecourt.ts'
import { listenOnLoopback, type Listeners } from './listen.ts'
import { SilentFarEnds, type Silence } from './silent-far-ends.ts'
import type { ConnectionWatch, StreamSource } from '../stream-source.ts'
import { moveUnanswered } from './moving.ts'
import { passOn } from './pass-on.ts'
import { splice, type SpliceOptions } from './splice.ts'
import { whereFrom } from './where-from.ts'
import { TurnedAway } from './turned-away.ts'
import { waitingPlaces, WaitingRoom } from './waiting-room.ts'

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
  readonly #carried = new CarriedClients()
  readonly #silences: SilentFarEnds
  readonly #exposed: ExposedListener
  #listeners: Listeners | null = null
  #phase: 'open' | 'closing' = 'open'

  constructor(options: FrontDoorOptions) {
    this.#options = options
    this.#silences = new SilentFarEnds(options.clock)
    this.#exposed = new ExposedListener(options.port, (socket) => this.#accept(socket))
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
      exposedAt: () => this.#exposed.address,
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
    const listening = await listenOnLoopback(this.#options, (socket) => this.#accept(socket))
    if (!listening.ok) return listening
    if (this.#phase === 'closing') {
      await listening.value.close()
      return fail('RELAY_STOPPED', {})
    }
    this.#listeners = listening.value
    return ok(listening.value.addresses)
  }

  /** Listens at this address of a network as well, or at none any more. */
  expose(address: string | null): Promise<Exposed> {
    return this.#exposed.listen(address)
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

  /** The source has just come: whoever waits for a first answer over one whose agent is silent goes over to it, as in {@link #moveTo}. */
  moveFromMute(to: StreamSource): void {
    this.#moveFrom(this.#options.isMute, to)
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
    for (const { socket } of this.#carried.of(source)) {
      recordCause(socket, 'session-over')
      socket.destroySoon()
      const cancel = this.#options.clock.after(lastWordsMs, () => socket.destroy())
      socket.once('close', cancel)
    }
  }

  counters(): DoorCounters {
    return { ...this.#carried.bytes(), open: this.#carried.stillThere.length, waiting: this.#room.count }
  }

  /** Stops accepting, writes what is queued for the clients, closes them; by force when the deadline passes. */
  async close(deadlineMs: number): Promise<void> {
    this.#phase = 'closing'
    const closed = Promise.all([this.#listeners?.close(), this.#exposed.close()])
    this.#listeners = null
    for (const socket of this.#forecourt.leave()) new Client(socket).dismiss('door-closed')
    this.#keeper.dismissAll()
    this.#room.dismissAll('door-closed')
    this.#farewells.dispose()
    for (const client of this.#carried.all) {
      recordCause(client.socket, 'door-closed')
      client.socket.destroySoon()
    }
    if ((await within(this.#options.clock, deadlineMs, closed)) === 'late') {
      for (const client of this.#carried.all) client.socket.destroy()
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

  /** `said`: what it has said to a source before, which carries it no more. */
  async #carry(client: Client, source: StreamSource, said: readonly Buffer[] = []): Promise<void> {
    const carried = this.#carried.add(client, source)
    client.watch({ left: () => this.#forget(client), halfClosed: () => {} })
    this.#reporter.changed()
    const openedAt = this.#options.clock.now()
    const upstream = await source.openStream().catch(() => null)
    if (upstream === null) return this.#carryFailed(client, source, said)
    if (client.gone || client.socket.destroyed) {
      upstream.on('error', () => {}).destroy()
      return this.#forget(client)
    }
    carried.upstream = upstream
    const { clock } = this.#options
    const { opening } = this.#keeper
    carried.letGo = splice({
      client: client.socket,
      ...this.#wordsOf(client, said),
      upstream,
      clock,
      refused: async () => {
        const problem = await source.refusal(openedAt)
        return problem === null ? null : (said) => this.#farEndFailed(client, said, problem, 'endpoint-failed')
      },
      opens: opening.firstWord === 'server' ? 'far-end' : 'client',
      watch: noticing(carried, this.#watchOf(client, carried), {
        changed: () => this.#reporter.changed(),
        answered: () => this.#moveTo(source),
      }),
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
      carried.letGo?.go((said) => this.#farEndFailed(client, said, problem, 'endpoint-silent'))
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
  #wordsOf(client: Client, said: readonly Buffer[]): Pick<SpliceOptions, 'held' | 'passOn'> {
    if (client.judged === 'once') return { held: [...said, ...client.take()] }
    const held = client.judged === 'unheard' ? [] : client.take()
    return {
      held,
      passOn: (upstream) => passOn({ client, held, upstream, judge: (request) => this.#keeper.judge(request) }),
    }
  }

  /** Nothing of the client was passed on yet, so it may wait for the next session when this one is over. */
  #carryFailed(client: Client, source: StreamSource, said: readonly Buffer[]): void {
    this.#forget(client)
    if (client.gone || client.socket.destroyed) return
    const next = this.#options.source()
    if (this.#phase === 'open' && next !== source) {
      if (said.length === 0) return this.#admit(client)
      if (next !== null) return void this.#carry(client, next, said)
    }
    client.dismiss('stream-not-opened')
    this.#options.clientLost('stream-not-opened', 0)
  }

  #forget(client: Client): void {
    if (this.#carried.remove(client)) this.#reporter.changed()
  }

  /**
   * The source has carried an answer: whoever waits for a first one over another, which is doubted, goes over to it, where what it said
   * can be said again.
   */
  #moveTo(source: StreamSource): void {
    this.#moveFrom(this.#options.isDoubted, source)
  }

  #moveFrom(isLeft: (source: StreamSource) => boolean, to: StreamSource): void {
    const { isDoubted, clientsMoved } = this.#options
    if (this.#phase === 'closing' || isDoubted(to)) return
    const moved = moveUnanswered({
      ...{ carried: this.#carried, to, opening: this.#keeper.opening, isLeft },
      carry: (client, said) => void this.#carry(client, to, said),
    })
    if (moved > 0) clientsMoved(moved)
  }

  #clientsNow(): ClientsNow {
    const there = this.#carried.stillThere
    const places = { ...whereFrom(there), waiters: this.#room.waiting() }
    return { open: there.length, waiting: this.#room.count, ...places }
  }
}
