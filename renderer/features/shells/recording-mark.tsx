import type { ShellView } from '#contract/shells.ts'
import { panesOf } from '#domain/shell-layout/pane-tree.ts'
import type { ShellTab } from '#domain/shell-layout/workspace.ts'
import { formatStopwatch } from '#words/format.ts'
import { useNow } from '../../app/clock.ts'
import { useSnapshot } from '../../app/services.ts'
import { RecordingDot } from '../../ui/recording-dot.tsx'
import { useShellWords, useShells } from './use-shells.ts'

type Recording = NonNullable<ShellView['recording']>

const isGoingOn = (view: ShellView | null): boolean => view?.recording?.until === null

/** Minutes and seconds since the beginning. */
function Elapsed({ since }: Pick<Recording, 'since'>) {
  return formatStopwatch(useNow(1_000) - since)
}

/** At the head of a pane: for how long it is recorded, or was. */
export function PaneRecording({ view }: { readonly view: ShellView | null }) {
  const say = useShellWords().recording
  const recording = view?.recording ?? null
  if (recording === null) return null
  const { since, until } = recording
  if (until !== null) return <span className="pane-recording t3">{say.took(formatStopwatch(until - since))}</span>
  return (
    <span className="pane-recording" title={say.toThisComputer}>
      <RecordingDot size={13} />
      <span className="visually-hidden">{say.now}</span>
      <Elapsed since={since} />
    </span>
  )
}

/** On a tab: one of its panes is recorded. */
export function TabRecording({ tab }: { readonly tab: ShellTab }) {
  const say = useShellWords().recording
  const contents = useShells((state) => state.contents)
  const { shells } = useSnapshot()
  const shown = panesOf(tab.tree).map((pane) => contents.get(pane))
  const isRecorded = shells.some((view) =>
    shown.some((content) => content?.kind === 'shell' && content.id === view.id && isGoingOn(view)),
  )
  return isRecorded ? (
    <span className="tab-recording" role="img" aria-label={say.now} title={say.now}>
      <RecordingDot size={13} />
    </span>
  ) : null
}

/** In the status bar: that it is recorded, and where to. */
export function StatusRecording({ view }: { readonly view: ShellView }) {
  const say = useShellWords().recording
  return isGoingOn(view) ? (
    <span className="status-item">
      <RecordingDot size={13} />
      {say.toThisComputer}
    </span>
  ) : null
}
