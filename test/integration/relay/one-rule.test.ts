import { randomUUID } from 'node:crypto'
import type { Socket } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { describe, expect, it, vi } from 'vitest'
import { problemOf } from '#domain/problem/problem.ts'
import { grantFor } from '#test/support/grants.ts'
import { closedClients, type ClosedClient } from '#test/support/one-rule.ts'
import { createRelayUnderTest, type RelayUnderTest } from '#test/support/relay-in-process.ts'
import { pick, seededRandom } from '#test/support/seeded-random.ts'
import { createStraightEngine, type StraightEngine } from '#test/support/straight-engine.ts'
import { serve, TestClient, type TestServer } from '#test/support/tcp.ts'

const seeds = Array.from({ length: 12 }, (_, index) => index + 1)
const steps = 60
const idBytes = 8
/** Long enough for what is on its way, ms. */
const settlingMs = 100

/** How one side of a connection left: in order, with all that it said before, or at once. */
type Departure = 'not' | 'by-end' | 'by-force'

/** What a server did to one client's connection. */
interface Served {
  sent: Buffer
  closed: Departure
}

/** A client, by the id that it says first. */
interface Caller {
  readonly client: TestClient
  readonly peerPort: number
  left: Departure
}

/** A relay with one door, a server behind it, and clients, all of whom do anything at any time. */
class Mayhem {
  readonly served = new Map<string, Served>()
  readonly callers = new Map<string, Caller>()
  readonly #random: () => number
  readonly #sessions: 'end' | 'last'
  readonly #tunnelId = randomUUID()
  readonly #engine: StraightEngine = createStraightEngine()
  readonly #relay: RelayUnderTest = createRelayUnderTest(this.#engine.start)
  readonly #served = new Map<Socket, Served>()
  #server: TestServer | null = null
  #port = 0

  /** `sessions`: whether any of them ends, or is stopped, before everything is. */
  constructor(seed: number, sessions: 'end' | 'last') {
    this.#random = seededRandom(seed)
    this.#sessions = sessions
  }

  async run(): Promise<readonly ClosedClient[]> {
    this.#server = await serve((socket) => this.#attend(socket))
    this.#port = await this.#relay.openDoor(this.#tunnelId, { clientWaitMs: 40 })
    await this.#waitInVain()
    for (let step = 0; step < steps; step += 1) {
      await this.#act()
      // Now and then everything settles; in between many things happen in one turn.
      if (this.#random() < 0.4) await pause(Math.floor(this.#random() * 8))
    }
    if (this.#sessions === 'end') await this.#loseSessions()
    // Who does not read is closed by force in the end; whoever reads has until then.
    for (const { client } of this.callers.values()) client.socket.resume()
    await pause(settlingMs)
    await this.#relay.dispose()
    await Promise.all([...this.callers.values()].map(({ client }) => client.closedOrEnded()))
    await this.#server.close()
    return closedClients(this.#relay.facts.all)
  }

  /** What happens in every run, whatever else does: nobody comes for a client. */
  async #waitInVain(): Promise<void> {
    await this.#call()
    await vi.waitFor(() => expect(closedClients(this.#relay.facts.all)).toHaveLength(1), 5_000)
  }

  /** And a client is carried by a session that ends. */
  async #loseSessions(): Promise<void> {
    this.#startSession()
    const before = this.served.size
    await this.#call()
    await vi.waitFor(() => expect(this.served.size).toBeGreaterThan(before), 5_000)
    for (const session of this.#engine.sessions) session.end(problemOf('SESSION_DROPPED', {}))
  }

  async #act(): Promise<void> {
    const caller = pick(this.#random, [...this.callers.values(), null])
    const connection = pick(this.#random, [...this.#served.keys(), null])
    const acts: readonly (() => unknown)[] = [
      () => this.#call(),
      () => this.#call(),
      () => this.#call(),
      () => caller?.client.socket.writable && caller.client.socket.write(this.#bytes()),
      () => caller?.client.socket.pause(),
      () => caller?.client.socket.resume(),
      () => caller && this.#leave(caller, 'end'),
      () => caller && this.#leave(caller, 'destroy'),
      () => connection && this.#say(connection),
      () => connection && this.#say(connection),
      () => connection && this.#close(connection, 'end'),
      () => connection && this.#close(connection, 'destroy'),
      () => this.#startSession(),
      () => this.#startSession(),
      () => this.#sessions === 'end' && this.#endSession(),
      () => this.#sessions === 'end' && this.#stopSession(),
      () => this.#doubtSession(),
      () => this.#doubtSession(),
      () => this.#drainSession(),
      () => this.#refuse(),
    ]
    await pick(this.#random, acts)()
  }

  async #call(): Promise<void> {
    const id = randomUUID().slice(0, idBytes)
    const client = await TestClient.connect(this.#port)
    this.callers.set(id, { client, peerPort: client.socket.localPort ?? 0, left: 'not' })
    client.socket.write(id)
  }

  #leave(caller: Caller, how: 'end' | 'destroy'): void {
    caller.left = departed(caller.left, how)
    caller.client.socket[how]()
  }

  #attend(socket: Socket): void {
    let id = ''
    const served: Served = { sent: Buffer.alloc(0), closed: 'not' }
    socket.on('data', (bytes: Buffer) => {
      if (id.length >= idBytes) return
      id = (id + bytes.toString('latin1')).slice(0, idBytes)
      if (id.length < idBytes) return
      this.served.set(id, served)
      this.#served.set(socket, served)
      this.#say(socket)
    })
    socket.once('close', () => this.#served.delete(socket))
  }

  #say(socket: Socket): void {
    const served = this.#served.get(socket)
    if (served === undefined || !socket.writable) return
    const bytes = this.#bytes()
    served.sent = Buffer.concat([served.sent, bytes])
    socket.write(bytes)
  }

  #close(socket: Socket, how: 'end' | 'destroy'): void {
    const served = this.#served.get(socket)
    if (served !== undefined) served.closed = departed(served.closed, how)
    socket[how]()
  }

  /** Now and then more than what the system takes for a client that does not read. */
  #bytes(): Buffer {
    const most = this.#random() < 0.1 ? 200_000 : 2_000
    return Buffer.from(randomUUID().repeat(1 + Math.floor(this.#random() ** 4 * most)))
  }

  #startSession(): void {
    const grant = grantFor({ port: this.#server?.port ?? 0, sessionId: randomUUID() })
    this.#relay.serve(this.#tunnelId, grant)
  }

  #refuse(): void {
    const message = { message: 'No session comes', detail: '', hint: '' }
    const tunnelId = this.#tunnelId
    this.#relay.order({ type: 'refuse-clients', tunnelId, problemCode: 'ACCESS_DENIED', message, peerPorts: null })
  }

  /** Main doubts a session, or does no more: who comes meanwhile waits for another, and nobody who is there is to notice. */
  #doubtSession(): void {
    // The last one most often carries who comes.
    const session = pick(this.#random, [...this.#engine.sessions, null].slice(-3))
    if (session === null || session === undefined) return
    const { sessionId } = session.grant
    const isDoubted = this.#random() < 0.6
    this.#relay.order({ type: 'doubt-session', tunnelId: this.#tunnelId, sessionId, isDoubted })
  }

  #drainSession(): void {
    const session = pick(this.#random, [...this.#engine.sessions, null])
    if (session === null) return
    this.#relay.order({ type: 'drain-session', tunnelId: this.#tunnelId, sessionId: session.grant.sessionId })
  }

  #endSession(): void {
    pick(this.#random, [...this.#engine.sessions, null])?.end(problemOf('SESSION_DROPPED', {}))
  }

  #stopSession(): void {
    const session = pick(this.#random, [...this.#engine.sessions, null])
    if (session !== null)
      this.#relay.order({ type: 'stop-session', sessionId: session.grant.sessionId, deadlineMs: 500 })
  }
}

function departed(before: Departure, how: 'end' | 'destroy'): Departure {
  return before === 'by-force' || how === 'destroy' ? 'by-force' : 'by-end'
}

describe('whatever happens', () => {
  it.each(seeds)(
    'a client gets no byte and no close without the server, or without a named cause (%i)',
    async (seed) => {
      const mayhem = new Mayhem(seed, 'end')
      const records = await mayhem.run()
      const byPort = new Map(records.map((record) => [record.peerPort, record]))
      expect(records.length).toBe(mayhem.callers.size)
      for (const [id, { client, peerPort, left }] of mayhem.callers) {
        const { sent, closed } = mayhem.served.get(id) ?? ({ sent: Buffer.alloc(0), closed: 'not' } as const)
        const record = byPort.get(peerPort)
        const told = JSON.stringify({ id, left, closed, sent: sent.length, got: client.received.length, record })
        // What a door says itself it says to clients that no server has answered, and for a cause.
        if ((record?.answered ?? 0) > 0)
          expect(record, told).toMatchObject({ cause: expect.any(String), fromFarEnd: 0 })
        else expect(sent.subarray(0, client.received.length).equals(client.received), told).toBe(true)
        // What a server said before an orderly end has come, whole, also to a client that had no more to say.
        if (left !== 'by-force' && closed === 'by-end' && record?.by !== 'door')
          expect(client.received.length, told).toBe(sent.length)
        if (left !== 'not' || closed !== 'not') continue
        expect(record, told).toMatchObject({ by: 'door', cause: expect.any(String) })
      }
    },
  )

  it.each(seeds.slice(0, 6))('to be doubted, followed or drained ends no session for anybody (%i)', async (seed) => {
    const records = await new Mayhem(seed, 'last').run()
    expect(records.filter(({ cause }) => cause === 'session-over')).toEqual([])
  })
})
