import type { RefusedClient } from '#contract/refused-client.ts'
import { admissionInTheEnd, admissionOf, type Admission, type Door } from '#domain/admission/admission.ts'
import type { Clock } from '#domain/clock/clock.ts'
import type { Client } from './client.ts'

/**
 * How long to see whether a client speaks where the server may speak first, ms. Nobody notices so much before a session that
 * takes seconds.
 */
const firstWordMs = 150
/**
 * Who has said nothing for so long, ms, is no client that is about to: longer than a computer that is busy leaves its bytes, or this
 * program, waiting.
 */
const livelyMs = 1_000
/**
 * The same while there is a session, ms: a browser has its request ready when it connects, and a server counts connections
 * that come to nothing (MySQL blocks a host for them).
 */
const readyWordMs = 10
/** After a refusal every silent client is looked at for the full time, for so long, ms. */
const waryMs = 60_000
/** A client that has begun to speak gets so long to make itself understood, ms. */
const understandingMs = 10_000
/** A client that has to speak first and does not is closed after this time, ms: as PostgreSQL does (authentication_timeout). */
const silenceMs = 60_000
/** What comes in small pieces is looked at so often, ms: less than anybody notices. */
const smallPiecesMs = 20
/** Clients that may stand here; the one that has been silent for longest makes room. */
export const receptionPlaces = 128

/** What the reception needs. */
export interface ReceptionOptions {
  readonly clock: Clock
  /** What is known of the door now. */
  door(): Door
  /** True while there is a session already: nothing is started for who comes. */
  hasSession(): boolean
  /** The client may be carried, and may wait for it. */
  welcomed(client: Client): void
  /** The client is refused; whoever hears this closes it. */
  refused(client: Client, why: RefusedClient): void
}

/** A client that stands here. `speaks`: it has begun to. */
interface Standing {
  readonly speaks: boolean
  readonly since: number
  cancelTimer(): void
}

/**
 * Where clients stand until it is known by their first words that they are none that somebody else sends here. Nothing is done
 * for those who stand here; one that says nothing, such as a check whether the port is open, leaves no trace.
 */
export class Reception {
  readonly #options: ReceptionOptions
  /** In order of arrival. */
  readonly #standing = new Map<Client, Standing>()
  /** Let in without a word, and beginning to speak now. */
  readonly #beginning = new Map<Client, () => void>()
  /** Who said little since they were looked at. */
  readonly #soon = new Map<Client, () => void>()
  #refusedAt: number | null = null

  constructor(options: ReceptionOptions) {
    this.#options = options
  }

  get count(): number {
    return this.#standing.size
  }

  /** Who may have something to say: not those that have been silent for longer than a real client of such a door is. */
  get lively(): number {
    const now = this.#options.clock.now()
    return [...this.#standing.values()].filter(({ speaks, since }) => speaks || now - since < livelyMs).length
  }

  /** Looks at a client that has just come, and goes on looking until it has said enough or its bytes are taken. */
  receive(client: Client): void {
    if (this.#standing.size >= receptionPlaces) this.#makeRoom()
    this.#standFor(client, 'silent', this.#silenceMs())
    client.watch({ left: () => this.#leave(client), halfClosed: () => {} })
    client.listen((howMuch) => (howMuch === 'much' ? this.#look(client) : this.#lookSoon(client)))
    this.#look(client)
  }

  /** Closes everyone who stands here. */
  dismissAll(): void {
    for (const client of this.#standing.keys()) {
      this.#leave(client)
      client.dismiss('door-closed')
    }
    for (const client of this.#beginning.keys()) this.#leave(client)
  }

  #silenceMs(): number {
    const { clock, door, hasSession } = this.#options
    if (door().opening.firstWord === 'client') return silenceMs
    const isWary = this.#refusedAt !== null && clock.now() - this.#refusedAt < waryMs
    return hasSession() && !isWary ? readyWordMs : firstWordMs
  }

  #lookSoon(client: Client): void {
    if (this.#soon.has(client)) return
    this.#soon.set(
      client,
      this.#options.clock.after(smallPiecesMs, () => this.#look(client)),
    )
  }

  #look(client: Client): void {
    this.#forgetSoon(client)
    if (client.gone) return this.#leave(client)
    const { firstBytes } = client
    const door = this.#options.door()
    const judge = client.isThrough ? admissionInTheEnd : admissionOf
    const admission = judge(firstBytes, door)
    if (admission.is !== 'open') return this.#settle(client, admission)
    if (firstBytes.kind === 'nothing') return
    const timeMs = door.opening.firstWord === 'either' ? firstWordMs : understandingMs
    const standing = this.#standing.get(client)
    if (standing?.speaks === false) this.#standFor(client, 'speaks', timeMs)
    if (standing !== undefined || this.#beginning.has(client)) return
    this.#beginning.set(
      client,
      this.#options.clock.after(timeMs, () => this.#timeIsUp(client)),
    )
  }

  #standFor(client: Client, as: 'silent' | 'speaks', timeMs: number): void {
    this.#standing.get(client)?.cancelTimer()
    const cancelTimer = this.#options.clock.after(timeMs, () => this.#timeIsUp(client))
    const since = this.#options.clock.now()
    this.#standing.set(client, { speaks: as === 'speaks', since, cancelTimer })
  }

  #timeIsUp(client: Client): void {
    if (client.gone) return this.#leave(client)
    const admission = admissionInTheEnd(client.firstBytes, this.#options.door())
    if (admission.is !== 'open') return this.#settle(client, admission)
    this.#leave(client)
    client.dismiss('said-nothing')
  }

  #settle(client: Client, admission: Exclude<Admission, { is: 'open' }>): void {
    const wasStanding = this.#standing.has(client)
    this.#leave(client)
    if (admission.is === 'welcome' && client.firstBytes.kind !== 'nothing') client.judge(admission.judged)
    if (admission.is === 'refused') {
      this.#refusedAt = this.#options.clock.now()
      return this.#options.refused(client, admission.client)
    }
    if (wasStanding) this.#options.welcomed(client)
  }

  /** Real clients of such a door speak at once: who has been silent for longest is none. */
  #makeRoom(): void {
    const [oldest] = this.#standing.keys()
    const silent = [...this.#standing].find(([, { speaks }]) => !speaks)?.[0]
    const client = silent ?? oldest
    if (client === undefined) return
    this.#leave(client)
    client.dismiss('said-nothing')
  }

  #leave(client: Client): void {
    this.#standing.get(client)?.cancelTimer()
    this.#standing.delete(client)
    this.#beginning.get(client)?.()
    this.#beginning.delete(client)
    this.#forgetSoon(client)
  }

  #forgetSoon(client: Client): void {
    this.#soon.get(client)?.()
    this.#soon.delete(client)
  }
}
