/** Typing that goes to several panes of one tab at once. */
export type Broadcast =
  | { readonly kind: 'off' }
  | {
      readonly kind: 'on'
      readonly tab: string
      /** Panes that hear what is typed, in the order they joined. */
      readonly hears: readonly string[]
      /** Those of production among them, which were asked about. */
      readonly confirmed: readonly string[]
      /** When somebody typed, or joined a pane, last; ms. */
      readonly usedAt: number
    }

type On = Extract<Broadcast, { kind: 'on' }>

export const broadcastOff: Broadcast = { kind: 'off' }

/** Milliseconds without typing after which it ends by itself. */
export const quietLimitMs = 10 * 60_000

/** A pane as far as this is concerned. */
export interface BroadcastPane {
  readonly id: string
  readonly isProduction: boolean
  /** Its shell takes keys. */
  readonly isOpen: boolean
}

export type BroadcastEvent =
  /** To every open pane of the tab, except those of production. */
  | { readonly type: 'started'; readonly tab: string; readonly panes: readonly BroadcastPane[]; readonly at: number }
  /** `confirmed`: the question about production was answered with yes. */
  | { readonly type: 'joined'; readonly pane: BroadcastPane; readonly confirmed: boolean; readonly at: number }
  | { readonly type: 'left'; readonly pane: string }
  /** How those that hear are by now. */
  | { readonly type: 'settled'; readonly panes: readonly BroadcastPane[] }
  | { readonly type: 'typed'; readonly at: number }
  | { readonly type: 'tab-shown'; readonly tab: string | null }
  | { readonly type: 'slept' | 'stopped' }
  | { readonly type: 'tick'; readonly at: number }

/** What becomes of it. A pane of production joins by its own box alone, and only once it was asked about. */
export function broadcastNext(state: Broadcast, event: BroadcastEvent): Broadcast {
  if (event.type === 'started') {
    const hears = event.panes.filter(({ isOpen, isProduction }) => isOpen && !isProduction).map(({ id }) => id)
    return { kind: 'on', tab: event.tab, hears, confirmed: [], usedAt: event.at }
  }
  if (state.kind === 'off') return state
  switch (event.type) {
    case 'joined':
      return joined(state, event)
    case 'left':
      return left(state, event.pane)
    case 'settled':
      return settled(state, event.panes)
    case 'typed':
      return { ...state, usedAt: event.at }
    case 'tab-shown':
      return event.tab === state.tab ? state : broadcastOff
    case 'slept':
    case 'stopped':
      return broadcastOff
    case 'tick':
      return event.at - state.usedAt >= quietLimitMs ? broadcastOff : state
  }
}

function joined(state: On, { pane, confirmed, at }: Extract<BroadcastEvent, { type: 'joined' }>): Broadcast {
  const mayJoin = pane.isOpen && (!pane.isProduction || confirmed)
  if (!mayJoin || state.hears.includes(pane.id)) return state
  const sure = pane.isProduction ? [...state.confirmed, pane.id] : state.confirmed
  return { ...state, hears: [...state.hears, pane.id], confirmed: sure, usedAt: at }
}

function left(state: On, pane: string): Broadcast {
  const without = (panes: readonly string[]): readonly string[] => panes.filter((id) => id !== pane)
  return { ...state, hears: without(state.hears), confirmed: without(state.confirmed) }
}

/** What takes no keys any more leaves, and what has become production since it joined, for nobody was asked about that. */
function settled(state: On, panes: readonly BroadcastPane[]): Broadcast {
  const staying = panes.filter(
    ({ id, isOpen, isProduction }) => isOpen && (!isProduction || state.confirmed.includes(id)),
  )
  const hears = state.hears.filter((pane) => staying.some(({ id }) => id === pane))
  const confirmed = staying.filter(({ isProduction }) => isProduction).map(({ id }) => id)
  const isSame = hears.length === state.hears.length && confirmed.length === state.confirmed.length
  return isSame ? state : { ...state, hears, confirmed }
}

/** The panes that get what is typed into a pane: itself alone, unless it is one of those that hear. */
export function hearersOf(state: Broadcast, typedIn: string): readonly string[] {
  return state.kind === 'on' && state.hears.includes(typedIn) ? state.hears : [typedIn]
}
