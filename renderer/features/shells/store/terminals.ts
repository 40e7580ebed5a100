import type { Settings } from '#contract/snapshot.ts'
import type { ShellView } from '#contract/shells.ts'
import { attachShell } from '../../../app/shell-streams.ts'
import { withMod } from '../../../app/shortcuts.ts'
import { createGpuPool } from '../terminal/gpu.ts'
import type { TerminalLook } from '../terminal/look.ts'
import { PaneTerminal, type TerminalEvents, type TerminalNeeds } from '../terminal/pane-terminal.ts'
import { ring } from '../terminal/ring.ts'
import { makeWebglRenderer } from '../terminal/webgl-renderer.ts'
import type { Arranging } from './arranging.ts'
import type { Broadcasting } from './broadcasting.ts'
import type { Closing } from './closing.ts'
import { createPressed } from './pressed.ts'
import type { Pasting } from './pasting.ts'
import { noFacts, withEntry, withoutEntries, type TerminalFacts } from './shell-state.ts'
import type { StoreParts, Terminals } from './store-parts.ts'

/** What terminals cause. */
interface Means {
  readonly broadcast: Broadcasting
  readonly pastes: Pasting
  arrange(): Arranging
  closing(): Closing
}

/** Milliseconds a selection rests before it is copied: it grows while the pointer moves. */
const selectedMs = 120

/** The terminals that were made, and the session that each shows. */
interface Made {
  readonly terminals: Map<string, PaneTerminal>
  readonly joined: Map<string, string>
}

export function createTerminals(parts: StoreParts, means: Means): Terminals {
  const { store } = parts
  const made: Made = { terminals: new Map(), joined: new Map() }
  const gpu = createGpuPool(makeWebglRenderer)
  const setFacts = (pane: string, change: Partial<TerminalFacts>): void =>
    store.setState(({ terminals }) => ({
      terminals: withEntry(terminals, pane, { ...(terminals.get(pane) ?? noFacts), ...change }),
    }))
  const sent = (pane: string): void => {
    const sentAt = Math.floor(Date.now() / 1_000) * 1_000
    if (store.getState().terminals.get(pane)?.sentAt !== sentAt) setFacts(pane, { sentAt })
  }
  const peek = (pane: string): PaneTerminal | null => made.terminals.get(pane) ?? null
  const of = (pane: string): PaneTerminal => {
    const terminal =
      peek(pane) ??
      new PaneTerminal({ ...needsOf(parts), gpu, events: eventsOf(pane, parts, means, { peek, setFacts, sent }) })
    made.terminals.set(pane, terminal)
    return terminal
  }
  const forget = (pane: string): void => {
    peek(pane)?.dispose()
    made.terminals.delete(pane)
    made.joined.delete(pane)
    store.setState(({ terminals }) => ({ terminals: withoutEntries(terminals, [pane]) }))
  }
  const stop = keepUp(parts, means, made)
  const dispose = (): void => {
    stop()
    for (const pane of [...made.terminals.keys()]) forget(pane)
  }
  return { of, peek, forget, dispose }
}

/** Follows main: settings, and sessions that are to be shown; until the returned function is called. */
function keepUp(parts: StoreParts, { broadcast }: Means, { terminals, joined }: Made): () => void {
  const { services, store } = parts
  const join = (): void => {
    for (const [pane, terminal] of terminals) joinNow(parts, pane, terminal, joined)
  }
  const stops = [
    services.snapshots.subscribe(({ snapshot }, { snapshot: before }) => {
      if (snapshot?.settings !== before?.settings || snapshot?.app !== before?.app)
        for (const terminal of terminals.values()) terminal.setLook(lookNow(parts))
      broadcast.settle()
      join()
    }),
    store.subscribe(({ contents }, before) => (contents === before.contents ? undefined : join())),
  ]
  return () => stops.forEach((stop) => stop())
}

/** What every terminal needs of the page. */
function needsOf(parts: StoreParts): Pick<TerminalNeeds, 'look' | 'platform' | 'links'> {
  return {
    look: lookNow(parts),
    platform: platformOf(parts),
    links: {
      open: (url, event) => openLink(parts, url, event),
      hover: (link) => parts.store.setState({ link }),
    },
  }
}

const platformOf = ({ services }: StoreParts): string => services.snapshots.getState().snapshot?.app.platform ?? 'linux'

function lookNow({ services }: StoreParts): TerminalLook {
  const snapshot = services.snapshots.getState().snapshot
  if (snapshot === null) throw new Error('A terminal before the first snapshot')
  const { terminalFont, terminalFontSize, terminalScrollback, terminalCursor } = snapshot.settings
  return { terminalFont, terminalFontSize, terminalScrollback, terminalCursor, screenReader: snapshot.app.screenReader }
}

/** A link opens with the command key held, as the shell's own clicks are without it. */
function openLink(parts: StoreParts, url: string, event: MouseEvent): void {
  if (withMod(event, platformOf(parts))) void parts.services.client.call('link.open', { to: 'page', url })
}

/** The session that a shell has or had; null before there is one. */
function sessionOf({ status }: ShellView): string | null {
  switch (status.kind) {
    case 'open':
    case 'reconnecting':
      return status.sessionId
    case 'ended':
      return `ended ${status.openedAt}`
    default:
      return null
  }
}

/** Gets the stream of a session that is not on this page yet; what has ended is only looked at where nothing was shown. */
function joinNow(parts: StoreParts, pane: string, terminal: PaneTerminal, joined: Map<string, string>): void {
  const view = parts.viewOf(pane)
  const session = view === null ? null : sessionOf(view)
  const before = joined.get(pane)
  if (view === null || session === null || session === before) return
  if (view.status.kind === 'ended' && before !== undefined) return
  joined.set(pane, session)
  if (before !== undefined) terminal.beginAnew()
  void attachShell(parts.services.client, view.id, terminal.listener())
    .catch(() => null)
    .then((attached) => {
      if (attached?.ok !== true) return void joined.delete(pane)
      // Another session has come meanwhile, or the pane has gone.
      if (joined.get(pane) === session) terminal.join(attached.value)
      else attached.value.close()
    })
}

interface Own {
  /** Something went to the shell. */
  sent(pane: string): void
  peek(pane: string): PaneTerminal | null
  setFacts(pane: string, change: Partial<TerminalFacts>): void
}

function eventsOf(
  pane: string,
  parts: StoreParts,
  { broadcast, pastes, arrange, closing }: Means,
  own: Own,
): TerminalEvents {
  const { client } = parts.services
  const settings = (): Settings | undefined => parts.services.snapshots.getState().snapshot?.settings
  const copy = (text: string): void => void client.call('clipboard.write', { text })
  let selecting: ReturnType<typeof setTimeout> | undefined
  return {
    pressed: createPressed(pane, parts, { arrange, closing, broadcast, peek: own.peek, copy }),
    typed(data) {
      for (const hearer of broadcast.hearers(pane)) own.peek(hearer)?.type(data)
      broadcast.typed()
    },
    sent: () => own.sent(pane),
    pasted: (text) => pastes.pasted(pane, text),
    focused() {
      own.setFacts(pane, { rang: false })
      arrange().focusPane(pane)
    },
    selected(text) {
      clearTimeout(selecting)
      if (settings()?.copyOnSelect === true) selecting = setTimeout(() => copy(text), selectedMs)
    },
    sized: (size) => own.setFacts(pane, { size }),
    titled: (title) => own.setFacts(pane, { title }),
    rang() {
      const bell = settings()?.terminalBell
      if (bell === 'mark') own.setFacts(pane, { rang: true })
      if (bell === 'sound') ring()
    },
    writesClipboard(text) {
      if (settings()?.clipboardFromShells === true) copy(text)
    },
  }
}
