import './question.css'
import { useRef, type ReactNode } from 'react'
import { Button } from './button.tsx'
import { Sheet } from './sheet.tsx'

interface QuestionProps {
  readonly title: string
  /** Set for what needs care. */
  readonly care?: '' | undefined
  /** The safe answer; it has the focus, and Escape gives it. */
  readonly keep: string
  readonly action: string
  readonly onConfirm: () => void
  readonly onClose: () => void
  /** Paragraphs, and what would be lost. */
  readonly children: ReactNode
}

/** Asks before something is ended that somebody may want to keep. */
export function Question({ title, care, keep, action, onConfirm, onClose, children }: QuestionProps) {
  const safe = useRef<HTMLButtonElement>(null)
  return (
    <Sheet label={title} size="question" role="alertdialog" care={care} initialFocus={safe} onClose={onClose}>
      <div className="question-body">
        <h2 className="sheet-title">{title}</h2>
        {children}
      </div>
      <div className="question-actions">
        <Button ref={safe} shortcut="esc" onClick={onClose}>
          {keep}
        </Button>
        <Button variant="danger" onClick={onConfirm}>
          {action}
        </Button>
      </div>
    </Sheet>
  )
}
