import type { RelayFact } from '#contract/relay.ts'
import type { TimelineEntry } from '#contract/status.ts'
import type { SavedTunnel } from '#contract/tunnel.ts'
import { createListeners, type Unsubscribe } from '#domain/listeners/listeners.ts'
import type { PortProbe } from '../ports.ts'
import type { TunnelUnit } from './tunnel-unit.ts'

/** A new line of a tunnel's history, with what was known of its route then. */
export interface TunnelEntry {
  readonly tunnel: SavedTunnel
  readonly entry: TimelineEntry
  readonly sessionId: string | null
  readonly node: string | null
  /** Programs that are at the port, or wait there. */
  readonly programs: readonly { readonly program: string; readonly pid: number | null }[]
}

/** A connection of a client that was carried is over. */
export interface ClosedConnection {
  readonly tunnel: SavedTunnel
  readonly sessionId: string | null
  readonly node: string | null
  /** Of another computer its address stands for it. */
  readonly program: { readonly program: string; readonly pid: number | null } | null
  readonly by: 'client' | 'far-end' | 'door'
  readonly bytesIn: number
  readonly bytesOut: number
}

/** A program of this computer. */
export interface PortOwner {
  readonly program: string
  readonly pid: number
}

/** Of clients whose end nobody told, because the relay died. */
const mostOwners = 4_096

/** For whoever keeps what happened. */
export interface TunnelNews {
  onEntry(listener: (entry: TunnelEntry) => void): Unsubscribe
  onConnectionClosed(listener: (closed: ClosedConnection) => void): Unsubscribe
}

type Owners = Awaited<ReturnType<PortProbe['programsOf']>>

/** The inner side of it. */
export interface TunnelNewsDesk extends TunnelNews {
  /** `waiting`: programs whose clients wait for the session. */
  noted(unit: TunnelUnit, entry: TimelineEntry, waiting: readonly string[]): void
  /** The system told whose local ports these are. */
  owners(unit: TunnelUnit, owners: Owners): void
  /** Whose the client with this local port is; null while nobody has looked, or the system does not tell. */
  ownerOf(unit: TunnelUnit, peerPort: number): PortOwner | null
  closed(unit: TunnelUnit, fact: Extract<RelayFact, { type: 'connection-closed' }>): void
  forget(unit: TunnelUnit): void
}

/** Creates it; whose a connection was is remembered from when the system told until it is closed. */
export function createTunnelNews(): TunnelNewsDesk {
  const entries = createListeners<TunnelEntry>()
  const closings = createListeners<ClosedConnection>()
  const owners = new Map<TunnelUnit, Map<number, PortOwner>>()
  return {
    onEntry: entries.subscribe,
    onConnectionClosed: closings.subscribe,
    noted(unit, entry, waiting) {
      const parked = waiting.map((program) => ({ program, pid: null }))
      const programs = [...parked, ...unit.facts.clients.programs]
      entries.tell({ tunnel: unit.saved, entry, ...placeOf(unit), programs })
    },
    owners(unit, told) {
      const known = owners.get(unit) ?? new Map()
      if (known.size > mostOwners) known.clear()
      for (const { port, program, pid } of told) known.set(port, { program, pid })
      owners.set(unit, known)
    },
    ownerOf: (unit, peerPort) => owners.get(unit)?.get(peerPort) ?? null,
    closed(unit, { peerPort, from, by, bytesIn, bytesOut }) {
      const program = from === undefined ? (owners.get(unit)?.get(peerPort) ?? null) : { program: from, pid: null }
      if (from === undefined) owners.get(unit)?.delete(peerPort)
      closings.tell({ tunnel: unit.saved, ...placeOf(unit), program, by, bytesIn, bytesOut })
    },
    forget: (unit) => void owners.delete(unit),
  }
}

function placeOf({ facts }: TunnelUnit): Pick<TunnelEntry, 'sessionId' | 'node'> {
  return { sessionId: facts.session?.sessionId ?? null, node: facts.target?.id ?? null }
}
