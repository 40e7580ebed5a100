import { useEffect, useLayoutEffect, useRef, useState } from 'react'
import { useShellStore, useShellWords } from './use-shells.ts'

/** Whoever types goes on typing: the focus is taken from nothing, or from another pane, never from a control. */
function mayTakeFocus(): boolean {
  const { activeElement } = document
  return activeElement === null || activeElement === document.body || activeElement.closest('.pane-area') !== null
}

interface TerminalSlotProps {
  readonly pane: string
  readonly name: string
  readonly isActive: boolean
  /** It is to be started as soon as there is a size. */
  readonly isStarting: boolean
  /** A bar lies over its last lines. */
  readonly isCovered: boolean
}

/** Height of the bar that lies over a terminal, px; `.terminal-slot[data-raised]` has the same. */
const barHeight = 57

/** Whether what is shown is to be moved up, so that a bar does not hide the line with the cursor. */
function useRaised(pane: string, isCovered: boolean): boolean {
  const store = useShellStore()
  const [isRaised, setRaised] = useState(false)
  useLayoutEffect(() => {
    setRaised(isCovered && store.terminals.of(pane).isCursorWithin(barHeight))
  }, [store, pane, isCovered])
  return isRaised
}

/** The place of a pane's terminal. The terminal itself is put there, and taken along when the place goes. */
export function TerminalSlot({ pane, name, isActive, isStarting, isCovered }: TerminalSlotProps) {
  const store = useShellStore()
  const say = useShellWords()
  const slot = useRef<HTMLDivElement>(null)
  const isRaised = useRaised(pane, isCovered)
  // Before the page takes the place away: by then it is known whether the terminal had the keys.
  useLayoutEffect(() => {
    const place = slot.current
    if (place === null) return undefined
    const terminal = store.terminals.of(pane)
    void terminal.show(place)
    return () => terminal.hide()
  }, [store, pane])
  useEffect(() => {
    const place = slot.current
    if (!isStarting || place === null) return
    void store.terminals
      .of(pane)
      .ready()
      .then(() => store.start(pane))
  }, [store, pane, isStarting])
  useEffect(() => {
    if (!isActive) return
    const terminal = store.terminals.of(pane)
    void terminal.ready().then(() => {
      if (terminal.hadFocus() || mayTakeFocus()) terminal.focus()
    })
  }, [store, pane, isActive])
  return (
    <div
      ref={slot}
      className="terminal-slot"
      role="group"
      aria-label={say.terminal(name)}
      data-terminal=""
      data-raised={isRaised ? '' : undefined}
    />
  )
}
