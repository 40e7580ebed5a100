import type { RefusedClient } from '#contract/refused-client.ts'
import type { DoorGuard } from '#contract/door.ts'
import type { TunnelKind } from '#contract/tunnel.ts'
import { refusedRequest, type Door } from '#domain/admission/admission.ts'
import type { Clock } from '#domain/clock/clock.ts'
import type { HttpRequest } from '#domain/first-bytes/http-request.ts'
import type { Opening } from '#domain/kinds/opening.ts'
import type { Client } from './client.ts'
import { doorOf } from './door-of.ts'
import type { ListeningPlace } from './listen.ts'
import { Reception } from './reception.ts'
import { answerTo } from './refusal-answer.ts'
import { RefusedClients } from './refused-clients.ts'
import { ownUser, socketOwner } from './socket-owner.ts'

/** Time for a client to read why it was refused, ms. */
const answerMs = 2_000

/** What the doorkeeper needs. */
interface DoorkeeperOptions extends ListeningPlace {
  readonly kind: TunnelKind
  readonly guard: DoorGuard
  readonly clock: Clock
  /** True while there is a session already. */
  hasSession(): boolean
  /** The address of a network at which the door listens as well. */
  exposedAt(): string | null
  /** The client may be carried, and may wait for it. */
  welcomed(client: Client): void
  /** Closes a client that was let in and waits; false when it does not wait. */
  isDismissed(client: Client): boolean
  clientsRefused(client: RefusedClient, clients: number): void
}

/** Decides at a door who comes in, and tells of those who do not. */
export class Doorkeeper {
  readonly #options: DoorkeeperOptions
  readonly #reception: Reception
  readonly #refused: RefusedClients
  #guard: DoorGuard
  #phase: 'open' | 'closed' = 'open'

  constructor(options: DoorkeeperOptions) {
    const { clock } = options
    this.#options = options
    this.#guard = options.guard
    this.#refused = new RefusedClients({
      clock,
      report: (client, clients) => options.clientsRefused(client, clients),
    })
    this.#reception = new Reception({
      clock,
      door: () => this.#door(),
      hasSession: () => options.hasSession(),
      welcomed: (client) => options.welcomed(client),
      refused: (client, why) => this.#refuse(client, why),
    })
  }

  /** Lets others in from now on. */
  guard(guard: DoorGuard): void {
    this.#guard = guard
  }

  /** Who speaks first at this door. */
  get opening(): Opening {
    return this.#door().opening
  }

  /** Those who stand here and may have something to say. */
  get lively(): number {
    return this.#reception.lively
  }

  /** Looks at a client that has just come. */
  receive(client: Client): void {
    if (this.#guard.programs === 'any-user') this.#reception.receive(client)
    else void this.#receiveOwn(client)
  }

  /** Judges one more request of a client that was let in. */
  judge(request: HttpRequest): 'pass' | 'refuse' {
    const refused = refusedRequest(request, this.#door())
    if (refused === null) return 'pass'
    this.#refused.add(refused)
    return 'refuse'
  }

  /** Closes everyone who is not let in yet, and lets nobody in any more. */
  dismissAll(): void {
    this.#phase = 'closed'
    this.#reception.dismissAll()
  }

  /** Tells what is not told yet. */
  dispose(): void {
    this.#refused.dispose()
  }

  /** Takes programs of the same user alone. */
  async #receiveOwn(client: Client): Promise<void> {
    if (client.from !== null) return this.#refuseOther(client)
    const owner = await socketOwner(client.peerPort, this.#options.port)
    if (client.gone || this.#phase === 'closed') return client.dismiss('door-closed')
    if (owner !== null && owner === ownUser()) return this.#reception.receive(client)
    this.#refuseOther(client)
  }

  #refuseOther(client: Client): void {
    this.#refused.add({ reason: 'other-user' })
    client.dismiss('other-user')
  }

  /** A request at a door where HTTP is spoken is answered; elsewhere nobody would understand an answer. */
  #refuse(client: Client, why: RefusedClient): void {
    this.#refused.add(why)
    const { clock, isDismissed } = this.#options
    if (isDismissed(client)) return
    const answer = answerTo(why, placeFor(client, this.#options))
    if (answer === null) return client.dismiss('first-words')
    client.dismissWith(answer, clock, answerMs)
  }

  #door(): Door {
    const { kind, exposedAt } = this.#options
    return { ...doorOf(this.#options, kind, this.#guard), networkAddress: exposedAt() }
  }
}

/** Where a client finds the door: who came from a network is told the address there. */
function placeFor({ from, socket }: Client, { port, address }: ListeningPlace): ListeningPlace {
  return { port, address: from === null ? address : socket.localAddress }
}
