import { Radio } from 'lucide-react'
import type { ShellStatus, ShellView } from '#contract/shells.ts'
import type { Settings } from '#contract/snapshot.ts'
import type { ShellTab } from '#domain/shell-layout/workspace.ts'
import { formatTime } from '#words/format.ts'
import type { ShellWords } from '#words/shell-words.ts'
import { useSnapshot } from '../../app/services.ts'
import { StateGlyph, type Glyph } from '../../ui/state-glyph.tsx'
import { PreferenceItems } from './preference-items.tsx'
import { StatusRecording } from './recording-mark.tsx'
import { usePane, useShellWords, useShells } from './use-shells.ts'

function stateOf(status: ShellStatus, say: ShellWords): { readonly glyph: Glyph; readonly text: string } {
  switch (status.kind) {
    case 'opening':
      return { glyph: 'connecting', text: say.steps[status.step] }
    case 'open':
      return { glyph: 'ready', text: say.state.opened(formatTime(status.since)) }
    case 'closing':
      return { glyph: 'connecting', text: say.state.closing }
    case 'reconnecting':
      return { glyph: 'reconnecting', text: say.state.reconnecting }
    case 'ended':
      return { glyph: 'stopped', text: say.state.endedAt(formatTime(status.at)) }
    case 'failed':
      return { glyph: 'failed', text: say.state.refused }
  }
}

/** Which program carries a session, and why that one. */
interface EngineText {
  readonly name: string
  /** Empty where what is chosen now does not explain it: somebody has changed the settings since. */
  readonly why: string
}

function engineOf({ status, request }: ShellView, settings: Settings, { engine: say }: ShellWords): EngineText | null {
  if (status.kind !== 'open' && status.kind !== 'reconnecting') return null
  const { engine, version } = status.by
  const name = engine === 'builtin' ? say.builtin : say.plugin(version)
  const choice = request.engine ?? settings.engine
  if (choice === engine) return { name, why: request.engine === undefined ? say.chosen : say.chosenHere }
  return { name, why: choice === 'auto' && engine === 'builtin' ? say.automatic : '' }
}

/** Where a link leads, while the pointer is on it. */
function LinkHint() {
  const say = useShellWords()
  const { platform } = useSnapshot().app
  const link = useShells((state) => state.link)
  return link === null ? null : (
    <span className="trunc">{say.linkHint(link, platform === 'darwin' ? '⌘' : 'Ctrl')}</span>
  )
}

function Engine({ name, why }: EngineText) {
  return (
    <span className="status-engine" title={why === '' ? undefined : why}>
      {name}
      {why === '' ? null : <span className="visually-hidden">{`. ${why}`}</span>}
    </span>
  )
}

/** What is to be known of the pane that has the keys. */
export function StatusBar({ tab }: { readonly tab: ShellTab }) {
  const say = useShellWords()
  const { view, terminal } = usePane(tab.active)
  const broadcast = useShells((state) => state.broadcast)
  const hasLink = useShells((state) => state.link !== null)
  const { settings } = useSnapshot()
  if (view === null) return null
  const { status } = view
  const state = stateOf(status, say)
  const engine = engineOf(view, settings, say)
  return (
    <footer className="status-bar">
      <StatusRecording view={view} />
      {hasLink ? (
        <LinkHint />
      ) : (
        <span className="status-item">
          <StateGlyph glyph={state.glyph} size={12} />
          {state.text}
        </span>
      )}
      {broadcast.kind === 'on' ? (
        <span className="status-item">
          <Radio size={13} aria-hidden="true" />
          {say.broadcast.status(broadcast.hears.length)}
        </span>
      ) : null}
      {hasLink ? null : <PreferenceItems view={view} terminal={terminal} />}
      {hasLink || engine === null ? null : <Engine {...engine} />}
      <span className="grow" />
      {terminal.size === null ? null : <span>{say.size(terminal.size.columns, terminal.size.rows)}</span>}
      {status.kind === 'open' ? <span className="mono status-session">{status.sessionId}</span> : null}
    </footer>
  )
}
