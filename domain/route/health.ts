import { hopOf } from '../problem/traits.ts'
import type { HopKind } from '#contract/problem.ts'
import type { HopHealth } from '#contract/status.ts'
import type { EndpointProof, TunnelState } from '../tunnel/state.ts'
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
  const client = clientHealth(state, facts)
  switch (state.kind) {
    case 'stopped':
      return { client, port: 'idle', ...quiet }
    case 'stopping':
      return { client, port: state.then === 'stay' ? 'idle' : 'work', ...quiet }
    case 'arming':
    case 'restoring':
      return { client, port: 'work', ...quiet }
    case 'armed':
    case 'closing':
      return { client, port: 'ok', ...quiet }
    case 'connecting':
      return { client, port: 'ok', ...connecting(state.step, facts) }
    case 'ready':
      return { client, port: 'ok', session: 'ok', target: 'ok', endpoint: endpointHealth(state.session.endpoint) }
    case 'checking':
      return { client, port: 'ok', session: 'work', target: 'idle', endpoint: 'idle' }
    case 'reconnecting':
      return { client, port: 'ok', session: 'warn', target: 'idle', endpoint: 'idle' }
    case 'failed':
      return failed(state, client)
  }
}

function clientHealth(state: TunnelState, facts: RouteFacts): HopHealth {
  if (state.kind === 'stopped' || state.kind === 'stopping') return 'idle'
  if (facts.clients.open > 0) return 'ok'
  return facts.clients.waiting > 0 ? 'work' : 'idle'
}

function connecting(step: Extract<TunnelState, { kind: 'connecting' }>['step'], facts: RouteFacts): Behind {
  if (step === 'target') return { session: 'work', target: 'work', endpoint: 'idle' }
  const isFound = step !== 'sign-in' && facts.target !== null
  return { session: 'work', target: isFound ? 'ok' : 'idle', endpoint: 'idle' }
}

function endpointHealth(proof: EndpointProof): HopHealth {
  if (proof.kind === 'answered') return 'ok'
  return proof.kind === 'failed' ? 'fail' : 'idle'
}

function failed(state: Extract<TunnelState, { kind: 'failed' }>, client: HopHealth): Healths {
  const broken = hopOf(state.problem) ?? 'session'
  const port: HopHealth = state.door === 'open' ? 'ok' : 'idle'
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
