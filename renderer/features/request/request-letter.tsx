import './request-letter.css'
import { X } from 'lucide-react'
import { useRef } from 'react'
import { useActions } from '../../app/actions.ts'
import { useView, useWords } from '../../app/services.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { Sheet } from '../../ui/sheet.tsx'

/** The letter to an administrator, to be read before it is copied. */
export function RequestLetter() {
  const overlay = useView((state) => state.overlay)
  return overlay?.name === 'request' ? <Letter text={overlay.text} /> : null
}

function Letter({ text }: { readonly text: string }) {
  const words = useWords()
  const { failure } = words.tunnels
  const actions = useActions()
  const copyButton = useRef<HTMLButtonElement>(null)
  const copy = async (): Promise<void> => {
    await actions.copy(text, failure.requestCopied)
    actions.closeOverlay()
  }
  return (
    <Sheet label={failure.request} size="reading" initialFocus={copyButton} onClose={actions.closeOverlay}>
      <div className="sheet-head">
        <h2 className="trunc">{failure.request}</h2>
        <span className="grow" />
        <IconButton label={words.close} onClick={actions.closeOverlay}>
          <X size={16} />
        </IconButton>
      </div>
      <textarea className="letter" readOnly rows={18} aria-label={failure.request} value={text} />
      <div className="sheet-foot">
        <span className="t3 sheet-note">{failure.requestNote}</span>
        <span className="grow" />
        <Button onClick={actions.closeOverlay}>{words.close}</Button>
        <Button ref={copyButton} variant="primary" onClick={() => void copy()}>
          {words.copy}
        </Button>
      </div>
    </Sheet>
  )
}
