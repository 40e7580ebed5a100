import { environmentOf } from '#domain/environments.ts'
import { broadcastNext, hearersOf, type BroadcastEvent, type BroadcastPane } from '#domain/broadcast/broadcast.ts'
import { currentTab } from '#domain/shell-layout/workspace.ts'
import { panesOf } from '#domain/shell-layout/pane-tree.ts'
import type { StoreParts } from './store-parts.ts'

/** Typing that goes to several panes. */
export interface Broadcasting {
  /** Starts with the panes of the tab that is shown, or stops. */
  toggle(): void
  stop(): void
  /** Lets a pane hear, or not; production asks first. */
  setHears(pane: string, hears: 'yes' | 'no'): void
  /** The answer to the question about production. */
  confirmJoin(pane: string): void
  /** The panes that get what is typed into this one. */
  hearers(pane: string): readonly string[]
  typed(): void
  tabShown(tab: string | null): void
  /** Panes whose shell takes no keys any more leave by themselves, and those that have become production. */
  settle(): void
  dispose(): void
}

const tickMs = 15_000
/** A tick that is this late was slept through. */
const sleptMs = 60_000

export function createBroadcasting(parts: StoreParts): Broadcasting {
  const { services, store } = parts
  const send = (event: BroadcastEvent): void => {
    const { broadcast } = store.getState()
    const next = broadcastNext(broadcast, event)
    if (next !== broadcast) store.setState({ broadcast: next })
  }
  const paneOf = (id: string): BroadcastPane => broadcastPane(parts, id)
  const join = (id: string, confirmed: boolean): void => {
    store.setState({ asksToJoin: null })
    send({ type: 'joined', pane: paneOf(id), confirmed, at: Date.now() })
  }
  const stopWatching = watchTime(services, send)
  return {
    toggle() {
      const { broadcast, workspace } = store.getState()
      const tab = currentTab(workspace)
      if (broadcast.kind === 'on') return send({ type: 'stopped' })
      if (tab !== null) send({ type: 'started', tab: tab.id, panes: panesOf(tab.tree).map(paneOf), at: Date.now() })
    },
    stop: () => send({ type: 'stopped' }),
    setHears(pane, hears) {
      if (hears === 'no') return send({ type: 'left', pane })
      if (paneOf(pane).isProduction) store.setState({ asksToJoin: pane })
      else join(pane, false)
    },
    confirmJoin: (pane) => join(pane, true),
    hearers: (pane) => hearersOf(store.getState().broadcast, pane),
    typed: () => send({ type: 'typed', at: Date.now() }),
    tabShown: (tab) => send({ type: 'tab-shown', tab }),
    settle() {
      const { broadcast } = store.getState()
      if (broadcast.kind === 'off') return
      send({ type: 'settled', panes: broadcast.hears.map(paneOf) })
    },
    dispose: stopWatching,
  }
}

/** A pane as the rules of typing in several see it. */
function broadcastPane({ services, viewOf, requestOf }: StoreParts, id: string): BroadcastPane {
  const environments = services.snapshots.getState().snapshot?.environments ?? []
  const environment = requestOf(id)?.environment ?? null
  return {
    id,
    isProduction: environment !== null && environmentOf(environments, environment).isProduction,
    isOpen: ['open', 'reconnecting'].includes(viewOf(id)?.status.kind ?? ''),
  }
}

/** Tells of time that passes, of a sleep, and of a screen that is left, until the returned function is called. */
function watchTime({ view }: StoreParts['services'], send: (event: BroadcastEvent) => void): () => void {
  let lastTick = Date.now()
  const tick = (): void => {
    const at = Date.now()
    send(at - lastTick > sleptMs ? { type: 'slept' } : { type: 'tick', at })
    lastTick = at
  }
  const timer = setInterval(tick, tickMs)
  const stopLooking = view.subscribe(({ screen }, before) => {
    if (screen.name !== before.screen.name) send({ type: 'stopped' })
  })
  return () => {
    clearInterval(timer)
    stopLooking()
  }
}
