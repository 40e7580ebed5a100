import { useEffect, useId, type ClipboardEvent, type DragEvent, type FocusEvent, type KeyboardEvent } from 'react'
import { useWords } from '../../app/services.ts'
import { Field, HelpText, type Help } from '../../ui/field.tsx'
import { outcomeHelp } from './paste-help.ts'
import type { Paste } from './use-paste.ts'

interface PasteInputProps {
  readonly paste: Paste
  readonly id: string
  readonly describedBy: string
}

/** What is pasted or dropped is read at once; what is typed with Enter, or when the line is left; Escape folds it away. */
function takingOf(paste: Paste) {
  return {
    onInput: paste.typed.note,
    onPaste: (event: ClipboardEvent<HTMLInputElement>): void => {
      event.preventDefault()
      paste.take(event.clipboardData.getData('text'))
    },
    onDrop: (event: DragEvent<HTMLInputElement>): void => {
      event.preventDefault()
      paste.take(event.dataTransfer.getData('text'))
    },
    // The button that saves reads it itself, and stops there.
    onBlur: ({ relatedTarget }: FocusEvent): void => {
      if (!(relatedTarget instanceof HTMLElement && relatedTarget.dataset['saves'] === '')) paste.takeTyped()
    },
    onKeyDown: (event: KeyboardEvent<HTMLInputElement>): void => {
      if (event.key === 'Escape') {
        event.stopPropagation()
        paste.toggle()
      }
      if (event.key !== 'Enter' || event.metaKey || event.ctrlKey) return
      event.preventDefault()
      paste.takeTyped()
    },
  }
}

function PasteInput({ paste, id, describedBy }: PasteInputProps) {
  const { placeholder } = useWords().form.paste
  const { line } = paste.typed
  useEffect(() => line.current?.focus(), [line])
  return (
    <input
      ref={line}
      id={id}
      type="text"
      className="mono"
      placeholder={placeholder}
      spellCheck={false}
      autoComplete="off"
      aria-describedby={describedBy}
      {...takingOf(paste)}
    />
  )
}

/**
 * Takes a connection string or a command. What is pasted is read and thrown away at once; what is typed stays in the
 * input and nowhere else until then, so that a password in it reaches no state of the page.
 */
export function PasteField({ paste }: { readonly paste: Paste }) {
  const words = useWords()
  const outcomeId = useId()
  const helps: readonly Help[] = paste.typed.isUnread
    ? [{ tone: 'warn', text: words.form.paste.pressEnter }]
    : outcomeHelp(paste.outcome, words)
  return (
    <div className="form-paste">
      <Field label={words.form.paste.label}>
        {(ids) => (
          <div className="field-box" data-invalid={paste.outcome?.state === 'unknown' ? '' : undefined}>
            <PasteInput paste={paste} id={ids.control} describedBy={outcomeId} />
          </div>
        )}
      </Field>
      <div className="form-paste-outcome" id={outcomeId} role="status">
        {helps.map((help, index) => (
          // The lines have no identity but their place: each paste replaces them all.
          <HelpText key={`line-${String(index)}`} help={help} />
        ))}
      </div>
    </div>
  )
}
