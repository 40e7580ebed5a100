import { useEffect } from 'react'
import type { Actions } from './actions.ts'
import { useActions } from './actions.ts'
import { useServices, useSnapshot, type Services } from './services.ts'
import { withMod } from './shortcuts.ts'
import type { ViewState } from './view-store.ts'

function act(key: string, actions: Actions, { view }: Services): boolean {
  switch (key) {
    case 'n':
      actions.newTunnel()
      return true
    case '1':
      view.setState({ screen: { name: 'tunnels' } })
      return true
    case '2':
    case ',':
      view.setState({ screen: { name: 'settings' } })
      return true
    case 'f':
      view.setState({ screen: { name: 'tunnels' } })
      requestAnimationFrame(() => document.querySelector<HTMLElement>('[role="searchbox"]')?.focus())
      return true
    case 'w':
      void actions.call('window.close')
      return true
    default:
      return false
  }
}

/** Whether a sheet or a question is over the window. */
function asksOrEdits({ overlay, pendingEnd, pendingStop }: ViewState): boolean {
  return overlay !== null || pendingEnd !== null || pendingStop !== null
}

/** The shortcuts that work everywhere in the window, but not through an open overlay. */
export function useGlobalKeys(): void {
  const services = useServices()
  const actions = useActions()
  const { platform } = useSnapshot().app
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || !withMod(event, platform) || event.altKey || event.shiftKey) return
      if (asksOrEdits(services.view.getState())) return
      if (act(event.key.toLowerCase(), actions, services)) event.preventDefault()
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
      const overlaid = asksOrEdits(view.getState()) || document.querySelector('[role="menu"]') !== null
      if (event.key === 'Escape' && !event.defaultPrevented && !overlaid) onEscape()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  })
}
