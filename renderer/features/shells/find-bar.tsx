import { ArrowDown, ArrowUp, X } from 'lucide-react'
import { useEffect, useLayoutEffect, useRef, useState, type ChangeEvent, type KeyboardEvent } from 'react'
import { useWords } from '../../app/services.ts'
import { IconButton } from '../../ui/button.tsx'
import type { FindPlace, Found } from './terminal/finding.ts'
import { useShellStore, useShellWords } from './use-shells.ts'

/** What is typed, what is found, and how it is left. */
function useFind(pane: string) {
  const store = useShellStore()
  const [text, setText] = useState('')
  const [found, setFound] = useState<Found>({ at: -1, count: 0 })
  const [place, setPlace] = useState<FindPlace>('top')
  const bar = useRef<HTMLDivElement>(null)
  /** Down to where the bar covers the terminal at the top, px. */
  const covered = useRef(0)
  const terminal = store.terminals.of(pane)
  const { finding } = terminal
  useEffect(() => finding.onFound(setFound), [finding])
  useLayoutEffect(() => {
    const bottom = bar.current?.getBoundingClientRect().bottom ?? 0
    covered.current = bottom - terminal.element.getBoundingClientRect().top
  }, [terminal])
  const close = (): void => {
    finding.find('', 'next', 0)
    store.set({ finding: null })
    terminal.focus()
  }
  const go = (to: 'next' | 'previous'): void => setPlace(finding.find(text, to, covered.current))
  const change = (value: string): void => {
    setText(value)
    setPlace(finding.find(value, 'as typed', covered.current))
  }
  return { text, found, place, bar, close, go, change }
}

/** Looks for a text in what a pane has shown. */
export function FindBar({ pane }: { readonly pane: string }) {
  const words = useWords()
  const say = useShellWords().find
  const { text, found, place, bar, close, go, change } = useFind(pane)
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
    <div ref={bar} className="find-bar" role="search" data-place={place}>
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
