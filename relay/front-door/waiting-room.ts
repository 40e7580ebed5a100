import type { Clock } from '#domain/clock/clock.ts'
import type { Client } from './client.ts'

/** Why a client waits no longer. */
export type LeaveReason = 'carried' | Departure
type Departure = 'left' | 'waited-too-long' | 'refused' | 'first-words' | 'door-closed'

/**
 * How long a client that ended its sending side may go on waiting. It may still want its answer (`… | nc -N`), but
 * most often it gave up: a client that keeps its whole socket open is given the full time.
 */
const halfClosedLimitMs = 10_000

/**
 * Clients that may wait at one door: more than the pools of a desk's programs together, and with what each may say (64 KiB)
 * about 8 MiB.
 */
export const waitingPlaces = 128

/** What the waiting room needs. */
interface WaitingRoomOptions {
  readonly clock: Clock
  /** Longest wait in milliseconds. */
  readonly limitMs: number
  /** The number of waiting clients changed. */
  changed(): void
  /** A client's wait is over; unless it was called out or its time was over, its socket is closed. */
  waitEnded(reason: LeaveReason, waitedMs: number): void
  /** A client's time is over: it has left the room, and is somebody else's to close. */
  timeOver(client: Client): void
}

/** A client that waits. */
export interface WaitingClient {
  readonly peerPort: number
  /** The address of the other computer that it came from; null for a program of this one. */
  readonly from: string | null
  readonly waitedMs: number
}

interface Waiter {
  readonly since: number
  cancelTimers(): void
}

/** Clients that wait for a session, in order of arrival. Nothing they said is lost; each waits at most the limit. */
export class WaitingRoom {
  readonly #options: WaitingRoomOptions
  readonly #waiters = new Map<Client, Waiter>()

  constructor(options: WaitingRoomOptions) {
    this.#options = options
  }

  get count(): number {
    return this.#waiters.size
  }

  /** Keeps a client until it is called, leaves, or has waited too long. One without a place is closed. */
  park(client: Client): 'parked' | 'no-place' {
    if (this.#waiters.size >= waitingPlaces) {
      client.dismiss('no-place')
      return 'no-place'
    }
    const { clock, limitMs, changed } = this.#options
    const timers = [clock.after(limitMs, () => this.#timeOver(client))]
    this.#waiters.set(client, { since: clock.now(), cancelTimers: () => timers.forEach((cancel) => cancel()) })
    changed()
    client.watch({
      left: () => this.#end(client, 'left'),
      halfClosed: () => timers.push(clock.after(halfClosedLimitMs, () => this.#dismiss(client, 'left'))),
    })
    return 'parked'
  }

  /** Calls everyone who waits, first come first. */
  callAll(): readonly Client[] {
    const clients = [...this.#waiters.keys()]
    for (const client of clients) this.#end(client, 'carried')
    return clients
  }

  /** Calls out everyone who waits for nothing, or those programs of this computer with these local ports. */
  callOut(peerPorts: readonly number[] | null): readonly Client[] {
    const isCalled = ({ peerPort, from }: Client): boolean =>
      peerPorts === null || (from === null && peerPorts.includes(peerPort))
    const clients = [...this.#waiters.keys()].filter(isCalled)
    for (const client of clients) this.#end(client, 'refused')
    return clients
  }

  /** Who waits, in order of arrival. */
  waiting(): readonly WaitingClient[] {
    const now = this.#options.clock.now()
    return [...this.#waiters].map(([{ peerPort, from }, { since }]) => ({ peerPort, from, waitedMs: now - since }))
  }

  /** Closes everyone who waits. Returns how many there were. */
  dismissAll(reason: Departure): number {
    const clients = [...this.#waiters.keys()]
    for (const client of clients) this.#dismiss(client, reason)
    return clients.length
  }

  /** Closes one who waits, if it does. */
  release(client: Client, reason: Departure): boolean {
    if (!this.#waiters.has(client)) return false
    this.#dismiss(client, reason)
    return true
  }

  #timeOver(client: Client): void {
    this.#end(client, 'waited-too-long')
    this.#options.timeOver(client)
  }

  #dismiss(client: Client, reason: Departure): void {
    client.dismiss(reason)
    this.#end(client, reason)
  }

  #end(client: Client, reason: LeaveReason): void {
    const waiter = this.#waiters.get(client)
    if (waiter === undefined) return
    this.#waiters.delete(client)
    waiter.cancelTimers()
    this.#options.changed()
    this.#options.waitEnded(reason, this.#options.clock.now() - waiter.since)
  }
}
