import { useRef } from 'react'
import type { Problem } from '#contract/problem.ts'
import { problemOf } from '#domain/problem/problem.ts'
import { problemText } from '#words/problem-text.ts'
import { useWords } from '../../app/services.ts'
import { Button } from '../../ui/button.tsx'
import { Sentence } from '../../ui/sentence.tsx'
import { Sheet } from '../../ui/sheet.tsx'
import type { TargetLine } from './target-rows.ts'
import { useTargetWords } from './use-targets.ts'

/** The problem that a target's state stands for, as a start would meet it; null for one that can be opened. */
export function closedProblem({ target, name }: TargetLine): Problem | null {
  if (target === null || target.state.kind === 'online') return null
  const { state } = target
  const own = target.target
  if (own.on === 'container') {
    const names = { cluster: own.cluster, task: own.task, container: own.container }
    return state.kind === 'closed' && state.why === 'exec-off'
      ? problemOf('EXEC_NOT_ENABLED', names)
      : problemOf('EXEC_AGENT_NOT_RUNNING', names)
  }
  if (state.kind === 'offline' || state.why === 'not-registered') {
    return problemOf('TARGET_NOT_CONNECTED', {
      targetId: own.id,
      reason: state.kind === 'offline' ? 'connection-lost' : 'not-registered',
      agentVersion: target.agentVersion ?? undefined,
    })
  }
  return problemOf('TARGET_STOPPED', { targetId: own.id, targetName: name, state: state.why, matches: 1 })
}

interface WhyClosedProps {
  readonly line: TargetLine
  readonly problem: Problem
  /** Null where to try helps nobody. */
  readonly onOpen: (() => void) | null
  /** Null where nobody else can help. */
  readonly onRequest?: (() => void) | null
  readonly onClose: () => void
}

/** Why a target cannot be opened, and the way to try it all the same: what was read may be minutes old. */
export function WhyClosed({ line, problem, onOpen, onRequest = null, onClose }: WhyClosedProps) {
  const words = useWords()
  const say = useTargetWords()
  const safe = useRef<HTMLButtonElement>(null)
  const { role } = line.place.account
  const { headline, sentence } = problemText(problem, words, role === null ? {} : { role })
  return (
    <Sheet label={headline} size="question" role="alertdialog" initialFocus={safe} onClose={onClose}>
      <div className="question-body">
        <h2 className="sheet-title">{headline}</h2>
        <p>
          <b>{line.name}</b>
        </p>
        <p>
          <Sentence text={sentence} />
        </p>
      </div>
      <div className="question-actions">
        {onOpen === null ? null : <Button onClick={onOpen}>{say.openAnyway}</Button>}
        {onRequest === null ? null : <Button onClick={onRequest}>{words.remedies['copy-request']}</Button>}
        <Button ref={safe} shortcut="esc" onClick={onClose}>
          {words.close}
        </Button>
      </div>
    </Sheet>
  )
}
