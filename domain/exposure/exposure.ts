import type { Exposure, ExposedPlace } from '#contract/exposure.ts'
import type { Problem } from '#contract/problem.ts'

/**
 * How far a tunnel is open beyond this computer. `none`: nobody has opened it. `closed`: its port is closed. `opening`: the relay was told to
 * listen there. The others as in the contract.
 */
export type ExposureState =
  | { readonly kind: 'none' }
  | { readonly kind: 'closed' | 'opening' | 'open' | 'away' | 'barred'; readonly place: ExposedPlace }
  | { readonly kind: 'failed'; readonly place: ExposedPlace; readonly problem: Problem }

export type ExposureEvent =
  /** A person has chosen in main's dialog. */
  | { readonly type: 'chosen'; readonly place: ExposedPlace }
  /** A person takes it back, or the tunnel leads elsewhere than when it was opened. */
  | { readonly type: 'ended' }
  /** The door or the world may have changed. */
  | { readonly type: 'looked' }
  /** The same, and it is time to try again what failed. */
  | { readonly type: 'due' }
  /** The relay tells where the door listens beside loopback. */
  | { readonly type: 'door-exposed'; readonly address: string | null; readonly problem: Problem | null }

/** What is so now. */
export interface ExposureContext {
  readonly isDoorOpen: boolean
  /** Whether this computer has an address in a network, on the same interface. */
  isHere(place: ExposedPlace): boolean
  /** Local ports are for the person's own programs alone, and no other computer runs one. */
  readonly isOwnProgramsOnly: boolean
}

/** `order`: the address at which the relay is to listen as well, null for none; absent when it is told nothing. */
export interface ExposureStep {
  readonly state: ExposureState
  readonly order?: string | null
}

export const notExposed: ExposureState = { kind: 'none' }

/** The next state, and what the relay is told. Pure. */
export function stepExposure(state: ExposureState, event: ExposureEvent, context: ExposureContext): ExposureStep {
  switch (event.type) {
    case 'chosen':
      return wanted(event.place, context)
    case 'ended':
      return state.kind === 'none' ? { state } : { state: notExposed, order: null }
    case 'looked':
    case 'due':
      return looked(state, event.type, context)
    case 'door-exposed':
      return heard(state, event)
  }
}

/** As a window shows it; undefined where nobody has opened the tunnel. */
export function exposureView(state: ExposureState): Exposure | undefined {
  switch (state.kind) {
    case 'none':
      return undefined
    case 'closed':
    case 'opening':
      return { kind: 'waiting', place: state.place }
    case 'failed':
      return { kind: 'failed', place: state.place, problem: state.problem }
    default:
      return { kind: state.kind, place: state.place }
  }
}

function wanted(place: ExposedPlace, context: ExposureContext): ExposureStep {
  if (!context.isDoorOpen) return { state: { kind: 'closed', place } }
  if (context.isOwnProgramsOnly) return { state: { kind: 'barred', place }, order: null }
  if (!context.isHere(place)) return { state: { kind: 'away', place }, order: null }
  return { state: { kind: 'opening', place }, order: place.address }
}

function looked(state: ExposureState, why: 'looked' | 'due', context: ExposureContext): ExposureStep {
  if (state.kind === 'none') return { state }
  const next = wanted(state.place, context)
  if (next.state.kind !== 'opening') return next.state.kind === state.kind ? { state } : next
  if (state.kind === 'opening' || state.kind === 'open') return { state }
  if (state.kind !== 'failed') return next
  // Tried again with the same words on the screen until it is open.
  return why === 'due' ? { state, order: state.place.address } : { state }
}

function heard(
  state: ExposureState,
  { address, problem }: Extract<ExposureEvent, { type: 'door-exposed' }>,
): ExposureStep {
  // Nobody wants it there any more: never let a late answer leave a port open to a network.
  if (state.kind === 'none' || (state.kind !== 'opening' && state.kind !== 'failed' && state.kind !== 'open'))
    return address === null ? { state } : { state, order: null }
  const { place } = state
  if (address === place.address) return { state: { kind: 'open', place } }
  if (problem !== null && state.kind !== 'failed') return { state: { kind: 'failed', place, problem } }
  return { state }
}
