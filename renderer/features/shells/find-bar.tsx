import { ArrowDown, ArrowUp, X } from 'lucide-react'
import { useEffect, useRef, useState, type ChangeEvent, type KeyboardEvent } from 'react'
import { useWords } from '../../app/services.ts'
import { IconButton } from '../../ui/button.tsx'
import { useShellStore, useShellWords } from './use-shells.ts'

/** What is typed, what is found, and how it is left. */
function useFind(pane: string) {
  const store = useShellStore()
  const [text, setText] = useState('')
  const [found, setFound] = useState({ at: -1, count: 0 })
  const terminal = store.terminals.of(pane)
  useEffect(() => terminal.onFound(setFound), [terminal])
  const close = (): void => {
    terminal.find('', 'next')
    store.set({ finding: null })
    terminal.focus()
  }
  const go = (to: 'next' | 'previous'): void => terminal.find(text, to)
  const change = (value: string): void => {
    setText(value)
    terminal.find(value, 'as typed')
  }
  return { text, found, close, go, change }
}

/** Looks for a text in what a pane has shown. */
export function FindBar({ pane }: { readonly pane: string }) {
  const words = useWords()
  const say = useShellWords().find
  const { text, found, close, go, change } = useFind(pane)
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => field.current?.focus(), [])
  const onKey = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') close()
    else if (event.key === 'Enter') go(event.shiftKey ? 'previous' : 'next')
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  const counted = found.count === 0 ? say.none : say.found(found.at + 1, found.count)
  const onChange = (event: ChangeEvent<HTMLInputElement>): void => change(event.target.value)
  return (
    <div className="find-bar" role="search">
      <div className="field-box">
        <input ref={field} type="text" aria-label={say.label} value={text} onChange={onChange} onKeyDown={onKey} />
        <span className="find-count" role="status">
          {text === '' ? '' : counted}
        </span>
      </div>
      <IconButton label={say.previous} onClick={() => go('previous')}>
        <ArrowUp size={14} />
      </IconButton>
      <IconButton label={say.next} onClick={() => go('next')}>
        <ArrowDown size={14} />
      </IconButton>
      <IconButton label={words.close} onClick={close}>
        <X size={14} />
      </IconButton>
    </div>
  )
}
