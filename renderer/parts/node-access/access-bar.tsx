import { useEffect, useRef, type ReactNode } from 'react'
import type { NodeAccessView } from '#contract/node-access.ts'
import type { ConnectStep } from '#contract/status.ts'
import { isOpen } from '#domain/node-access/access.ts'
import { accessAt, type AccessPlace } from '#domain/node-access/access-place.ts'
import { useSnapshot, useWords } from '../../app/services.ts'
import { EndBar } from '../end-bar/end-bar.tsx'
import { NodeAccess } from './node-access.tsx'

/** The question that a start there waits for at this step, of a person here or at an approver's; null where it waits for none. */
export function useAskedAccess(place: AccessPlace, step: ConnectStep | null): NodeAccessView | null {
  const { nodeAccess } = useSnapshot()
  if (step !== 'approval' && step !== 'approver') return null
  const access = accessAt(place, nodeAccess)
  return access !== null && isOpen(access.status) ? access : null
}

interface AccessBarProps {
  readonly access: NodeAccessView
  readonly lies?: 'over' | 'below'
  /** Gets the keys back from the form once it has been sent or let go. */
  readonly giveBack?: () => void
  /** What else can be done. */
  readonly children?: ReactNode
}

/** The bar at the foot of what waits for access to its node: why it waits, and the request. */
export function AccessBar({ access, lies = 'below', giveBack, children }: AccessBarProps) {
  const words = useWords().access
  const box = useRef<HTMLDivElement>(null)
  const isAsking = access.status.kind === 'asking'
  useEffect(() => {
    const form = box.current
    if (!isAsking || form === null) return undefined
    // Whoever wanted this sits before it; whoever types elsewhere goes on typing.
    const hasKeys = (box: Element | null | undefined): boolean =>
      document.activeElement === document.body || box?.contains(document.activeElement) === true
    if (hasKeys(form.closest('.pane'))) form.querySelector('input')?.focus()
    return () => {
      // Its field may be gone already, and nothing have the keys.
      if (hasKeys(form)) giveBack?.()
    }
  }, [isAsking, giveBack])
  return (
    <div className="access-bar" data-lies={lies} ref={box}>
      <EndBar
        glyph="connecting"
        headline={access.status.kind === 'waiting' ? words.waiting : words.needed}
        sentence={words.onRequest}
      >
        {children}
      </EndBar>
      <div className="access-bar-fields">
        <NodeAccess access={access} meanwhile={words.opensOnceApproved} />
      </div>
    </div>
  )
}
