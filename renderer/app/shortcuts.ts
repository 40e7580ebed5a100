import { useSnapshot } from './services.ts'

interface Keys {
  readonly key: string
  readonly metaKey: boolean
  readonly ctrlKey: boolean
}

/** True while the platform's command key is down: Command on macOS, Control elsewhere. */
export function withMod(event: Pick<Keys, 'metaKey' | 'ctrlKey'>, platform: string): boolean {
  return platform === 'darwin' ? event.metaKey && !event.ctrlKey : event.ctrlKey && !event.metaKey
}

/** Shortcut hints as the platform writes them: `⌘N`, `Ctrl N`. */
export function useShortcut(): (keys: string) => string {
  const { platform } = useSnapshot().app
  return (keys) => (platform === 'darwin' ? `⌘${keys}` : `Ctrl ${keys === '↵' ? 'Enter' : keys}`)
}
