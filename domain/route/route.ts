import type { Hop, Route } from '#contract/status.ts'
import type { SavedTunnel } from '#contract/tunnel.ts'
import { ruleText } from '../tunnel-text/target-rule.ts'
import { phaseOf } from '../tunnel/phase.ts'
import type { TunnelState } from '../tunnel/state.ts'
import type { RouteFacts } from './facts.ts'
import { healthsOf, type Healths } from './health.ts'

type Facts = Hop['facts']
type MaybeFacts = Readonly<Record<string, string | number | null | undefined>>

/** Builds the five hops of a tunnel: facts for the renderer's words, and each hop's health. */
export function routeOf(tunnel: SavedTunnel, state: TunnelState, facts: RouteFacts): Route {
  const health = healthsOf(state, facts)
  return [
    { kind: 'client', zone: 'computer', health: health.client, facts: clientFacts(facts) },
    { kind: 'port', zone: 'computer', health: health.port, facts: portFacts(tunnel, state, facts) },
    { kind: 'session', zone: 'ssm', health: health.session, facts: sessionFacts(health, facts) },
    { kind: 'target', zone: 'vpc', health: health.target, facts: targetFacts(tunnel, facts) },
    { kind: 'endpoint', zone: 'vpc', health: health.endpoint, facts: endpointFacts(tunnel, state) },
  ]
}

function clientFacts(facts: RouteFacts): Facts {
  const { open, waiting, lastAt, programs } = facts.clients
  return known({ open, waiting, lastAt, programs: programs.length > 0 ? programs.join(', ') : null })
}

function portFacts(tunnel: SavedTunnel, state: TunnelState, facts: RouteFacts): Facts {
  const { door } = state
  const problem = door.kind === 'barred' ? door.failure.problem : null
  const owner = problem?.code === 'PORT_TAKEN' ? problem.details : null
  const since = facts.door?.openedAt
  return known({ port: tunnel.preference.localPort, since, owner: owner?.program, ownerPid: owner?.pid })
}

function sessionFacts(health: Healths, facts: RouteFacts): Facts {
  if (facts.session === null || health.session === 'idle' || health.session === 'none') return {}
  const { sessionId, openedAt, openedInMs, latencyMs, engine, engineVersion } = facts.session
  return known({ sessionId, openedAt, openedInMs, latencyMs, engine, engineVersion })
}

function targetFacts(tunnel: SavedTunnel, facts: RouteFacts): Facts {
  const rule = ruleText(tunnel.definition.target)
  const targetId = tunnel.definition.target.by === 'id' ? tunnel.definition.target.id : null
  if (facts.target === null) return known({ targetId, rule })
  const { id, name, matches, zone, vpc, agentVersion } = facts.target
  return known({ targetId: id, name, rule, matches, zone, vpc, agentVersion })
}

function endpointFacts(tunnel: SavedTunnel, state: TunnelState): Facts {
  const phase = phaseOf(state)
  const proof = phase.kind === 'ready' || phase.kind === 'checking' ? phase.session.endpoint : null
  const latencyMs = proof?.kind === 'answered' ? proof.latencyMs : null
  return known({ host: tunnel.definition.endpoint.host, port: tunnel.definition.endpoint.port, latencyMs })
}

function known(facts: MaybeFacts): Facts {
  const result: Record<string, string | number> = {}
  for (const [name, value] of Object.entries(facts)) if (value !== null && value !== undefined) result[name] = value
  return result
}
