import type { HopOf, Route } from '#contract/status.ts'
import type { SavedTunnel } from '#contract/tunnel.ts'
import { ruleText } from '../tunnel-text/target-rule.ts'
import { phaseOf } from '../tunnel/phase.ts'
import { isLive } from '../session/state.ts'
import { servingOf, type TunnelState } from '../tunnel/state.ts'
import { lanesOf, replacementOf } from './lanes.ts'
import type { RouteFacts } from './facts.ts'
import { healthsOf, type Healths } from './health.ts'

/** Builds the five hops of a tunnel: facts for the renderer's words, and each hop's health. */
export function routeOf(tunnel: SavedTunnel, state: TunnelState, facts: RouteFacts): Route {
  const health = healthsOf(state, facts)
  return [
    { kind: 'client', zone: 'computer', health: health.client, facts: clientFacts(facts) },
    { kind: 'port', zone: 'computer', health: health.port, facts: portFacts(tunnel, state, facts) },
    { kind: 'session', zone: 'ssm', health: health.session, facts: sessionFacts(health, state, facts) },
    { kind: 'target', zone: 'vpc', health: health.target, facts: targetFacts(tunnel, facts) },
    { kind: 'endpoint', zone: 'vpc', health: health.endpoint, facts: endpointFacts(tunnel, state) },
  ]
}

function clientFacts(facts: RouteFacts): HopOf<'client'>['facts'] {
  const { programs, elsewhere = [], waitingPrograms, letGo, ...clients } = facts.clients
  const told = letGo && { ...letGo, programs: [...letGo.programs] }
  const outside = elsewhere.length === 0 ? {} : { elsewhere: [...elsewhere] }
  return { ...clients, ...outside, programs: [...programs], waitingPrograms: [...waitingPrograms], letGo: told }
}

function portFacts(tunnel: SavedTunnel, { door }: TunnelState, facts: RouteFacts): HopOf<'port'>['facts'] {
  const problem = door.kind === 'barred' || door.kind === 'opening' ? door.failure?.problem : undefined
  const { program, pid = null } = problem?.code === 'PORT_TAKEN' ? problem.details : {}
  const owner = program === undefined ? null : { program, pid }
  return { port: tunnel.preference.localPort, since: facts.door?.openedAt ?? null, owner }
}

function sessionFacts(health: Healths, state: TunnelState, facts: RouteFacts): HopOf<'session'>['facts'] {
  const { session } = facts
  if (health.session === 'idle' || health.session === 'none' || session === null) return null
  const draining = state.sessions.filter(({ role, session: other }) => role === 'draining' && isLive(other)).length
  return { ...session, replacement: replacementOf(servingOf(state)), draining, lanes: lanesOf(state, facts) }
}

const unknownTarget = { name: null, matches: null, othersOnline: null, zone: null, vpc: null, agentVersion: null }

function targetFacts(tunnel: SavedTunnel, { target }: RouteFacts): HopOf<'target'>['facts'] {
  const { target: rule } = tunnel.definition
  const named = { targetId: rule.by === 'id' ? rule.id : null, rule: ruleText(rule) }
  if (target === null) return { ...named, ...unknownTarget }
  const { id, name, matches, othersOnline, zone, vpc, agentVersion } = target
  return { ...named, targetId: id, name, matches, othersOnline, zone, vpc, agentVersion }
}

function endpointFacts(tunnel: SavedTunnel, state: TunnelState): HopOf<'endpoint'>['facts'] {
  const phase = phaseOf(state)
  const proof = phase.kind === 'ready' || phase.kind === 'checking' ? phase.session.endpoint : null
  const { host, port } = tunnel.definition.endpoint
  return { host, port, latencyMs: proof !== null && 'latencyMs' in proof ? proof.latencyMs : null }
}
