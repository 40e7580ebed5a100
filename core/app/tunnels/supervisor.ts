import { within } from '#domain/clock/clock.ts'
import { createListeners, type Unsubscribe } from '#domain/listeners/listeners.ts'
import { fail, ok } from '#domain/result.ts'
import type { ConnectionList } from '#contract/connections.ts'
import type { Ending } from '#contract/ending.ts'
import type { Problem } from '#contract/problem.ts'
import type { Result } from '#contract/result.ts'
import type { TrafficReport, TunnelView } from '#contract/snapshot.ts'
import type { Environment, SavedTunnel, TunnelDraft } from '#contract/tunnel.ts'
import { keepOpen, mayEnd, type EndingOrder } from '#domain/ending/ending.ts'
import type { Occurrence } from '#domain/tunnel/event.ts'
import type { IdentityPins } from '../sessions/pinned-identity.ts'
import type { ClientTrouble } from './client-troubles.ts'
import { diagnosticsOf } from './diagnostics.ts'
import { changeTunnel, createTunnel, dropTunnel } from './editing.ts'
import { createExposing, type Exposing } from './exposing.ts'
import { createIdentityPins, useOtherIdentity } from './pinning.ts'
import { createParts, type SupervisorParts } from './parts.ts'
import type { SupervisorDeps } from './supervisor-deps.ts'
import type { TunnelNews } from './tunnel-news.ts'
import type { TunnelUnit } from './tunnel-unit.ts'

/** The saved tunnels and everything that lives behind them. Unknown ids answer TUNNEL_UNKNOWN. */
export interface TunnelSupervisor extends Exposing {
  /** Reads the catalog and opens the ports that were open when the program ended. */
  load(): Promise<void>
  views(): readonly TunnelView[]
  savedTunnels(): readonly SavedTunnel[]
  /** In the order of lists; the same for as long as the program runs. */
  environments(): readonly Environment[]
  arm(id: string): Promise<Result<void>>
  /** Resolves once the port is closed. Without an ending CONNECTIONS_OPEN while any is, as all that may end connections. */
  disarm(id: string, ending?: Ending): Promise<Result<void>>
  /** The session, now; a stopped tunnel is armed first. */
  connect(id: string): Promise<Result<void>>
  disconnect(id: string, ending?: Ending): Promise<Result<void>>
  /** From now on the tunnel is for the identity that its profile gives now; then {@link connect}. */
  useIdentity(id: string): Promise<Result<void>>
  /** A session, now, through another node that the target rule matches. */
  anotherMatch(id: string, ending?: Ending): Promise<Result<void>>
  /** A tunnel that is switched off. LOCAL_PORT_RESERVED, CATALOG_NOT_WRITTEN (then nothing was created). */
  create(draft: TunnelDraft): Promise<Result<{ readonly id: string }>>
  /** As {@link create}. The switch stays as it is: `arm` and `disarm` move it. */
  change(id: string, draft: TunnelDraft, ending?: Ending): Promise<Result<void>>
  /** Closes the port, ends the session, forgets the tunnel. */
  remove(id: string, ending?: Ending): Promise<Result<void>>
  /** Redacted text for a bug report or an administrator. */
  diagnostics(id: string): Result<{ readonly text: string }>
  /** Who is connected to the tunnel's port now, or was within the last second. RELAY_STOPPED. */
  connections(id: string): Promise<Result<ConnectionList>>
  trafficReport(): TrafficReport
  slept(): void
  woke(): void
  setOnline(online: boolean): void
  isOnline(): boolean
  onOnline(listener: (online: boolean) => void): Unsubscribe
  problems(): readonly Problem[]
  onProblems(listener: (problems: readonly Problem[]) => void): Unsubscribe
  /** Told after each transition and each new fact; the snapshot coalesces. */
  onChange(listener: (view: TunnelView) => void): Unsubscribe
  onRemoved(listener: (id: string) => void): Unsubscribe
  onTraffic(listener: (report: TrafficReport) => void): Unsubscribe
  /** For whom the tunnels are. */
  readonly pins: IdentityPins
  /** What is kept of what happens. */
  readonly news: TunnelNews
  /** Clients wait in vain, or were let go: told once per storm. */
  onClientTrouble(listener: (trouble: ClientTrouble) => void): Unsubscribe
  /**
   * Closes every door with the sessions behind it, in parallel, within the deadline. The saved switches stay. What is left at the
   * service then is for whoever ends the sessions of the whole program.
   */
  dispose(deadlineMs: number): Promise<void>
}

/** Creates the supervisor. It owns no socket and no process: the relay does. */
export function createTunnelSupervisor(deps: SupervisorDeps): TunnelSupervisor {
  const changes = createListeners<TunnelView>()
  const removals = createListeners<string>()
  const parts = createParts(deps, changes.tell)
  const { tunnelList, world } = parts
  let phase: Phase = 'running'
  const { stop, ...commands } = createCommands(parts, () => phase)
  const edit = <T>(work: () => Promise<Result<T>>): Promise<Result<T>> =>
    parts.edits(() => (phase === 'running' ? work() : Promise.resolve(fail('RELAY_STOPPED', {}))))
  return {
    ...commands,
    ...createReports(parts, deps),
    ...createExposing(parts),
    async load() {
      await tunnelList.load()
      await parts.exposures.load()
      for (const unit of tunnelList.units()) if (unit.saved.armed) unit.send({ type: 'arm' })
    },
    create: (draft) => edit(() => createTunnel(parts, deps.newId(), draft)),
    change: (id, draft, ending = keepOpen) => edit(() => changeTunnel(parts, id, draft, ending)),
    async remove(id, ending = keepOpen) {
      const unit = await stop(id, ending)
      return unit.ok ? await edit(() => dropTunnel(parts, unit.value, removals.tell)) : unit
    },
    slept: () => world.slept(),
    woke: () => world.woke(),
    setOnline: (online) => world.setOnline(online),
    onChange: changes.subscribe,
    onRemoved: removals.subscribe,
    news: parts.news,
    pins: createIdentityPins(tunnelList),
    dispose(deadlineMs) {
      phase = 'disposed'
      return dispose(parts, deps, deadlineMs)
    },
  }
}

/** Once disposed, nothing is started any more: no session may begin that nobody would end. */
type Phase = 'running' | 'disposed'

type Reports = Pick<
  TunnelSupervisor,
  | 'views'
  | 'savedTunnels'
  | 'environments'
  | 'diagnostics'
  | 'connections'
  | 'trafficReport'
  | 'onTraffic'
  | 'onClientTrouble'
  | 'isOnline'
  | 'onOnline'
  | 'problems'
  | 'onProblems'
>

/** What is to be seen of the tunnels. */
function createReports(
  { tunnelList, world, traffic, troubles, refusals, connections }: SupervisorParts,
  { clock }: SupervisorDeps,
): Reports {
  const about = <T>(id: string, tell: (view: TunnelView, now: number) => T): Result<T> => {
    const unit = tunnelList.find(id)
    return unit === null ? fail('TUNNEL_UNKNOWN', {}) : ok(tell(unit.view(), clock.now()))
  }
  const problems = (): readonly Problem[] => [...tunnelList.problems(), ...refusals.problems()]
  return {
    views: () => tunnelList.units().map((unit) => unit.view()),
    environments: () => tunnelList.environments(),
    savedTunnels: () => tunnelList.units().map((unit) => unit.saved),
    diagnostics: (id) => about(id, (view, now) => ({ text: diagnosticsOf(view, now) })),
    async connections(id) {
      const unit = tunnelList.find(id)
      return unit === null ? fail('TUNNEL_UNKNOWN', {}) : await connections.list(unit)
    },
    trafficReport: traffic.report,
    onTraffic: traffic.onReport,
    onClientTrouble: troubles.onTrouble,
    isOnline: () => world.isOnline(),
    onOnline: (listener) => world.onOnline(listener),
    problems,
    onProblems(listener) {
      const tell = (): void => listener(problems())
      const stops = [tunnelList.onProblems(tell), refusals.onProblems(tell)]
      return () => stops.forEach((stop) => stop())
    },
  }
}

type Commands = Pick<TunnelSupervisor, 'arm' | 'disarm' | 'connect' | 'disconnect' | 'anotherMatch' | 'useIdentity'> & {
  /** Off, whatever the switch does meanwhile; but not noted as such. */
  stop(id: string, ending: Ending): Promise<Result<TunnelUnit>>
}

type Send = (id: string, occurrence: Occurrence, position?: 'on' | 'off') => Promise<Result<TunnelUnit>>

/** Tells a tunnel what a user wants. The switch is noted in the catalog: ports come back as they were. */
function createSend({ tunnelList, host }: SupervisorParts, phase: () => Phase): Send {
  return async (id, occurrence, position) => {
    if (phase() === 'disposed') return fail('RELAY_STOPPED', {})
    const unit = tunnelList.find(id)
    if (unit === null) return fail('TUNNEL_UNKNOWN', {})
    const armed = position === 'on'
    const isNews = position !== undefined && unit.saved.armed !== armed
    if (isNews) unit.saved = { ...unit.saved, armed }
    unit.send(occurrence)
    if (!isNews) return ok(unit)
    host.changed(unit)
    // The port matters more than the note of it: a catalog that can not be written is told among the problems.
    await tunnelList.save()
    return ok(unit)
  }
}

/** What users tell tunnels to do. */
function createCommands(parts: SupervisorParts, phase: () => Phase): Commands {
  const { tunnelList } = parts
  const send = createSend(parts, phase)
  const rested = async (sent: Result<TunnelUnit>): Promise<Result<TunnelUnit>> => {
    if (sent.ok) await sent.value.rested()
    return sent
  }
  const ends = async <T>(order: EndingOrder, id: string, ending: Ending, work: () => Promise<Result<T>>) => {
    const unit = tunnelList.find(id)
    const may = unit === null ? ok(undefined) : mayEnd(order, [unit.facts], ending)
    return may.ok ? await work() : may
  }
  const stopped = async (id: string): Promise<Result<TunnelUnit>> => {
    let sent = await rested(await send(id, { type: 'disarm' }))
    // Somebody may have moved the switch while the door was being closed.
    while (sent.ok && sent.value.state.door.kind !== 'closed') sent = await rested(await send(id, { type: 'disarm' }))
    return sent
  }
  return {
    arm: async (id) => done(await send(id, { type: 'arm' }, 'on')),
    disarm: async (id, ending = keepOpen) =>
      done(await ends('disarm', id, ending, async () => rested(await send(id, { type: 'disarm' }, 'off')))),
    connect: async (id) => done(await send(id, { type: 'connect-now' }, 'on')),
    disconnect: async (id, ending = keepOpen) =>
      done(await ends('disconnect', id, ending, () => send(id, { type: 'disconnect-now' }))),
    useIdentity: async (id) => {
      const used = await useOtherIdentity(tunnelList, id)
      return used.ok ? done(await send(id, { type: 'connect-now' }, 'on')) : used
    },
    anotherMatch: async (id, ending = keepOpen) =>
      done(
        await ends('another-match', id, ending, async () => {
          tunnelList.find(id)?.avoidTarget()
          await send(id, { type: 'tunnel-edited', what: 'route' })
          return await send(id, { type: 'connect-now' }, 'on')
        }),
      ),
    stop: (id, ending) => ends('remove', id, ending, () => stopped(id)),
  }
}

/** The relay's part of the time for the end; it may take a second longer to see that a program is gone. */
const relayShare = 0.5

async function dispose(parts: SupervisorParts, { clock }: SupervisorDeps, deadlineMs: number): Promise<void> {
  const { tunnelList, world, traffic } = parts
  const units = tunnelList.units()
  for (const unit of units) unit.send({ type: 'disarm', withinMs: Math.round(deadlineMs * relayShare) })
  await within(clock, deadlineMs, Promise.all(units.map((unit) => unit.rested())))
  parts.stopGuarding()
  parts.exposures.dispose()
  units.forEach(parts.forget)
  world.dispose()
  traffic.dispose()
}

function done(result: Result<unknown>): Result<void> {
  return result.ok ? ok(undefined) : result
}
