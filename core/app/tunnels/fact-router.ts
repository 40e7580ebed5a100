import { problemOf } from '#domain/problem/problem.ts'
import type { Problem, ProblemOf } from '#contract/problem.ts'
import type { RelayFact } from '#contract/relay.ts'
import type { TunnelState } from '#domain/tunnel/state.ts'
import { fullName } from '#domain/tunnel-text/full-name.ts'
import { isSamePlace, type LocalPlace } from '#domain/tunnel-text/local-address.ts'
import type { Clock } from '#domain/clock/clock.ts'
import type { Log, PortProbe } from '../ports.ts'
import type { ClientPrograms } from './client-programs.ts'
import type { ConnectionLists } from './connection-list.ts'
import type { ClientStarts } from './client-starts.ts'
import type { ClientWords } from './client-words.ts'
import type { Exposures } from './exposures.ts'
import type { Refusals } from './refusals.ts'
import type { TrafficBook } from './traffic.ts'
import type { TunnelList } from './tunnel-list.ts'
import type { TunnelNewsDesk } from './tunnel-news.ts'
import type { TunnelUnit } from './tunnel-unit.ts'
import type { WaitingClients } from './waiting-clients.ts'

type FactOf<T extends RelayFact['type']> = Extract<RelayFact, { type: T }>
type DoorFact = FactOf<
  | 'door-opened'
  | 'door-failed'
  | 'door-closed'
  | 'door-exposed'
  | 'client-waiting'
  | 'clients-turned-away'
  | 'clients-changed'
  | 'session-loads'
  | 'clients-wait'
  | 'client-words-needed'
  | 'clients-let-go'
  | 'clients-refused'
  | 'connection-closed'
  | 'connections-listed'
>

/** Who has a port is asked again after this (ms): the port itself is tried each second, and asking walks through the system's processes. */
const ownerFreshMs = 15_000

interface RouterDeps {
  readonly tunnels: Pick<TunnelList, 'find' | 'units'>
  readonly programs: ClientPrograms
  readonly waiting: Pick<WaitingClients, 'take'>
  readonly words: Pick<ClientWords, 'answer'>
  readonly traffic: TrafficBook
  readonly refusals: Refusals
  readonly starts: ClientStarts
  readonly connections: Pick<ConnectionLists, 'take'>
  readonly news: Pick<TunnelNewsDesk, 'closed'>
  readonly exposures: Pick<Exposures, 'exposedBy'>
  readonly ports: PortProbe
  readonly clock: Clock
  readonly log: Log
}

/** Turns what the relay tells of doors into facts of the route and events of the tunnel they concern. */
export function createFactRouter(deps: RouterDeps): (fact: RelayFact) => void {
  const router = new FactRouter(deps)
  return (fact) => router.route(fact)
}

class FactRouter {
  readonly #deps: RouterDeps
  /** Whoever had a tunnel's port when it was last asked. */
  readonly #owners = new WeakMap<
    TunnelUnit,
    { readonly problem: Problem; readonly place: LocalPlace; readonly at: number }
  >()

  constructor(deps: RouterDeps) {
    this.#deps = deps
  }

  route(fact: RelayFact): void {
    const { log, traffic } = this.#deps
    switch (fact.type) {
      case 'hello':
        return log.info('relay.hello', { pid: fact.pid })
      case 'traffic':
        return traffic.take(fact.doors)
      case 'log':
        return log[fact.level](`relay.${fact.event}`, fact.fields)
      case 'door-opened':
      case 'door-failed':
      case 'door-closed':
      case 'door-exposed':
      case 'client-waiting':
      case 'clients-turned-away':
      case 'clients-refused':
      case 'clients-changed':
      case 'session-loads':
      case 'clients-wait':
      case 'client-words-needed':
      case 'clients-let-go':
      case 'connection-closed':
      case 'connections-listed':
        return this.#routeToDoor(fact)
      default:
        // Facts of sessions go to those whom the sessions are for.
        return undefined
    }
  }

  #routeToDoor(fact: DoorFact): void {
    const unit = this.#deps.tunnels.find(fact.tunnelId)
    if (unit !== null) this.#doorFact(unit, fact)
  }

  #doorFact(unit: TunnelUnit, fact: DoorFact): void {
    switch (fact.type) {
      case 'door-opened':
        unit.learn({ door: { openedAt: this.#deps.clock.now() } })
        return unit.send({ type: 'door-opened' })
      case 'door-failed':
        return void this.#doorFailed(unit, fact.problem)
      case 'door-closed':
        unit.learn({ door: null, clients: { ...unit.facts.clients, open: 0, waiting: 0, waitingPrograms: [] } })
        return unit.send({ type: 'door-closed' })
      case 'door-exposed':
        return this.#deps.exposures.exposedBy(unit, fact)
      case 'client-waiting':
        return this.#clientWaiting(unit)
      case 'clients-turned-away':
        this.#deps.log.warn('clients-turned-away', { tunnelId: unit.id, clients: fact.clients, why: fact.why })
        return unit.note(fact.why === 'file-handles' ? 'out-of-handles' : 'turned-away')
      case 'clients-refused':
        return this.#deps.refusals.hear(unit, fact.client, fact.clients)
      case 'clients-changed':
        return this.#clientsChanged(unit, fact)
      case 'session-loads':
        this.#deps.traffic.takeLoads(unit.id, fact.loads)
        return unit.send({ type: 'loads-changed', loads: fact.loads })
      case 'clients-wait':
        return this.#deps.waiting.take(unit, fact.waiters)
      case 'client-words-needed':
        return this.#deps.words.answer(unit, fact.requestId, fact.problem)
      case 'clients-let-go':
        return unit.letGo(fact)
      case 'connection-closed':
        return this.#deps.news.closed(unit, fact)
      case 'connections-listed':
        return this.#deps.connections.take(unit, fact)
    }
  }

  async #doorFailed(unit: TunnelUnit, problem: Problem): Promise<void> {
    const { state: ordered } = unit
    const named = await this.#explained(unit, problem)
    // While the owner was looked up the door may have been ordered anew; then this answer is not about it.
    if (isSameOrder(ordered, unit.state)) unit.send({ type: 'door-failed', problem: named })
  }

  #explained(unit: TunnelUnit, problem: Problem): Promise<Problem> {
    if (problem.code === 'PORT_TAKEN') return this.#withOwner(unit, problem)
    if (problem.code === 'PORT_FORBIDDEN') return withBan(this.#deps.ports, unit.saved.preference, problem)
    return Promise.resolve(problem)
  }

  async #withOwner(unit: TunnelUnit, problem: ProblemOf<'PORT_TAKEN'>): Promise<Problem> {
    const { clock, ports } = this.#deps
    const place = unit.saved.preference
    const port = place.localPort
    // Two saved tunnels may have one port where somebody has written the catalog by hand.
    const other = otherOn(place, unit, this.#deps.tunnels.units())
    if (other !== null)
      return problemOf('PORT_TAKEN', { ...problem.details, port, program: `Culvert (${fullName(other.saved)})` })
    const known = this.#owners.get(unit)
    if (known !== undefined && isSamePlace(known.place, place) && clock.now() - known.at < ownerFreshMs)
      return known.problem
    const named = await withOwner(ports, place, problem)
    this.#owners.set(unit, { problem: named, place, at: clock.now() })
    return named
  }

  #clientWaiting(unit: TunnelUnit): void {
    const { clients } = unit.facts
    const lastAt = this.#deps.clock.now()
    unit.learn({ clients: { ...clients, waiting: Math.max(1, clients.waiting), lastAt } })
    this.#deps.starts.wanted(unit)
  }

  #clientsChanged(unit: TunnelUnit, fact: FactOf<'clients-changed'>): void {
    const { open, waiting, peerPorts, elsewhere = [] } = fact
    const { lastAt, open: before, waiting: parked, ...known } = unit.facts.clients
    const wasThere = open + waiting > 0 || before + parked > 0
    const at = wasThere ? this.#deps.clock.now() : lastAt
    const programs = open === 0 ? [] : known.programs
    const waitingPrograms = waiting === 0 ? [] : known.waitingPrograms
    const there = new Set(known.elsewhere?.map(({ address }) => address))
    unit.cameFrom(elsewhere.filter(({ address }) => !there.has(address)))
    unit.learn({ clients: { ...known, open, waiting, elsewhere, lastAt: at, programs, waitingPrograms } })
    unit.send({ type: 'clients-changed' })
    this.#deps.programs.lookUp(unit, peerPorts)
  }
}

/** What is to follow may have changed meanwhile; the order of the door is known by its time. */
function isSameOrder({ door: before }: TunnelState, { door: after }: TunnelState): boolean {
  if (after.kind === 'closing') return true
  return before.kind === 'opening' && after.kind === 'opening' && before.since === after.since
}

/** Says why nobody may listen on the port, as far as the system tells. */
async function withBan(ports: PortProbe, place: LocalPlace, problem: ProblemOf<'PORT_FORBIDDEN'>): Promise<Problem> {
  const port = place.localPort
  const found = await ports.check(place).catch(() => ({ state: 'free' as const }))
  if (found.state !== 'forbidden' || found.ban.by === 'unknown') return problem
  const { by: why, ...range } = found.ban
  return problemOf('PORT_FORBIDDEN', { ...problem.details, port, why, ...range })
}

/** Names the program that has the port, as far as the system tells. */
async function withOwner(ports: PortProbe, place: LocalPlace, problem: ProblemOf<'PORT_TAKEN'>): Promise<Problem> {
  const port = place.localPort
  const found = await ports.check(place).catch(() => ({ state: 'free' as const }))
  if (found.state !== 'taken' || found.owner === null) return problemOf('PORT_TAKEN', { ...problem.details, port })
  const { program, pid } = found.owner
  return problemOf('PORT_TAKEN', { ...problem.details, port, program, pid: pid ?? undefined })
}

/** Another tunnel whose door is open at the place. */
function otherOn(place: LocalPlace, unit: TunnelUnit, units: readonly TunnelUnit[]): TunnelUnit | null {
  const open = units.filter(({ state }) => state.door.kind === 'open')
  return open.find((other) => other !== unit && isSamePlace(other.saved.preference, place)) ?? null
}
