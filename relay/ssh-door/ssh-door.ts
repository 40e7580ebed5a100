import type { Server, Socket } from 'node:net'
import type { RelayFact, RelayOrder } from '#contract/relay.ts'
import type { Clock } from '#domain/clock/clock.ts'
import type { SessionHost } from '../session-host/session-host.ts'
import type { HostedSession, SessionUser } from '../session-host/hosted-session.ts'
import { listenPrivately } from './listen-privately.ts'
import { newSecret } from './proof.ts'
import { socketPlaceIn } from './socket-place.ts'
import { SshClient } from './ssh-client.ts'

/** More commands at once than a person's programs open; those beyond are closed. */
const mostClients = 64
/** A session whose command is gone says goodbye within this time. */
const goodbyeMs = 2_000

type AnswerOrder = Extract<RelayOrder, { type: 'answer-ssh' }>
type SshOrder = AnswerOrder | Extract<RelayOrder, { type: 'open-ssh-socket' }>

/** What the door needs. */
interface SshDoorOptions {
  readonly host: SessionHost
  readonly clock: Clock
  send(fact: RelayFact): void
}

interface Guest {
  readonly client: SshClient
  session: HostedSession | null
}

/** The local socket of `culvert ssh-proxy`: every command there is joined with a session of its own, when main says so. */
export class SshDoor {
  readonly #options: SshDoorOptions
  readonly #guests = new Map<string, Guest>()
  #server: Promise<Server | null> | null = null
  #numbers = 0
  #isOver = false

  constructor(options: SshDoorOptions) {
    this.#options = options
  }

  /**
   * Listens, once; what keeps it from that is logged, and the command then goes alone. An answer to somebody who has left meanwhile
   * is dropped; the session that came with it is stopped.
   */
  order(order: SshOrder): void {
    if (order.type === 'answer-ssh') return this.#answer(order)
    if (!this.#isOver) this.#server ??= this.#listen(order.appFolder)
  }

  /** Takes nobody in any more and ends all that is carried; settles when the sessions are stopped. */
  async close(deadlineMs: number): Promise<void> {
    this.#isOver = true
    const server = await this.#server
    server?.close()
    const sessions = [...this.#guests.values()].flatMap(({ session }) => session ?? [])
    const stopped = sessions.map((session) => this.#options.host.stopSession(session, deadlineMs))
    for (const { client } of this.#guests.values()) client.destroy()
    await Promise.all(stopped)
  }

  #answer({ requestId, answer }: AnswerOrder): void {
    const guest = this.#guests.get(requestId)
    if (answer.kind === 'serve') return this.#serve(guest ?? null, answer.sessionId)
    if (answer.kind === 'say') return guest?.client.say(answer.text)
    guest?.client.refuse(answer.text)
  }

  async #listen(appFolder: string): Promise<Server | null> {
    const secret = newSecret()
    try {
      const place = socketPlaceIn(appFolder, process.platform)
      const server = await listenPrivately(place, secret, (socket) => this.#receive(socket, secret))
      if (this.#isOver) server.close()
      return server
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error)
      this.#options.send({ type: 'log', level: 'warn', event: 'ssh-socket-not-opened', fields: { message } })
      return null
    }
  }

  #receive(socket: Socket, secret: string): void {
    if (this.#isOver || this.#guests.size >= mostClients) return void socket.destroy()
    const { clock, send } = this.#options
    this.#numbers += 1
    const requestId = String(this.#numbers)
    let hasAsked = false
    const client = new SshClient({
      socket,
      secret,
      clock,
      asked: ({ pid, wish }) => {
        hasAsked = true
        send({ type: 'ssh-asked', requestId, pid, wish })
      },
      closed: () => {
        this.#left(requestId)
        if (hasAsked) send({ type: 'ssh-left', requestId })
      },
    })
    this.#guests.set(requestId, { client, session: null })
  }

  #left(requestId: string): void {
    const session = this.#guests.get(requestId)?.session ?? null
    this.#guests.delete(requestId)
    if (session !== null) void this.#options.host.stopSession(session, goodbyeMs)
  }

  #serve(guest: Guest | null, sessionId: string): void {
    const { host } = this.#options
    const session = host.find(sessionId)
    if (session === null) return guest?.client.destroy()
    if (guest === null) return void host.stopSession(session, goodbyeMs)
    guest.session = session
    session.useBy(userOf(guest.client, session))
  }
}

/** Joins the command with the session when that carries; a session that never does is main's to explain. */
function userOf(client: SshClient, session: HostedSession): SessionUser {
  return {
    ready() {
      const { carrier } = session
      if (carrier?.for === 'stdio') client.join(carrier.session.stream)
      else client.destroy()
    },
    over: () => undefined,
    unused: () => undefined,
  }
}
