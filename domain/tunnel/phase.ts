import type { SessionStateOf } from '../session/state.ts'
import { servingOf, type Behind, type Failure, type TunnelState, type Wish } from './state.ts'

/**
 * What a tunnel is doing, in one word: its door, what is behind that, and the session that serves, read together. Sessions
 * that drain or are to come do not show.
 */
export type Phase =
  | { readonly kind: 'stopped' }
  /** `failure`: why the port could not be opened before; null the first time. */
  | { readonly kind: 'arming'; readonly since: number; readonly failure: Failure | null }
  | { readonly kind: 'armed'; readonly since: number }
  | { readonly kind: 'connecting'; readonly session: SessionStateOf<'starting'> }
  | { readonly kind: 'ready'; readonly session: SessionStateOf<'ready'>; readonly idleCloseAt: number | null }
  | { readonly kind: 'checking'; readonly session: SessionStateOf<'checking'> }
  | { readonly kind: 'reconnecting'; readonly pause: Extract<Behind, { kind: 'pause' }> }
  | { readonly kind: 'failed'; readonly failure: Failure; readonly door: 'open' | 'closed' }
  | { readonly kind: 'restoring'; readonly since: number }
  /** The session is being closed, the door stays. */
  | { readonly kind: 'closing'; readonly session: SessionStateOf<'closing'>; readonly then: Wish }
  /** The door is being closed, and the sessions with it. */
  | { readonly kind: 'stopping'; readonly since: number; readonly then: Wish }

export type PhaseKind = Phase['kind']
export type PhaseOf<K extends PhaseKind> = Extract<Phase, { readonly kind: K }>

/** Reads a tunnel's phase off its state. */
export function phaseOf(state: TunnelState): Phase {
  const { door, wish } = state
  switch (door.kind) {
    case 'closed':
      return { kind: 'stopped' }
    case 'opening':
      return { kind: 'arming', since: door.since, failure: door.failure ?? null }
    case 'barred':
      return { kind: 'failed', failure: door.failure, door: 'closed' }
    case 'closing':
      return { kind: 'stopping', since: door.since, then: wish }
    case 'gone':
      return { kind: 'restoring', since: door.since }
    case 'open':
      return phaseBehind(state, door.behind)
  }
}

function phaseBehind(state: TunnelState, behind: Behind): Phase {
  switch (behind.kind) {
    case 'nothing':
      return { kind: 'armed', since: behind.since }
    case 'pause':
      return { kind: 'reconnecting', pause: behind }
    case 'failure':
      return { kind: 'failed', failure: behind, door: 'open' }
    case 'session':
      return phaseOfServing(state, behind.idleCloseAt)
  }
}

function phaseOfServing(state: TunnelState, idleCloseAt: number | null): Phase {
  const session = servingOf(state)?.session
  switch (session?.kind) {
    case 'starting':
      return { kind: 'connecting', session }
    case 'ready':
      return { kind: 'ready', session, idleCloseAt }
    case 'checking':
      return { kind: 'checking', session }
    case 'closing':
      return { kind: 'closing', session, then: state.wish }
    case 'over':
    case undefined:
      throw new Error('a door with a session behind it has one that serves')
  }
}
