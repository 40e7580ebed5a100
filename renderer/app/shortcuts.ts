import { keyCaps, keysOf, type KeyPress, type ShortcutName } from '#domain/shortcuts/shortcuts.ts'
import { useSnapshot } from './services.ts'

/** True while the platform's command key is down: Command on macOS, Control elsewhere. */
export function withMod(event: Pick<KeyPress, 'metaKey' | 'ctrlKey'>, platform: string): boolean {
  return platform === 'darwin' ? event.metaKey && !event.ctrlKey : event.ctrlKey && !event.metaKey
}

/** Shortcut hints as the platform writes them: `⌘N`, `Ctrl N`. */
export function useShortcut(): (name: ShortcutName) => string {
  const { platform } = useSnapshot().app
  return (name) =>
    keysOf(name, platform)
      .slice(0, 1)
      .flatMap((keys) => keyCaps(keys, platform))
      .join(platform === 'darwin' ? '' : ' ')
}
