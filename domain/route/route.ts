import type { Hop, Route } from '#contract/status.ts'
import type { TunnelSpec } from '#contract/tunnel.ts'
import { ruleText } from '../tunnel-text/target-rule.ts'
import type { TunnelState } from '../tunnel/state.ts'
import type { RouteFacts } from './facts.ts'
import { healthsOf, type Healths } from './health.ts'

type Facts = Hop['facts']
type MaybeFacts = Readonly<Record<string, string | number | null | undefined>>

/** Builds the five hops of a tunnel: facts for the renderer's words, and each hop's health. */
export function routeOf(spec: TunnelSpec, state: TunnelState, facts: RouteFacts): Route {
  const health = healthsOf(state, facts)
  return [
    { kind: 'client', zone: 'computer', health: health.client, facts: clientFacts(facts) },
    { kind: 'port', zone: 'computer', health: health.port, facts: portFacts(spec, state, facts) },
    { kind: 'session', zone: 'ssm', health: health.session, facts: sessionFacts(health, facts) },
    { kind: 'target', zone: 'vpc', health: health.target, facts: targetFacts(spec, facts) },
    { kind: 'endpoint', zone: 'vpc', health: health.endpoint, facts: endpointFacts(spec, state) },
  ]
}

function clientFacts(facts: RouteFacts): Facts {
  const { open, waiting, lastAt, programs } = facts.clients
  return known({ open, waiting, lastAt, programs: programs.length > 0 ? programs.join(', ') : null })
}

function portFacts(spec: TunnelSpec, state: TunnelState, facts: RouteFacts): Facts {
  const owner = state.kind === 'failed' && state.problem.code === 'PORT_TAKEN' ? state.problem.details : {}
  const since = facts.door?.openedAt
  return known({ port: spec.localPort, since, owner: owner['program'], ownerPid: owner['pid'] })
}

function sessionFacts(health: Healths, facts: RouteFacts): Facts {
  if (facts.session === null || health.session === 'idle' || health.session === 'none') return {}
  const { sessionId, openedAt, openedInMs, latencyMs, engine, engineVersion } = facts.session
  return known({ sessionId, openedAt, openedInMs, latencyMs, engine, engineVersion })
}

function targetFacts(spec: TunnelSpec, facts: RouteFacts): Facts {
  const rule = ruleText(spec.target)
  const targetId = spec.target.by === 'id' ? spec.target.id : null
  if (facts.target === null) return known({ targetId, rule })
  const { id, name, matches, zone, vpc, agentVersion } = facts.target
  return known({ targetId: id, name, rule, matches, zone, vpc, agentVersion })
}

function endpointFacts(spec: TunnelSpec, state: TunnelState): Facts {
  const proof = state.kind === 'ready' || state.kind === 'checking' ? state.session.endpoint : null
  const latencyMs = proof?.kind === 'answered' ? proof.latencyMs : null
  return known({ host: spec.endpoint.host, port: spec.endpoint.port, latencyMs })
}

function known(facts: MaybeFacts): Facts {
  const result: Record<string, string | number> = {}
  for (const [name, value] of Object.entries(facts)) if (value !== null && value !== undefined) result[name] = value
  return result
}
