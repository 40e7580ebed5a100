import { hopOf } from '../problem/traits.ts'
import type { HopKind } from '#contract/problem.ts'
import type { HopHealth } from '#contract/status.ts'
import type { EndpointProof } from '../session/far-end.ts'
import { phaseOf, type Phase, type PhaseOf } from '../tunnel/phase.ts'
import type { TunnelState } from '../tunnel/state.ts'
import type { RouteFacts } from './facts.ts'

/** Health by hop, client first. */
export type Healths = Readonly<Record<HopKind, HopHealth>>

type Behind = Pick<Healths, 'session' | 'target' | 'endpoint'>

const quiet: Behind = { session: 'idle', target: 'idle', endpoint: 'idle' }

/**
 * Health of the five hops. One hop at the most is `fail` and every hop after it is `none`; hops before it
 * keep the truth.
 */
export function healthsOf(state: TunnelState, facts: RouteFacts): Healths {
  const phase = phaseOf(state)
  const client = clientHealth(phase, facts)
  switch (phase.kind) {
    case 'stopped':
      return { client, port: 'idle', ...quiet }
    case 'stopping':
      return { client, port: phase.then === 'off' ? 'idle' : 'work', ...quiet }
    case 'arming':
      if (phase.failure !== null) return failed({ failure: phase.failure, door: 'closed' }, client)
      return { client, port: 'work', ...quiet }
    case 'restoring':
      return { client, port: 'work', ...quiet }
    case 'armed':
    case 'closing':
      return { client, port: 'ok', ...quiet }
    case 'connecting':
      return { client, port: 'ok', ...connecting(phase.session.step, facts) }
    case 'ready':
      return {
        client,
        port: 'ok',
        session: sessionHealth(facts, phase.session.endpoint),
        target: 'ok',
        endpoint: endpointHealth(phase.session.endpoint),
      }
    case 'checking':
      return { client, port: 'ok', ...checking(phase) }
    case 'reconnecting':
      return { client, port: 'ok', ...reconnecting(phase) }
    case 'failed':
      return failed(phase, client)
  }
}

/** The service answers for an agent that says nothing: it is the target that is not well. */
function checking({ session }: PhaseOf<'checking'>): Behind {
  if (session.why === 'silent') return { session: 'ok', target: 'warn', endpoint: 'idle' }
  return { session: 'work', target: 'idle', endpoint: 'idle' }
}

/** What the last try failed at is what the next one waits for. */
function reconnecting({ pause }: PhaseOf<'reconnecting'>): Behind {
  if (hopOf(pause.problem) === 'target') return { session: 'idle', target: 'warn', endpoint: 'idle' }
  return { session: 'warn', target: 'idle', endpoint: 'idle' }
}

function clientHealth(phase: Phase, facts: RouteFacts): HopHealth {
  if (phase.kind === 'stopped' || phase.kind === 'stopping') return 'idle'
  if (facts.clients.open > 0) return 'ok'
  return facts.clients.waiting > 0 ? 'work' : 'idle'
}

function connecting(step: PhaseOf<'connecting'>['session']['step'], facts: RouteFacts): Behind {
  if (step === 'target') return { session: 'work', target: 'work', endpoint: 'idle' }
  const isFound = step !== 'sign-in' && step !== 'code' && facts.target !== null
  return { session: 'work', target: isFound ? 'ok' : 'idle', endpoint: 'idle' }
}

/** One that is slow because of what it lost works, and is not well; nor is one that gives nothing back, and cannot be asked why. */
function sessionHealth({ session }: RouteFacts, proof: EndpointProof): HopHealth {
  const isDoubtful = session?.engine === 'plugin' && proof.kind === 'silent' && proof.latencyMs !== null
  return isDoubtful || (session !== null && session.recovery !== null) ? 'warn' : 'ok'
}

function endpointHealth(proof: EndpointProof): HopHealth {
  switch (proof.kind) {
    case 'unproven':
    case 'departed':
      return 'idle'
    case 'waiting':
      return proof.latencyMs === null ? 'work' : 'ok'
    case 'silent':
      return 'warn'
    case 'answered':
      return 'ok'
    case 'failed':
      return 'fail'
  }
}

function failed({ failure, door }: Pick<PhaseOf<'failed'>, 'failure' | 'door'>, client: HopHealth): Healths {
  const broken = hopOf(failure.problem) ?? 'session'
  const port: HopHealth = door === 'open' ? 'ok' : 'idle'
  switch (broken) {
    case 'client':
      return { client: 'fail', port: 'none', session: 'none', target: 'none', endpoint: 'none' }
    case 'port':
      return { client, port: 'fail', session: 'none', target: 'none', endpoint: 'none' }
    case 'session':
      return { client, port, session: 'fail', target: 'none', endpoint: 'none' }
    case 'target':
      return { client, port, session: 'idle', target: 'fail', endpoint: 'none' }
    case 'endpoint':
      return { client, port, session: 'idle', target: 'idle', endpoint: 'fail' }
  }
}
