import { realBehaviour } from './behaviour.ts'
import type { GatewayOptions, GatewaySessionEnd, GatewaySessionRequest } from './gateway.ts'
import { Session } from './link/session.ts'
import { createCellNumber, type ChannelRequest } from './stream-url.ts'

/** A live session and the routing value its stream URL carries. */
export interface OpenSession {
  readonly session: Session
  readonly cellNumber: string
}

/** The live sessions by id. A session leaves when it ends. */
export class SessionDirectory {
  readonly #options: GatewayOptions
  readonly #sessions = new Map<string, OpenSession>()
  readonly #endListeners: ((end: GatewaySessionEnd) => void)[] = []

  constructor(options: GatewayOptions) {
    this.#options = options
  }

  get ids(): readonly string[] {
    return [...this.#sessions.keys()]
  }

  open(request: GatewaySessionRequest): OpenSession {
    if (this.#sessions.has(request.sessionId)) throw new Error(`Session ${request.sessionId} is open already`)
    const session = new Session({
      request,
      behaviour: { ...realBehaviour, ...this.#options.behaviour, ...request.behaviour },
      dial: (targetId, host, port) => this.#options.dial(targetId, host, port),
      log: (event, fields) => this.#options.log(event, fields),
      ended: (end) => this.#remove(end),
    })
    const opened = { session, cellNumber: createCellNumber() }
    this.#sessions.set(request.sessionId, opened)
    return opened
  }

  find(sessionId: string): OpenSession | undefined {
    return this.#sessions.get(sessionId)
  }

  /** The session an upgrade may join, or the HTTP status to refuse it with. */
  admit(channel: ChannelRequest): OpenSession | { readonly status: number } {
    const opened = this.#sessions.get(channel.sessionId)
    if (opened === undefined) return { status: 404 }
    const { refuseUpgrade } = opened.session.behaviour
    if (refuseUpgrade !== 0) return { status: refuseUpgrade }
    return opened.cellNumber === channel.cellNumber ? opened : { status: 400 }
  }

  onEnded(listener: (end: GatewaySessionEnd) => void): void {
    this.#endListeners.push(listener)
  }

  /** Ends all sessions; settles when their agents, processes and sockets are gone. */
  async abandonAll(): Promise<void> {
    await Promise.all([...this.#sessions.values()].map(({ session }) => session.abandon()))
  }

  #remove(end: GatewaySessionEnd): void {
    this.#sessions.delete(end.sessionId)
    for (const listener of this.#endListeners) listener(end)
  }
}
