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
  readonly #ending = new Set<Promise<void>>()
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
      keys: this.#options.keys ?? null,
      log: (event, fields) => this.#options.log(event, fields),
      ended: (end, over) => this.#remove(end, over),
    })
    const opened = { session, cellNumber: createCellNumber() }
    this.#sessions.set(request.sessionId, opened)
    return opened
  }

  /** Gives a live session another address; its old one is refused from now on. */
  move(opened: OpenSession): OpenSession {
    const moved = { ...opened, cellNumber: createCellNumber() }
    this.#sessions.set(opened.session.id, moved)
    return moved
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

  /** Ends all sessions; settles when the agents, processes and sockets of these and of those that ended before are gone. */
  async abandonAll(): Promise<void> {
    for (const { session } of this.#sessions.values()) session.abandon()
    await Promise.all(this.#ending)
  }

  /** A session is gone for clients at once; its processes may take a moment longer. */
  #remove(end: GatewaySessionEnd, over: Promise<void>): void {
    this.#sessions.delete(end.sessionId)
    this.#ending.add(over)
    void over.finally(() => this.#ending.delete(over))
    for (const listener of this.#endListeners) listener(end)
  }
}
