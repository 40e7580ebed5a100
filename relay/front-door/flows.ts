import type { Socket } from 'node:net'
import type { DoorConnection } from '#contract/connections.ts'
import type { Clock } from '#domain/clock/clock.ts'
import { doingOf } from './connection-doing.ts'
import type { ConnectionWatch, StreamSource } from '../stream-source.ts'
import { Flow, type Moved } from './flow.ts'

/** What one source carries now. */
interface Load {
  /** Connections. */
  readonly open: number
  /** Bytes to clients, and from them, since the source was first used. */
  readonly bytesIn: number
  readonly bytesOut: number
  /** True while one of its connections moves bulk, or did a moment ago. */
  readonly isBulk: boolean
}

interface FlowsOptions {
  readonly clock: Clock
  /** A source began to move bulk, or has moved none for a while. */
  changed(): void
}

/** A client whose connection is measured. Its socket counts what it said before it was carried, too. */
interface Measured {
  readonly peerPort: number
  readonly from: string | null
  readonly socket: Pick<Socket, 'bytesRead' | 'bytesWritten'>
  /** When it came. */
  readonly since: number
}

/** What is known of one source: its connections, and what those that are closed have moved. */
interface Ledger {
  readonly flows: Map<Flow, Measured>
  readonly closed: Moved
}

/** Measures every connection of a door, and tells of each source what it carries. */
export class Flows {
  readonly #options: FlowsOptions
  readonly #ledgers = new WeakMap<StreamSource, Ledger>()
  readonly #timers = new Map<Flow, () => void>()

  constructor(options: FlowsOptions) {
    this.#options = options
  }

  /** The same watch, which also measures. */
  measuring(source: StreamSource, watch: ConnectionWatch, client: Measured): ConnectionWatch {
    const flow = new Flow()
    const ledger = this.#ledgerOf(source)
    ledger.flows.set(flow, client)
    return {
      ...watch,
      asked: () => {
        watch.asked()
        flow.owe(this.#options.clock.now())
      },
      said: (piece) => {
        watch.said?.(piece)
        this.#add(flow, 'out', piece.length)
      },
      heard: (piece) => {
        watch.heard?.(piece)
        this.#add(flow, 'in', piece.length)
      },
      closed: () => {
        watch.closed()
        this.#close(flow, ledger)
      },
    }
  }

  loadOf(source: StreamSource): Load {
    const { flows, closed } = this.#ledgers.get(source) ?? {
      flows: new Map<Flow, Measured>(),
      closed: { in: 0, out: 0 },
    }
    const totals = [...flows.keys()].map(({ total }) => total)
    return {
      open: totals.length,
      bytesIn: totals.reduce((sum, total) => sum + total.in, closed.in),
      bytesOut: totals.reduce((sum, total) => sum + total.out, closed.out),
      isBulk: [...flows.keys()].some((flow) => this.#timers.has(flow)),
    }
  }

  /** Each connection that a source carries, as it is now. */
  connectionsOf(source: StreamSource, sessionId: string): readonly DoorConnection[] {
    const now = this.#options.clock.now()
    return [...(this.#ledgers.get(source)?.flows ?? [])].map(([flow, { peerPort, from, since, socket }]) => {
      const { in: rateIn, out: rateOut } = flow.rate(now)
      const bytes = { bytesIn: socket.bytesWritten, bytesOut: socket.bytesRead, rateIn, rateOut }
      return {
        peerPort,
        ...(from === null ? {} : { from }),
        sessionId,
        ageMs: now - since,
        ...bytes,
        doing: doingOf(flow, since, now),
      }
    })
  }

  dispose(): void {
    for (const cancel of this.#timers.values()) cancel()
    this.#timers.clear()
  }

  #ledgerOf(source: StreamSource): Ledger {
    const ledger = this.#ledgers.get(source) ?? { flows: new Map<Flow, Measured>(), closed: { in: 0, out: 0 } }
    this.#ledgers.set(source, ledger)
    return ledger
  }

  #add(flow: Flow, way: keyof Moved, bytes: number): void {
    const now = this.#options.clock.now()
    flow.add(way, bytes, now)
    if (flow.bulkUntil <= now || this.#timers.has(flow)) return
    this.#lookAgain(flow)
    this.#options.changed()
  }

  /** Counts as bulk until it has moved none for a while. */
  #lookAgain(flow: Flow): void {
    const { clock, changed } = this.#options
    const cancel = clock.after(Math.max(0, flow.bulkUntil - clock.now()), () => {
      this.#timers.delete(flow)
      if (flow.bulkUntil > clock.now()) return this.#lookAgain(flow)
      changed()
    })
    this.#timers.set(flow, cancel)
  }

  #close(flow: Flow, { flows, closed }: Ledger): void {
    this.#timers.get(flow)?.()
    this.#timers.delete(flow)
    if (!flows.delete(flow)) return
    closed.in += flow.total.in
    closed.out += flow.total.out
  }
}
