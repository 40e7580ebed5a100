import { useEffect } from 'react'
import { pressedOf } from '#domain/shortcuts/shortcuts.ts'
import type { Actions } from './actions.ts'
import { useActions } from './actions.ts'
import { letFocusGo } from './let-focus-go.ts'
import { useServices, useSnapshot, type Services } from './services.ts'
import type { ViewState } from './view-store.ts'

/** What the window does itself when its menu bar has not taken the keys. */
const obeyed = [
  'new-tunnel',
  'show-tunnels',
  'show-shells',
  'show-activity',
  'open-shell',
  'show-dock',
  'show-accounts',
  'show-settings',
  'find',
  'close-window',
  'help',
] as const

/** From another screen the dock is what somebody wants to see, and not to have closed where they do not see it. */
function toggleDock(view: Services['view']): void {
  const { dockOpen, screen } = view.getState()
  const isSeen = dockOpen && screen.name === 'tunnels'
  if (!isSeen) letFocusGo()
  view.setState({ dockOpen: !isSeen, screen: { name: 'tunnels' } })
}

/** Screens with a search of their own; elsewhere it is the tunnels that are sought. */
const searched: ReadonlySet<string> = new Set(['recordings', 'history'])

function act(name: (typeof obeyed)[number], actions: Actions, { view }: Services): void {
  switch (name) {
    case 'new-tunnel':
      return actions.newTunnel()
    case 'show-tunnels':
      return view.setState({ screen: { name: 'tunnels' } })
    case 'show-shells':
      if (view.getState().screen.name !== 'shells') letFocusGo()
      return view.setState({ screen: { name: 'shells' } })
    case 'show-activity':
      return view.setState({ screen: { name: 'history' } })
    case 'open-shell':
      return actions.chooseShell()
    case 'show-dock':
      return toggleDock(view)
    case 'show-accounts':
      return view.setState({ screen: { name: 'accounts' } })
    case 'show-settings':
      return view.setState({ screen: { name: 'settings' } })
    case 'find':
      if (view.getState().screen.name === 'sign-in') return
      // There is no list on the shells but that of targets, which hears of it first.
      if (view.getState().screen.name === 'shells') return
      if (!searched.has(view.getState().screen.name)) view.setState({ screen: { name: 'tunnels' } })
      requestAnimationFrame(() => document.querySelector<HTMLElement>('[role="searchbox"]')?.focus())
      return
    case 'close-window':
      return void actions.call('window.close')
    case 'help':
      return view.setState({ showsShortcuts: true })
  }
}

/** Whether a question or the list of shortcuts is over everything. */
const isCovered = ({ pendingEnd, pendingStop, showsShortcuts }: ViewState): boolean =>
  pendingEnd !== null || pendingStop !== null || showsShortcuts

/** Whether a sheet or a question is over the window. */
const asksOrEdits = (state: ViewState): boolean => state.overlay !== null || isCovered(state)

/** While a terminal has the keys they are the shell's; what the app does there is decided in the terminal. */
const isInTerminal = ({ target }: KeyboardEvent): boolean =>
  target instanceof Element && target.closest('[data-terminal]') !== null

/** In a field a mark is text, and no shortcut. */
function isText(event: KeyboardEvent): boolean {
  const { target } = event
  const isField =
    target instanceof HTMLElement &&
    (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName))
  return isField && event.key.length === 1 && !event.ctrlKey && !event.metaKey
}

/** Help can be had over a form; nothing else works through what lies over the window. */
function isHeard(name: (typeof obeyed)[number], state: ViewState): boolean {
  const isHelp = name === 'help'
  const over = ['menu', 'alertdialog', ...(isHelp ? [] : ['dialog'])].map((role) => `[role="${role}"]`)
  return !(isHelp ? isCovered(state) : asksOrEdits(state)) && document.querySelector(over.join(', ')) === null
}

/** The shortcuts that work everywhere in the window, but not through an open overlay. */
export function useGlobalKeys(): void {
  const services = useServices()
  const actions = useActions()
  const { platform } = useSnapshot().app
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || isText(event) || isInTerminal(event)) return
      const name = pressedOf(obeyed, event, platform)
      if (name === null || !isHeard(name, services.view.getState())) return
      act(name, actions, services)
      event.preventDefault()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [services, actions, platform])
}

/** Calls back on Escape, unless an overlay or a control has used it. */
export function useEscape(onEscape: () => void): void {
  const { view } = useServices()
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      const isTaken = asksOrEdits(view.getState()) || document.querySelector('[role="menu"]') !== null
      if (event.key === 'Escape' && !event.defaultPrevented && !isTaken) onEscape()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  })
}
