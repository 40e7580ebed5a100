import { useEffect } from 'react'
import { navigated } from './navigated.ts'
import { useServices } from './services.ts'

/** Follows what the tray, the menu bar and notifications ask the window to show. */
export function useNavigation(): void {
  const { client, view } = useServices()
  useEffect(() => client.on('navigate', (target) => view.setState(navigated(target, view.getState()))), [client, view])
}
