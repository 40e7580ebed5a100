import { clsx } from 'clsx'
import type { KeyboardEvent, ReactNode } from 'react'
import type { FileRequest } from '#contract/files.ts'
import type { Problem } from '#contract/problem.ts'
import type { ShellRequest } from '#contract/shells.ts'
import { panesOf } from '#domain/shell-layout/pane-tree.ts'
import { productionOf } from '../../parts/tunnel/tunnel-marks.tsx'
import { FindBar } from './find-bar.tsx'
import { PaneBar } from './pane-bar.tsx'
import { PaneHead } from './pane-head.tsx'
import { TerminalSlot } from './terminal-slot.tsx'
import type { OpenWish } from './store/arranging.ts'
import type { PaneContent } from './store/shell-state.ts'
import {
  useCurrentTab,
  useOpenShells,
  usePane,
  useShellStore,
  useShellWords,
  useShells,
  type OpenShellPane,
  type PaneFacts,
} from './use-shells.ts'

/** What can be done where a person chooses where to. */
export interface ChooserMeans {
  /** Opens a shell there, or beside. */
  readonly open: (request: ShellRequest, wish?: OpenWish) => void
  /** Types in a shell that is open. */
  readonly typeIn: (pane: string, text: string) => void
  readonly openShells: readonly OpenShellPane[]
}

/** What is shown where a person chooses where to. */
export type Chooser = (means: ChooserMeans) => ReactNode

function Choosing({ pane, chooser }: { readonly pane: string; readonly chooser: Chooser }) {
  const store = useShellStore()
  const openShells = useOpenShells()
  // What is chosen here comes here, also where another pane had the keys before.
  return (
    <div className="pane" onFocusCapture={() => store.arrange.focusPane(pane)}>
      {chooser({ open: store.arrange.open, typeIn: store.typeIn, openShells })}
    </div>
  )
}

/** Files of a target, in their place among the shells. */
export interface PlacedFiles {
  readonly request: FileRequest
  /** Main's session; null while it is asked for, and when it was refused. */
  readonly id: string | null
  readonly problem: Problem | null
  /** They were here when the app was left. */
  readonly isResting: boolean
  /** `user`: whom to be over SSH, where that is to change. */
  readonly onAgain: (user?: string) => void
  readonly onClose: () => void
}

/** What is shown in panes that hold no terminal. */
export interface PaneSlots {
  readonly chooser: Chooser
  readonly files: (files: PlacedFiles) => ReactNode
}

interface PaneProps {
  readonly pane: string
  readonly isActive: boolean
  readonly hasHead: boolean
  readonly slots: PaneSlots
}

const isOver = ({ content, view }: PaneFacts): boolean =>
  content?.kind === 'resting' ||
  content?.kind === 'refused' ||
  view?.status.kind === 'ended' ||
  view?.status.kind === 'failed'

/** A bar says over the terminal what is waited for: it goes by itself, and the far program is not to see a smaller window for it. */
const isWaiting = ({ content, view }: PaneFacts): boolean =>
  content?.kind === 'starting' || view?.status.kind === 'opening' || view?.status.kind === 'reconnecting'

interface FilesInProps extends Pick<PaneSlots, 'files'> {
  readonly pane: string
  readonly content: Extract<PaneContent, { files: FileRequest }>
}

/** A pane with the files of a target. */
function FilesIn({ pane, content, files }: FilesInProps) {
  const store = useShellStore()
  return (
    <section className="pane" aria-label={content.files.name} onFocusCapture={() => store.arrange.focusPane(pane)}>
      {files({
        request: content.files,
        id: content.kind === 'files' ? content.id : null,
        problem: content.kind === 'files-refused' ? content.problem : null,
        isResting: content.kind === 'files-resting',
        onAgain: (user) => store.files.again(pane, { user }),
        onClose: () => store.closing.pane(pane),
      })}
    </section>
  )
}

/** Its name; where there are several, which of them it is, for they may all be of one target. */
function usePaneLabel(pane: string, name: string | null): string | undefined {
  const say = useShellWords()
  const tab = useCurrentTab()
  const panes = tab === null ? [] : panesOf(tab.tree)
  if (name === null) return undefined
  return panes.length > 1 ? say.paneOf(name, panes.indexOf(pane) + 1, panes.length) : name
}

/** Where the terminal is; empty where there is none yet. */
function Place({ pane, facts, isActive }: Pick<PaneProps, 'pane' | 'isActive'> & { readonly facts: PaneFacts }) {
  const { content, name } = facts
  if (content?.kind === 'resting' || content?.kind === 'refused') return <div className="terminal-slot" />
  const isStarting = content?.kind === 'starting'
  return <TerminalSlot {...{ pane, isActive, isStarting }} name={name ?? ''} isCovered={isWaiting(facts)} />
}

/** One pane: whose it is, what it shows, and what became of it. */
export function Pane({ pane, isActive, hasHead, slots }: PaneProps) {
  const store = useShellStore()
  const facts = usePane(pane)
  const broadcast = useShells((state) => state.broadcast)
  const finding = useShells((state) => state.finding === pane)
  const { content, environment, name } = facts
  const label = usePaneLabel(pane, name)
  if (content === null) return null
  if (content.kind === 'choosing') return <Choosing pane={pane} chooser={slots.chooser} />
  if ('files' in content) return <FilesIn pane={pane} content={content} files={slots.files} />
  const hears = broadcast.kind === 'on' && broadcast.hears.includes(pane)
  const onKey = (event: KeyboardEvent): void => {
    const isEnter = event.key === 'Enter' && !event.shiftKey && !event.ctrlKey && !event.altKey && !event.metaKey
    if (!isEnter || !isOver(facts) || !(event.target as Element).closest('[data-terminal]')) return
    event.preventDefault()
    event.stopPropagation()
    void store.again(pane)
  }
  return (
    <section
      className={clsx('pane', isActive && 'active', hears && 'hears', broadcast.kind === 'on' && !hears && 'deaf')}
      data-production={environment === null ? undefined : productionOf(environment)}
      data-over={isOver(facts) ? '' : undefined}
      aria-label={label}
      onKeyDownCapture={onKey}
    >
      {hasHead ? <PaneHead pane={pane} facts={facts} /> : null}
      {finding ? <FindBar pane={pane} /> : null}
      <Place pane={pane} facts={facts} isActive={isActive} />
      <PaneBar pane={pane} facts={facts} />
    </section>
  )
}
