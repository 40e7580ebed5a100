import { fail, ok, type Problem, type Result } from '#contract/problem.ts'
import type { TrafficReport, TunnelView } from '#contract/snapshot.ts'
import type { TunnelDraft, TunnelSpec } from '#contract/tunnel.ts'
import type { Occurrence } from '#core/domain/tunnel/event.ts'
import type { Unsubscribe } from '../ports.ts'
import { createAttempts } from './attempts.ts'
import { createClientPrograms } from './client-programs.ts'
import { diagnosticsOf } from './diagnostics.ts'
import { createEffectRunner } from './effects.ts'
import { createFactRouter } from './fact-router.ts'
import { createLedger } from './ledger.ts'
import { createPasses } from './passes.ts'
import { createPauses } from './pauses.ts'
import { checkPort, createRoster, whatChanged } from './roster.ts'
import type { SupervisorDeps } from './supervisor-deps.ts'
import { createTrafficBook } from './traffic.ts'
import { TunnelUnit, type UnitHost } from './tunnel-unit.ts'
import { createWorldWatch } from './world-watch.ts'

/** The saved tunnels and everything that lives behind them. Unknown ids answer TUNNEL_UNKNOWN. */
export interface TunnelSupervisor {
  /** Reads the catalog and opens the ports that were open when the program ended. */
  load(): Promise<void>
  views(): readonly TunnelView[]
  specs(): readonly TunnelSpec[]
  arm(id: string): Promise<Result<void>>
  /** Resolves once the port is closed. */
  disarm(id: string): Promise<Result<void>>
  /** The session, now; a stopped tunnel is armed first. */
  connect(id: string): Promise<Result<void>>
  disconnect(id: string): Promise<Result<void>>
  /** LOCAL_PORT_RESERVED, CATALOG_NOT_WRITTEN (then nothing was created). */
  create(draft: TunnelDraft): Promise<Result<{ readonly id: string }>>
  /** As {@link create}. The switch stays as it is, whatever the draft says: `arm` and `disarm` move it. */
  change(id: string, draft: TunnelDraft): Promise<Result<void>>
  /** Closes the port, ends the session, forgets the tunnel. */
  remove(id: string): Promise<Result<void>>
  /** Redacted text for a bug report or an administrator. */
  diagnostics(id: string): Result<{ readonly text: string }>
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
  /** Closes every door and terminates every session, in parallel, within the deadline. The saved switches stay. */
  dispose(deadlineMs: number): Promise<void>
}

/** Creates the supervisor. It owns no socket and no process: the relay does. */
export function createTunnelSupervisor(deps: SupervisorDeps): TunnelSupervisor {
  const { clock, log } = deps
  const changeListeners = new Set<(view: TunnelView) => void>()
  const removalListeners = new Set<(id: string) => void>()
  const pauses = createPauses(clock)
  const programs = createClientPrograms(deps)
  const ledger = createLedger({ ...deps, pauses })
  const attempts = createAttempts({ ...deps, ledger })
  const effects = createEffectRunner({ ...deps, attempts, ledger })
  const passes = createPasses({ ...deps, ledger, pauses })
  const traffic = createTrafficBook(clock)
  const host: UnitHost = {
    clock,
    isOnline: () => world.isOnline(),
    run: (unit, effect) => effects.run(unit, effect),
    changed: (unit) => {
      if (roster.find(unit.id) !== unit) return
      const view = unit.view()
      for (const listener of changeListeners) listener(view)
    },
  }
  const roster = createRoster(deps.catalog, (spec) => new TunnelUnit(spec, host))
  const route = createFactRouter({
    ...deps,
    unitOf: (id) => roster.find(id),
    effects,
    passes,
    programs,
    ledger,
    traffic,
  })
  const world = createWorldWatch({ relay: deps.relay, signIns: deps.signIns, units: roster.units, route, log })

  const forget = (unit: TunnelUnit): void => {
    effects.forget(unit)
    programs.forget(unit)
  }

  const command = async (
    id: string,
    occurrence: Occurrence,
    armed?: 'armed' | 'stopped',
  ): Promise<Result<TunnelUnit>> => {
    const unit = roster.find(id)
    if (unit === null) return fail('TUNNEL_UNKNOWN', { id })
    const isKept = armed === undefined || unit.spec.armed === (armed === 'armed')
    if (!isKept) unit.spec = { ...unit.spec, armed: armed === 'armed' }
    unit.send(occurrence)
    if (!isKept) {
      host.changed(unit)
      // The port matters more than the note of it: a catalog that can not be written is told among the problems.
      await roster.save()
    }
    return ok(unit)
  }

  const create = async (draft: TunnelDraft): Promise<Result<{ readonly id: string }>> => {
    const free = checkPort(draft, roster)
    if (!free.ok) return free
    const unit = new TunnelUnit({ ...draft, id: deps.newId() }, host)
    roster.add(unit)
    const saved = await roster.save()
    if (!saved.ok) {
      roster.drop(unit)
      return saved
    }
    host.changed(unit)
    if (draft.armed) unit.send({ type: 'arm' })
    return ok({ id: unit.id })
  }

  const change = async (id: string, draft: TunnelDraft): Promise<Result<void>> => {
    const unit = roster.find(id)
    if (unit === null) return fail('TUNNEL_UNKNOWN', { id })
    const free = checkPort(draft, roster, id)
    if (!free.ok) return free
    const before = unit.spec
    unit.spec = { ...draft, id, armed: before.armed }
    const saved = await roster.save()
    if (!saved.ok) {
      unit.spec = { ...before, armed: unit.spec.armed }
      return saved
    }
    const what = whatChanged(before, unit.spec)
    if (what === 'route') unit.learn({ target: null })
    unit.send({ type: 'spec-changed', what })
    host.changed(unit)
    return ok(undefined)
  }

  const remove = async (id: string): Promise<Result<void>> => {
    const stopped = await command(id, { type: 'disarm' })
    if (!stopped.ok) return stopped
    const unit = stopped.value
    await unit.rested()
    if (roster.find(id) !== unit) return ok(undefined)
    forget(unit)
    traffic.forget(id)
    roster.drop(unit)
    for (const listener of removalListeners) listener(id)
    return roster.save()
  }

  const dispose = async (deadlineMs: number): Promise<void> => {
    const units = roster.units()
    for (const unit of units) unit.send({ type: 'disarm' })
    const allDone = Promise.all(units.map((unit) => unit.rested()))
      .then(() => attempts.settled())
      .then(() => ledger.terminateAll())
      .then(() => ledger.drained())
    let stopTimer = (): void => {}
    const deadline = new Promise<void>((resolve) => (stopTimer = clock.after(deadlineMs, resolve)))
    await Promise.race([allDone, deadline])
    stopTimer()
    if (ledger.size() > 0) log.warn('sessions.left-behind', { sessions: ledger.size() })
    pauses.dispose()
    for (const unit of units) forget(unit)
    world.dispose()
    traffic.dispose()
  }

  const subscribe = <L>(listeners: Set<L>, listener: L): Unsubscribe => {
    listeners.add(listener)
    return () => listeners.delete(listener)
  }
  const nothing = (result: Result<TunnelUnit>): Result<void> => (result.ok ? ok(undefined) : result)

  return {
    async load() {
      await roster.load()
      for (const unit of roster.units()) if (unit.spec.armed) unit.send({ type: 'arm' })
    },
    views: () => roster.units().map((unit) => unit.view()),
    specs: () => roster.units().map((unit) => unit.spec),
    arm: async (id) => nothing(await command(id, { type: 'arm' }, 'armed')),
    async disarm(id) {
      const result = await command(id, { type: 'disarm' }, 'stopped')
      if (result.ok) await result.value.rested()
      return nothing(result)
    },
    connect: async (id) => nothing(await command(id, { type: 'connect-now' }, 'armed')),
    disconnect: async (id) => nothing(await command(id, { type: 'disconnect-now' })),
    create,
    change,
    remove,
    diagnostics(id) {
      const unit = roster.find(id)
      return unit === null ? fail('TUNNEL_UNKNOWN', { id }) : ok({ text: diagnosticsOf(unit.view(), clock.now()) })
    },
    trafficReport: traffic.report,
    slept: world.slept,
    woke: world.woke,
    setOnline: world.setOnline,
    isOnline: world.isOnline,
    onOnline: world.onOnline,
    problems: roster.problems,
    onProblems: roster.onProblems,
    onChange: (listener) => subscribe(changeListeners, listener),
    onRemoved: (listener) => subscribe(removalListeners, listener),
    onTraffic: traffic.onReport,
    dispose,
  }
}
