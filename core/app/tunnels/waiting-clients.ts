import type { RelayFact } from '#contract/relay.ts'
import type { Clock } from '#domain/clock/clock.ts'
import { knownProblem } from '#domain/client-answer/let-go.ts'
import { patienceMs } from '#domain/client-answer/patience.ts'
import type { PortProbe } from '../ports.ts'
import type { ClientWords } from './client-words.ts'
import type { PortOwner } from './tunnel-news.ts'
import type { TunnelUnit } from './tunnel-unit.ts'

type Waiters = Extract<RelayFact, { type: 'clients-wait' }>['waiters']

/** Newcomers are looked up together: the look-up walks the system. */
const settledAfterMs = 100

interface Waiting {
  readonly since: number
  /** Null while nobody has looked. */
  readonly program: PortOwner | 'unknown' | null
}

interface Room {
  clients: ReadonlyMap<number, Waiting>
  cancelLookUp: (() => void) | null
  cancelCheck: (() => void) | null
}

/** Who waits at which door, and for how long each program is known to. */
export interface WaitingClients {
  /** All who wait now. */
  take(unit: TunnelUnit, waiters: Waiters): void
  /** Something of the tunnel changed: there may be a reason to tell now. */
  check(unit: TunnelUnit): void
  /** Programs that wait, without repetition. */
  programs(unit: TunnelUnit): readonly string[]
  /** Whose the waiting client with this local port is, null while nobody has looked, or the system does not tell. */
  ownerOf(unit: TunnelUnit, peerPort: number): PortOwner | null
  forget(unit: TunnelUnit): void
}

interface WaitingDeps {
  readonly ports: PortProbe
  readonly clock: Clock
  readonly words: Pick<ClientWords, 'refuse'>
}

/** Creates the book of those who wait. */
export function createWaitingClients(deps: WaitingDeps): WaitingClients {
  return new WaitingBook(deps)
}

class WaitingBook implements WaitingClients {
  readonly #deps: WaitingDeps
  readonly #rooms = new Map<TunnelUnit, Room>()

  constructor(deps: WaitingDeps) {
    this.#deps = deps
  }

  take(unit: TunnelUnit, waiters: Waiters): void {
    const room = this.#rooms.get(unit) ?? { clients: new Map(), cancelLookUp: null, cancelCheck: null }
    this.#rooms.set(unit, room)
    const now = this.#deps.clock.now()
    room.clients = new Map(
      waiters.map(({ peerPort, waitedMs }) => [
        peerPort,
        room.clients.get(peerPort) ?? { since: now - waitedMs, program: null },
      ]),
    )
    if (unknownOf(room).length > 0)
      room.cancelLookUp ??= this.#deps.clock.after(settledAfterMs, () => void this.#lookUp(unit, room))
    this.#tell(unit)
    this.check(unit)
  }

  check(unit: TunnelUnit): void {
    const room = this.#rooms.get(unit)
    if (room === undefined) return
    const { clock, words } = this.#deps
    room.cancelCheck?.()
    room.cancelCheck = null
    const problem = knownProblem(unit.state, unit.timeline)
    if (problem === null || unit.facts.clients.waiting === 0) return
    const now = clock.now()
    const impatient = [...room.clients].flatMap(([peerPort, { since, program }]) => {
      const patience = program === null ? null : patienceMs(unit.saved.definition.kind, nameOf(program))
      return patience === null ? [] : [{ peerPort, dueAt: since + patience }]
    })
    const due = impatient.filter(({ dueAt }) => dueAt <= now).map(({ peerPort }) => peerPort)
    const next = Math.min(...impatient.filter(({ dueAt }) => dueAt > now).map(({ dueAt }) => dueAt))
    if (Number.isFinite(next)) room.cancelCheck = clock.after(next - now, () => this.check(unit))
    if (due.length === 0) return
    room.clients = new Map([...room.clients].filter(([peerPort]) => !due.includes(peerPort)))
    words.refuse(unit, problem, due)
  }

  programs(unit: TunnelUnit): readonly string[] {
    const known = [...(this.#rooms.get(unit)?.clients.values() ?? [])].flatMap(({ program }) =>
      program === null ? [] : nameOf(program) || [],
    )
    return [...new Set(known)].toSorted()
  }

  ownerOf(unit: TunnelUnit, peerPort: number): PortOwner | null {
    const program = this.#rooms.get(unit)?.clients.get(peerPort)?.program ?? null
    return program === 'unknown' ? null : program
  }

  forget(unit: TunnelUnit): void {
    const room = this.#rooms.get(unit)
    room?.cancelLookUp?.()
    room?.cancelCheck?.()
    this.#rooms.delete(unit)
  }

  /** The route names who waits; a set that has not changed is no news. */
  #tell(unit: TunnelUnit): void {
    const { clients } = unit.facts
    const waitingPrograms = clients.waiting === 0 ? [] : this.programs(unit)
    if (waitingPrograms.join('\n') !== clients.waitingPrograms.join('\n'))
      unit.learn({ clients: { ...clients, waitingPrograms } })
  }

  async #lookUp(unit: TunnelUnit, room: Room): Promise<void> {
    room.cancelLookUp = null
    const asked = unknownOf(room)
    const owners = await this.#deps.ports.programsOf(asked).catch(() => [])
    if (this.#rooms.get(unit) !== room) return
    const found = new Map(owners.map(({ port, program, pid }) => [port, { program, pid }]))
    room.clients = new Map(
      [...room.clients].map(([port, client]) => {
        const program = asked.includes(port) ? (found.get(port) ?? 'unknown') : client.program
        return [port, { ...client, program }]
      }),
    )
    this.#tell(unit)
    this.check(unit)
  }
}

function unknownOf({ clients }: Room): readonly number[] {
  return [...clients].filter(([, { program }]) => program === null).map(([peerPort]) => peerPort)
}

/** Empty when the system does not tell. */
function nameOf(program: PortOwner | 'unknown'): string {
  return program === 'unknown' ? '' : program.program
}
