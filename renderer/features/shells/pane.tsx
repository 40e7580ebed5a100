import { clsx } from 'clsx'
import type { KeyboardEvent, ReactNode } from 'react'
import type { ProductionAgreement } from '#contract/production.ts'
import type { ShellRequest } from '#contract/shells.ts'
import { productionOf } from '../../parts/tunnel/tunnel-marks.tsx'
import { FindBar } from './find-bar.tsx'
import { PaneBar } from './pane-bar.tsx'
import { PaneHead } from './pane-head.tsx'
import { TerminalSlot } from './terminal-slot.tsx'
import { usePane, useShellStore, useShells, type PaneFacts } from './use-shells.ts'

/** What is shown where a person chooses where to; `open` opens it there. */
export type Chooser = (open: (request: ShellRequest, agreed?: ProductionAgreement) => void) => ReactNode

interface PaneProps {
  readonly pane: string
  readonly isActive: boolean
  readonly hasHead: boolean
  readonly chooser: Chooser
}

const isOver = ({ content, view }: PaneFacts): boolean =>
  content?.kind === 'resting' ||
  content?.kind === 'refused' ||
  view?.status.kind === 'ended' ||
  view?.status.kind === 'failed'

/** One pane: whose it is, what it shows, and what became of it. */
export function Pane({ pane, isActive, hasHead, chooser }: PaneProps) {
  const store = useShellStore()
  const facts = usePane(pane)
  const broadcast = useShells((state) => state.broadcast)
  const finding = useShells((state) => state.finding === pane)
  const { content, environment, name } = facts
  if (content === null) return null
  if (content.kind === 'choosing') return <div className="pane">{chooser(store.arrange.open)}</div>
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
      aria-label={name ?? undefined}
      onKeyDownCapture={onKey}
    >
      {hasHead ? <PaneHead pane={pane} facts={facts} /> : null}
      {finding ? <FindBar pane={pane} /> : null}
      {content.kind === 'resting' || content.kind === 'refused' ? (
        <div className="terminal-slot" />
      ) : (
        <TerminalSlot pane={pane} name={name ?? ''} isActive={isActive} isStarting={content.kind === 'starting'} />
      )}
      <PaneBar pane={pane} facts={facts} />
    </section>
  )
}
