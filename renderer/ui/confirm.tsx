import { useRef } from 'react'
import { Button } from './button.tsx'
import { Sheet } from './sheet.tsx'

interface ConfirmProps {
  readonly title: string
  readonly text: string
  readonly action: string
  readonly keep: string
  readonly onConfirm: () => void
  readonly onClose: () => void
}

/** Asks before something is lost; the safe button has the focus. */
export function Confirm({ title, text, action, keep, onConfirm, onClose }: ConfirmProps) {
  const safe = useRef<HTMLButtonElement>(null)
  return (
    <Sheet label={title} size="small" role="alertdialog" initialFocus={safe} onClose={onClose}>
      <div className="confirm">
        <h2 className="sheet-title">{title}</h2>
        <p className="t2">{text}</p>
        <div className="confirm-actions">
          <Button ref={safe} onClick={onClose}>
            {keep}
          </Button>
          <Button variant="danger" onClick={onConfirm}>
            {action}
          </Button>
        </div>
      </div>
    </Sheet>
  )
}
