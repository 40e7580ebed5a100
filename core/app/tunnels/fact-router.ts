import { problemOf, type Problem } from '#contract/problem.ts'
import type { RelayFact } from '#contract/relay.ts'
import type { Clock, Log, PortProbe } from '../ports.ts'
import type { ClientPrograms } from './client-programs.ts'
import type { EffectRunner } from './effects.ts'
import type { SessionLedger } from './ledger.ts'
import type { Passes } from './passes.ts'
import type { TrafficBook } from './traffic.ts'
import type { TunnelUnit } from './tunnel-unit.ts'

type FactOf<T extends RelayFact['type']> = Extract<RelayFact, { type: T }>
type TunnelFact = Exclude<RelayFact, { type: 'hello' | 'traffic' | 'log' }>

interface RouterDeps {
  readonly unitOf: (tunnelId: string) => TunnelUnit | null
  readonly effects: EffectRunner
  readonly passes: Passes
  readonly programs: ClientPrograms
  readonly ledger: SessionLedger
  readonly traffic: TrafficBook
  readonly ports: PortProbe
  readonly clock: Clock
  readonly log: Log
}

/** Turns what the relay tells into facts of the route and events of the tunnel they concern. */
export function createFactRouter(deps: RouterDeps): (fact: RelayFact) => void {
  const { clock, log } = deps
  const clientsChanged = (unit: TunnelUnit, { open, waiting, peerPorts }: FactOf<'clients-changed'>): void => {
    const { lastAt, open: before, waiting: parked, programs } = unit.facts.clients
    const wasThere = open + waiting > 0 || before + parked > 0
    unit.learn({ clients: { open, waiting, lastAt: wasThere ? clock.now() : lastAt, programs } })
    unit.send({ type: 'clients-changed' })
    deps.programs.lookUp(unit, peerPorts)
  }

  const clientWaiting = (unit: TunnelUnit): void => {
    const { clients } = unit.facts
    unit.learn({ clients: { ...clients, waiting: Math.max(1, clients.waiting), lastAt: clock.now() } })
    unit.send({ type: 'client-waiting' })
  }

  const doorFailed = async (unit: TunnelUnit, problem: Problem): Promise<void> => {
    const ordered = unit.state
    const named = problem.code === 'PORT_TAKEN' ? await withOwner(deps.ports, unit.spec.localPort, problem) : problem
    // While the owner was looked up the door may have been ordered anew; then this answer is not about it.
    if (unit.state === ordered || unit.state.kind === 'stopping') unit.send({ type: 'door-failed', problem: named })
  }

  const sessionReady = (unit: TunnelUnit, fact: FactOf<'session-ready'>): void => {
    const grant = deps.effects.finish(unit, fact.attempt)
    if (grant !== null) {
      const engineVersion = grant.engine.name === 'plugin' ? grant.engine.version : null
      const { sessionId, openedInMs } = fact
      const session = {
        sessionId,
        openedAt: clock.now(),
        openedInMs,
        latencyMs: null,
        engine: grant.engine.name,
        engineVersion,
      }
      const target = unit.facts.target
      unit.learn({ session, target: target && { ...target, agentVersion: fact.agentVersion ?? target.agentVersion } })
    }
    unit.send({ type: 'session-ready', attempt: fact.attempt, sessionId: fact.sessionId })
  }

  const sessionLost = (unit: TunnelUnit, fact: FactOf<'session-lost'>): void => {
    const isOver = fact.problem.code === 'SESSION_ENDED' || fact.problem.code === 'SESSION_EXPIRED'
    if (isOver) deps.ledger.forget(fact.sessionId)
    unit.send({ type: 'session-lost', sessionId: fact.sessionId, problem: fact.problem })
  }

  const sessionAlive = (unit: TunnelUnit, { sessionId, latencyMs }: FactOf<'session-alive'>): void => {
    const { session } = unit.facts
    if (session?.sessionId === sessionId) unit.learn({ session: { ...session, latencyMs } })
    unit.send({ type: 'session-alive', sessionId })
  }

  const tunnelFact = (unit: TunnelUnit, fact: TunnelFact): void => {
    switch (fact.type) {
      case 'door-opened':
        unit.learn({ door: { openedAt: clock.now() } })
        return unit.send({ type: 'door-opened' })
      case 'door-failed':
        return void doorFailed(unit, fact.problem)
      case 'door-closed':
        unit.learn({ door: null, clients: { ...unit.facts.clients, open: 0, waiting: 0 } })
        return unit.send({ type: 'door-closed' })
      case 'client-waiting':
        return clientWaiting(unit)
      case 'clients-changed':
        return clientsChanged(unit, fact)
      case 'session-ready':
        return sessionReady(unit, fact)
      case 'session-failed':
        deps.effects.finish(unit, fact.attempt)
        return unit.send({ type: 'session-failed', attempt: fact.attempt, problem: fact.problem })
      case 'session-lost':
        return sessionLost(unit, fact)
      case 'session-stopped':
        return unit.send({ type: 'session-stopped', sessionId: fact.sessionId })
      case 'session-alive':
        return sessionAlive(unit, fact)
      case 'pass-needed':
        unit.send({ type: 'session-resuming', sessionId: fact.sessionId })
        return deps.passes.renew(unit, fact.sessionId)
      case 'session-resumed':
        return unit.send({ type: 'session-resumed', sessionId: fact.sessionId })
      case 'credentials-needed':
        return deps.passes.giveCredentials(unit, fact.requestId)
      case 'endpoint-failed':
        return unit.send({ type: 'endpoint-failed', problem: fact.problem })
      case 'endpoint-answered':
        return unit.send({ type: 'endpoint-answered', latencyMs: fact.latencyMs })
    }
  }

  return (fact) => {
    if (fact.type === 'hello') return log.info('relay.hello', { pid: fact.pid })
    if (fact.type === 'traffic') return deps.traffic.take(fact.doors)
    if (fact.type === 'log') return log[fact.level](`relay.${fact.event}`, fact.fields)
    const unit = deps.unitOf(fact.tunnelId)
    if (unit !== null) tunnelFact(unit, fact)
  }
}

/** Names the program that has the port, as far as the system tells. */
async function withOwner(ports: PortProbe, port: number, problem: Problem): Promise<Problem> {
  const found = await ports.check(port).catch(() => ({ state: 'free' as const }))
  if (found.state !== 'taken' || found.owner === null) return problemOf('PORT_TAKEN', { ...problem.details, port })
  const { program, pid } = found.owner
  return problemOf('PORT_TAKEN', { ...problem.details, port, program, ...(pid === null ? {} : { pid }) })
}
