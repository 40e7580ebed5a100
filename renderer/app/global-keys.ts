import { useEffect } from 'react'
import type { Actions } from './actions.ts'
import { useActions } from './actions.ts'
import { useServices, useSnapshot, type Services } from './services.ts'
import { withMod } from './shortcuts.ts'

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

/** The shortcuts that work everywhere in the window, but not through an open overlay. */
export function useGlobalKeys(): void {
  const services = useServices()
  const actions = useActions()
  const { platform } = useSnapshot().app
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || !withMod(event, platform) || event.altKey || event.shiftKey) return
      const { overlay, pendingEnd } = services.view.getState()
      if (overlay !== null || pendingEnd !== null) return
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
      const { overlay, pendingEnd } = view.getState()
      const overlaid = overlay !== null || pendingEnd !== null || document.querySelector('[role="menu"]') !== null
      if (event.key === 'Escape' && !event.defaultPrevented && !overlaid) onEscape()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  })
}
