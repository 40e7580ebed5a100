import { writeFile } from 'node:fs/promises'
import type { RelayFact, RelayOrder, SessionGrant } from '#contract/relay.ts'
import { problemOf } from '#domain/problem/problem.ts'
import type { Clock } from '#domain/clock/clock.ts'
import { ArmedTunnel } from './armed-tunnel.ts'
import { monotonicClock } from './clock.ts'
import type { Engines } from './engine/engine.ts'
import { createFetchedMark } from './files/fetched-mark.ts'
import { FileDesk } from './files/file-desk.ts'
import { runQuick } from './process/run-quick.ts'
import { FileHandles } from './front-door/file-handles.ts'
import { dataKeyOf } from './session-host/data-key.ts'
import { SessionRecording } from './recording/session-recording.ts'
import { SessionHost } from './session-host/session-host.ts'
import type { StreamPort } from './stream-port.ts'
import { HostedShells } from './shell-host/hosted-shells.ts'
import { SshDoor } from './ssh-door/ssh-door.ts'
import { TrafficReporter } from './traffic-reporter.ts'

type OrderOf<T extends RelayOrder['type']> = Extract<RelayOrder, { type: T }>
/** What concerns sessions and no door. */
type SessionOrder = OrderOf<
  | 'start-session'
  | 'stop-session'
  | 'renew-pass'
  | 'give-credentials'
  | 'give-data-key'
  | 'session-terminated'
  | 'check-sessions'
>

/** What concerns a door that is there, if it is. */
type DoorOrder = OrderOf<
  | 'serve-door'
  | 'guard-door'
  | 'refuse-clients'
  | 'far-end-silent'
  | 'give-client-words'
  | 'drain-session'
  | 'expect-session'
  | 'doubt-session'
  | 'list-connections'
>

/** For a door that is closed because its tunnel was given another port. */
const movedDeadlineMs = 1_000
/** Of a terminal that nobody has told the size of yet. */
const usualSize = { columns: 80, rows: 24 }
/** For a session that was to serve a door that is not there. */
const doorlessDeadlineMs = 1_000

/** What the data plane needs. */
interface RelayOptions {
  send(fact: RelayFact): void
  readonly engines: Engines
  /** Everything is stopped, as `shut-down` asked. */
  stopped?(): void
  readonly clock?: Clock
  /** What the system allows, unless given. */
  readonly handles?: FileHandles
}

/** The data plane: doors, sessions and bytes, driven by orders. */
export interface Relay {
  /** `port`: what came with the order. */
  order(order: RelayOrder, port?: StreamPort): void
  /** Closes every door and stops every session within the deadline. */
  dispose(deadlineMs: number): Promise<void>
}

/** Creates a data plane with no door open. */
export function createRelay(options: RelayOptions): Relay {
  const dataPlane = new DataPlane(options)
  return {
    order: (order, port) => dataPlane.order(order, port),
    dispose: (deadlineMs) => dataPlane.dispose(deadlineMs),
  }
}

class DataPlane {
  readonly #options: RelayOptions
  readonly #clock: Clock
  readonly #handles: FileHandles
  readonly #host: SessionHost
  readonly #shells: HostedShells
  readonly #files: FileDesk
  readonly #ssh: SshDoor
  readonly #tunnels = new Map<string, ArmedTunnel>()
  /** Opening and closing of one tunnel's door happen one after the other: a port can only be taken again once it is free. */
  readonly #doorWork = new Map<string, Promise<void>>()
  readonly #traffic: TrafficReporter
  #phase: 'running' | 'disposed' = 'running'

  constructor(options: RelayOptions) {
    this.#options = options
    this.#clock = options.clock ?? monotonicClock
    this.#handles = options.handles ?? new FileHandles()
    this.#host = new SessionHost({ ...options, clock: this.#clock })
    this.#shells = new HostedShells({ host: this.#host, clock: this.#clock, send: (fact) => options.send(fact) })
    const markFetched = createFetchedMark({
      platform: process.platform,
      now: Date.now,
      write: writeFile,
      run: runQuick,
    })
    this.#files = new FileDesk({
      ...{ host: this.#host, clock: this.#clock, markFetched },
      send: (fact) => options.send(fact),
    })
    this.#ssh = new SshDoor({ host: this.#host, clock: this.#clock, send: (fact) => options.send(fact) })
    this.#traffic = new TrafficReporter({
      clock: this.#clock,
      read: () => new Map([...this.#tunnels].map(([id, tunnel]) => [id, tunnel.counters()])),
      report: (doors) => {
        options.send({ type: 'traffic', doors })
        for (const tunnelId of Object.keys(doors)) this.#tunnels.get(tunnelId)?.tellLoads()
      },
    })
  }

  order(order: RelayOrder, port?: StreamPort): void {
    // What is being stopped may still be waiting for an answer.
    if (this.#phase === 'disposed' && order.type !== 'session-terminated') return port?.close()
    switch (order.type) {
      case 'open-door':
        return this.#afterDoorWork(order.tunnelId, () => this.#openDoor(order))
      case 'close-door':
        return this.#afterDoorWork(order.tunnelId, () => this.#closeDoor(order))
      case 'expose-door':
        return this.#afterDoorWork(order.tunnelId, () => this.#exposeDoor(order))
      case 'attach-shell':
        return port === undefined ? this.#tellPortMissing(order.sessionId) : this.#shells.attach(order.sessionId, port)
      case 'drop-shell':
        return this.#shells.drop(order.sessionId)
      case 'files':
      case 'drop-files':
        return this.#files.order(order)
      case 'open-ssh-socket':
      case 'answer-ssh':
        return this.#ssh.order(order)
      case 'start-session':
      case 'stop-session':
      case 'renew-pass':
      case 'give-credentials':
      case 'give-data-key':
      case 'session-terminated':
      case 'check-sessions':
        return this.#orderSession(order)
      case 'beat':
        return this.#options.send({ type: 'beat' })
      case 'shut-down':
        return this.#shutDown(order.deadlineMs)
      default:
        return this.#orderDoor(order)
    }
  }

  #shutDown(deadlineMs: number): void {
    this.#settle(
      'shut-down',
      this.dispose(deadlineMs).then(() => this.#options.stopped?.()),
    )
  }

  async dispose(deadlineMs: number): Promise<void> {
    this.#phase = 'disposed'
    const tunnels = [...this.#tunnels.values()]
    const closings = [...tunnels.map((tunnel) => tunnel.close(deadlineMs)), this.#shells.close(deadlineMs)]
    const users = [this.#files, this.#ssh, this.#host]
    await Promise.all([...closings, ...users.map((one) => one.close(deadlineMs))])
    await Promise.all(this.#doorWork.values())
    this.#traffic.dispose()
  }

  async #openDoor(order: OrderOf<'open-door'>): Promise<void> {
    const existing = this.#tunnels.get(order.tunnelId)
    if (existing?.isAt(order) === true) {
      existing.guard(order.guard)
      return void (await existing.open())
    }
    await existing?.close(movedDeadlineMs)
    if (this.#phase === 'disposed') return
    const tunnel = new ArmedTunnel({
      order,
      host: this.#host,
      clock: this.#clock,
      handles: this.#handles,
      send: (fact) => this.#options.send(fact),
      moved: () => this.#traffic.wake(),
    })
    this.#tunnels.set(order.tunnelId, tunnel)
    if (!(await tunnel.open())) this.#tunnels.delete(order.tunnelId)
  }

  async #closeDoor({ tunnelId, deadlineMs }: OrderOf<'close-door'>): Promise<void> {
    await this.#tunnels.get(tunnelId)?.close(deadlineMs)
    this.#tunnels.delete(tunnelId)
    this.#options.send({ type: 'door-closed', tunnelId })
  }

  async #exposeDoor({ tunnelId, address }: OrderOf<'expose-door'>): Promise<void> {
    await this.#tunnels.get(tunnelId)?.expose(address)
  }

  /** Without its door a session is of no use: it is over, and says why when it has not started yet. */
  #serveDoor({ tunnelId, sessionId, before }: OrderOf<'serve-door'>): void {
    const session = this.#host.find(sessionId)
    if (session === null) return
    const tunnel = this.#tunnels.get(tunnelId)
    if (tunnel !== undefined) return tunnel.pool.serve(session, before)
    void this.#host.stopSession(session, doorlessDeadlineMs, problemOf('TUNNEL_UNKNOWN', {}))
  }

  #startSession(grant: SessionGrant): void {
    if (this.#host.find(grant.sessionId) !== null) return
    const recording = this.#recordingOf(grant)
    this.#settle('start-session', this.#host.start(grant, recording?.trouble ?? null))
    const session = this.#host.find(grant.sessionId)
    if (session === null) return
    if (grant.files !== undefined) this.#files.open(session, grant.files, grant.targetId)
    else if (grant.purpose.for === 'shell') this.#shells.open(session, recording)
  }

  #recordingOf({ sessionId, recording: order, purpose }: SessionGrant): SessionRecording | null {
    if (order === undefined || purpose.for !== 'shell') return null
    const size = purpose.size ?? usualSize
    return new SessionRecording({
      sessionId,
      order,
      size,
      clock: this.#clock,
      send: (fact) => this.#options.send(fact),
    })
  }

  #tellPortMissing(sessionId: string): void {
    this.#options.send({ type: 'log', level: 'error', event: 'port-missing', fields: { sessionId } })
  }

  #orderDoor(order: DoorOrder): void {
    const tunnel = this.#tunnels.get(order.tunnelId)
    switch (order.type) {
      case 'guard-door':
        return tunnel?.guard(order.guard)
      case 'refuse-clients':
        return tunnel?.refuseWaiting(order)
      case 'far-end-silent':
        return tunnel?.farEndSilent(order)
      case 'give-client-words':
        return tunnel?.giveWords(order.requestId, order.message)
      case 'drain-session':
        return tunnel?.pool.drain(order.sessionId)
      case 'doubt-session':
        return tunnel?.pool.doubt(order.sessionId, order.isDoubted ? 'doubted' : 'trusted')
      case 'expect-session':
        return tunnel?.pool.expect(order.withinMs)
      case 'list-connections':
        return tunnel?.tellConnections()
      case 'serve-door':
        return this.#serveDoor(order)
    }
  }

  #orderSession(order: SessionOrder): void {
    switch (order.type) {
      case 'start-session':
        return this.#startSession(order.grant)
      case 'stop-session':
        return this.#settle(order.type, this.#host.stop(order.sessionId, order.deadlineMs))
      case 'check-sessions':
        return this.#settle(order.type, this.#host.check())
      case 'renew-pass':
        return this.#host.answerPass(order.sessionId, order.pass)
      case 'give-credentials':
        return this.#host.answerCredentials(order.sessionId, order.requestId, order.credentials)
      case 'give-data-key':
        return this.#host.answerDataKey(order.sessionId, order.requestId, dataKeyOf(order.answer))
      case 'session-terminated':
        return this.#host.answerTermination(order.sessionId)
    }
  }

  #afterDoorWork(tunnelId: string, work: () => Promise<void>): void {
    const before = this.#doorWork.get(tunnelId) ?? Promise.resolve()
    const done = before.then(work)
    this.#doorWork.set(
      tunnelId,
      done.catch(() => {}),
    )
    this.#settle('door', done)
  }

  /** A bug in one tunnel's handling is told and concerns no other tunnel. */
  #settle(order: string, work: Promise<unknown>): void {
    work.catch((error: unknown) => {
      const message = error instanceof Error ? (error.stack ?? error.message) : String(error)
      this.#options.send({ type: 'log', level: 'error', event: 'order-failed', fields: { order, message } })
    })
  }
}
