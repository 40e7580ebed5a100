import { createStore } from 'zustand/vanilla'
import type { Problem } from '#contract/problem.ts'
import type { ProductionAgreement } from '#contract/production.ts'
import type { ShellRequest, ShellView } from '#contract/shells.ts'
import type { Snapshot } from '#contract/snapshot.ts'
import { fail } from '#domain/result.ts'
import { currentTab } from '#domain/shell-layout/workspace.ts'
import { letFocusGo } from '../../../app/let-focus-go.ts'
import type { Services } from '../../../app/services.ts'
import type { ShellKey } from '../terminal/shell-keys.ts'
import { createClosing, type Closing } from './closing.ts'
import { createBroadcasting, type Broadcasting } from './broadcasting.ts'
import { createFilePanes, type FilePanes } from './file-panes.ts'
import { createLayoutKeeper } from './layout-keeper.ts'
import { createPasting, type Pasting } from './pasting.ts'
import { firstState, withEntry, type PaneContent, type ShellState } from './shell-state.ts'
import type { StoreParts, Terminals } from './store-parts.ts'
import { createPressed } from './pressed.ts'
import { createTerminals } from './terminals.ts'
import { createArranging, type Arranging } from './arranging.ts'

/** The page's shells: where they are, what they show, and what can be done with them. */
export interface ShellStore extends Pick<StoreParts, 'viewOf' | 'requestOf'> {
  getState(): ShellState
  getInitialState(): ShellState
  subscribe(listener: (state: ShellState, before: ShellState) => void): () => void
  set(change: Partial<ShellState>): void
  readonly arrange: Arranging
  readonly terminals: Terminals
  readonly broadcast: Broadcasting
  readonly pastes: Pasting
  readonly closing: Closing
  readonly files: FilePanes
  /** Starts what waits in a pane; the terminal must have its size. */
  start(pane: string): Promise<void>
  /** The shell in a pane once more, in its place and below what is there. */
  again(pane: string, agreed?: ProductionAgreement): Promise<void>
  /** Something else in the place of a shell that did not open, below what is there. */
  reopen(pane: string, request: ShellRequest): void
  /** What one of the shells' own keys does in a pane, pressed where no terminal has the keys. */
  press(pane: string, key: ShellKey, event: KeyboardEvent): void
  /** Shows a pane and types there; with a carriage return the text runs. */
  typeIn(pane: string, text: string): void
  dispose(): void
}

const stores = new WeakMap<Services, ShellStore>()

/** The one store of a page's services: it outlives the screens that show it. */
export function shellStoreOf(services: Services): ShellStore {
  const known = stores.get(services)
  if (known !== undefined) return known
  const made = createShellStore(services)
  stores.set(services, made)
  return made
}

function storeParts(services: Services): StoreParts {
  const store = createStore<ShellState>(() => firstState)
  const viewOf = (pane: string): ShellView | null => {
    const content = store.getState().contents.get(pane)
    const shells = services.snapshots.getState().snapshot?.shells ?? []
    return content?.kind === 'shell' ? (shells.find(({ id }) => id === content.id) ?? null) : null
  }
  const requestOf = (pane: string): ShellRequest | null => {
    const content = store.getState().contents.get(pane)
    return content !== undefined && 'request' in content ? content.request : (viewOf(pane)?.request ?? null)
  }
  return { services, store, viewOf, requestOf }
}

/** Joins the parts over main's snapshot. */
function createShellStore(services: Services): ShellStore {
  const known = storeParts(services)
  const { store } = known
  const broadcast = createBroadcasting(known)
  const pastes = createPasting(known, () => terminals, broadcast)
  const terminals: Terminals = createTerminals(known, {
    ...{ broadcast, pastes, arrange: () => arrange, closing: () => closing },
  })
  const arrange: Arranging = createArranging(known, () => terminals, broadcast)
  const closing: Closing = createClosing(known, arrange)
  const running = createRunning(known, terminals)
  const keeper = createLayoutKeeper(known, arrange)
  const files = createFilePanes(known, arrange)
  const stop = followMain(known, { arrange, closing, files })
  return {
    getState: store.getState,
    getInitialState: store.getInitialState,
    subscribe: store.subscribe,
    set: (change) => store.setState(change),
    arrange,
    terminals,
    broadcast,
    pastes,
    closing,
    files,
    viewOf: known.viewOf,
    requestOf: known.requestOf,
    ...running,
    reopen: createReopening(known),
    press: createPress(known, { arrange: () => arrange, closing: () => closing, broadcast, peek: terminals.peek }),
    typeIn: (pane, text) => typeIn(pane, text, arrange, terminals),
    dispose() {
      stop()
      keeper.dispose()
      broadcast.dispose()
      terminals.dispose()
    },
  }
}

/** Afterwards the terminal that is shown has the keys, where there is one. */
function createPress(parts: StoreParts, means: Omit<Parameters<typeof createPressed>[2], 'copy'>): ShellStore['press'] {
  return (pane, key, event) => {
    letFocusGo()
    createPressed(pane, parts, { ...means, copy: () => {} })(key, event)
    means.peek(currentTab(parts.store.getState().workspace)?.active ?? '')?.focus()
  }
}

function typeIn(pane: string, text: string, arrange: Arranging, terminals: Terminals): void {
  arrange.showPane(pane)
  const terminal = terminals.of(pane)
  terminal.type(text)
  terminal.focus()
}

/** What main did not open without a person's word is asked about. */
function askAbout(store: StoreParts['store'], pane: string, problem: Problem): void {
  if (problem.code === 'PRODUCTION_NOT_AGREED' && store.getState().contents.has(pane))
    store.setState({ asksToOpen: { pane, account: problem.details.account } })
}

/** What a pane shows from now on; nothing of one that was closed. */
function contentSetter(store: StoreParts['store']): (pane: string, content: PaneContent) => void {
  return (pane, content) =>
    store.setState(({ contents }) => (contents.has(pane) ? { contents: withEntry(contents, pane, content) } : {}))
}

/** Something else in a pane, and what was there is forgotten. */
function createReopening({ services, store }: StoreParts): ShellStore['reopen'] {
  const setContent = contentSetter(store)
  return (pane, request) => {
    const before = store.getState().contents.get(pane)
    setContent(pane, { kind: 'starting', request, agreed: 'none', typing: null })
    if (before?.kind === 'shell') void services.client.call('shell.close', { id: before.id })
  }
}

function createRunning(
  { services, store, requestOf }: StoreParts,
  terminals: Terminals,
): Pick<ShellStore, 'start' | 'again'> {
  const { client } = services
  const setContent = contentSetter(store)
  return {
    async start(pane) {
      const content = store.getState().contents.get(pane)
      if (content?.kind !== 'starting') return
      const { request, agreed, typing } = content
      const asked = { ...request, size: terminals.of(pane).size(), agreed }
      const answer = await client.call('shell.open', asked).catch(() => fail('INTERNAL', {}))
      if (!answer.ok) {
        setContent(pane, { kind: 'refused', request, problem: answer.error, typing })
        return askAbout(store, pane, answer.error)
      }
      // Whoever closed the pane meanwhile did not want it any more.
      if (!store.getState().contents.has(pane)) return void client.call('shell.close', answer.value)
      setContent(pane, { kind: 'shell', id: answer.value.id })
      if (typing !== null) terminals.of(pane).typeAtPrompt(typing)
    },
    async again(pane, agreed = 'none') {
      const content = store.getState().contents.get(pane)
      const request = requestOf(pane)
      if (content?.kind === 'shell') {
        const asked = { id: content.id, size: terminals.of(pane).size(), agreed }
        const answer = await client.call('shell.again', asked)
        if (!answer.ok) askAbout(store, pane, answer.error)
      } else if (request !== null) {
        const typing = content?.kind === 'refused' ? content.typing : null
        setContent(pane, { kind: 'starting', request, agreed, typing })
      }
    },
  }
}

/** Everything of main's that a pane may show. */
const idsIn = (snapshot: Snapshot | null): readonly string[] =>
  [...(snapshot?.shells ?? []), ...(snapshot?.files ?? [])].map(({ id }) => id)

/** What of the store follows main and the window. */
type Followers = Pick<ShellStore, 'arrange' | 'closing' | 'files'>

/** Takes what the window wants opened, and lets go of what main has forgotten. */
function followMain({ services, store }: StoreParts, { arrange, closing, files }: Followers): () => void {
  const { snapshots, view } = services
  const take = (): void => {
    const { wantedShell, wantedFiles, revealedShell } = view.getState()
    if (wantedShell === null && wantedFiles === null && revealedShell === null) return
    view.setState({ wantedShell: null, wantedFiles: null, revealedShell: null })
    for (const [pane, content] of revealedShell === null ? [] : store.getState().contents)
      if ('id' in content && content.id === revealedShell) arrange.focusPane(pane)
    if (wantedFiles !== null) files.open(wantedFiles)
    if (wantedShell === 'choose') arrange.choose()
    else if (wantedShell !== null) arrange.open(wantedShell)
  }
  const stopTaking = view.subscribe(take)
  const stopLooking = snapshots.subscribe(({ snapshot }, before) => {
    if (snapshot?.shells === before.snapshot?.shells && snapshot?.files === before.snapshot?.files) return
    const left = new Set(idsIn(snapshot))
    const gone = idsIn(before.snapshot).filter((id) => !left.has(id))
    for (const [pane, content] of gone.length === 0 ? [] : store.getState().contents)
      if ('id' in content && gone.includes(content.id)) arrange.dropPane(pane)
    closing.settle()
  })
  // The store is made while the page draws, and nothing may change under what is being drawn.
  let isStopped = false
  queueMicrotask(() => (isStopped ? undefined : take()))
  return () => {
    isStopped = true
    stopTaking()
    stopLooking()
  }
}
