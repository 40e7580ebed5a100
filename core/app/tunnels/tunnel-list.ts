import { isDeepStrictEqual } from 'node:util'
import { fail, ok } from '#domain/result.ts'
import type { Problem } from '#contract/problem.ts'
import type { Result } from '#contract/result.ts'
import type { Environment, SavedTunnel, TunnelDraft } from '#contract/tunnel.ts'
import { defaultEnvironments } from '#domain/environments.ts'
import { createListeners, type Unsubscribe } from '#domain/listeners/listeners.ts'
import { holderOf } from '#domain/port-plan/port-plan.ts'
import { fullName } from '#domain/tunnel-text/full-name.ts'
import { isSamePlace } from '#domain/tunnel-text/local-address.ts'
import type { CatalogStore } from '../ports.ts'
import type { TunnelUnit } from './tunnel-unit.ts'

/** The saved tunnels in their order, and the problems of keeping them. */
export interface TunnelList {
  load(): Promise<readonly SavedTunnel[]>
  /** Known once the catalog is loaded. */
  environments(): readonly Environment[]
  units(): readonly TunnelUnit[]
  find(id: string): TunnelUnit | null
  add(unit: TunnelUnit): void
  drop(unit: TunnelUnit): void
  /** Writes the catalog; a failure stays among the problems until a later save succeeds. */
  save(): Promise<Result<void>>
  problems(): readonly Problem[]
  onProblems(listener: (problems: readonly Problem[]) => void): Unsubscribe
}

/** Keeps units by id, in the catalog's order. */
export function createTunnelList(catalog: CatalogStore, make: (tunnel: SavedTunnel) => TunnelUnit): TunnelList {
  const units = new Map<string, TunnelUnit>()
  const listeners = createListeners<readonly Problem[]>()
  let environments = defaultEnvironments
  let loadProblems: readonly Problem[] = []
  let saveProblem: Problem | null = null

  const problems = (): readonly Problem[] => (saveProblem === null ? loadProblems : [...loadProblems, saveProblem])

  const noteSave = (problem: Problem | null): void => {
    if (isDeepStrictEqual(problem, saveProblem)) return
    saveProblem = problem
    listeners.tell(problems())
  }

  return {
    async load() {
      const loaded = await catalog.load()
      loadProblems = loaded.problems
      environments = loaded.environments
      for (const tunnel of loaded.tunnels) units.set(tunnel.id, make(tunnel))
      return loaded.tunnels
    },
    environments: () => environments,
    units: () => [...units.values()],
    find: (id) => units.get(id) ?? null,
    add: (unit) => void units.set(unit.id, unit),
    drop: (unit) => void units.delete(unit.id),
    async save() {
      const saved = await catalog.save([...units.values()].map((unit) => unit.saved))
      noteSave(saved.ok ? null : saved.error)
      return saved
    },
    problems,
    onProblems: listeners.subscribe,
  }
}

/** INPUT_INVALID for a draft in an environment that there is not, else as {@link checkPort}. */
export function checkDraft(draft: TunnelDraft, tunnelList: TunnelList, exceptTunnel?: string): Result<void> {
  const { environment } = draft.definition
  if (tunnelList.environments().some(({ id }) => id === environment)) return checkPort(draft, tunnelList, exceptTunnel)
  return fail('INPUT_INVALID', { path: 'definition.environment', said: environment })
}

/** LOCAL_PORT_RESERVED when another saved tunnel has the draft's port at its address: two can never be armed at once. */
function checkPort(draft: TunnelDraft, tunnelList: TunnelList, exceptTunnel?: string): Result<void> {
  const holder = holderOf(
    draft.preference,
    tunnelList.units().map((unit) => unit.saved),
    exceptTunnel,
  )
  if (holder === null) return ok(undefined)
  return fail('LOCAL_PORT_RESERVED', { port: draft.preference.localPort, tunnelName: fullName(holder) })
}

/** What a change of the tunnel means for a living tunnel. */
export function whatChanged(before: SavedTunnel, after: SavedTunnel): 'port' | 'route' | 'options' {
  if (!isSamePlace(before.preference, after.preference)) return 'port'
  // The door knows what is spoken through it, and is opened anew.
  if (before.definition.kind !== after.definition.kind) return 'port'
  const routeOf = ({ definition, preference }: SavedTunnel): object => [
    definition.account,
    definition.region,
    definition.target,
    definition.endpoint,
    definition.document,
    definition.relayPort,
    preference.profile,
    preference.engine,
  ]
  return isDeepStrictEqual(routeOf(before), routeOf(after)) ? 'options' : 'route'
}
