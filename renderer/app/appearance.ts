import { useCallback, useEffect, useSyncExternalStore } from 'react'
import type { AppFacts, Settings } from '#contract/snapshot.ts'
import type { Language } from '#words/messages.ts'

/** A media query as state. */
export function useMedia(query: string): boolean {
  const subscribe = useCallback(
    (listener: () => void) => {
      const media = window.matchMedia(query)
      media.addEventListener('change', listener)
      return () => media.removeEventListener('change', listener)
    },
    [query],
  )
  return useSyncExternalStore(subscribe, () => window.matchMedia(query).matches)
}

const systems = { darwin: 'mac', win32: 'win', linux: 'linux' } as const satisfies Record<AppFacts['platform'], string>

interface Appearance {
  readonly theme: Settings['theme']
  readonly language: Language
  readonly platform: AppFacts['platform']
  readonly sidebarHidden: boolean
}

/** Writes theme, language, platform and rail onto the root element, where the styles read them. */
export function useAppearance({ theme, language, platform, sidebarHidden }: Appearance): void {
  const systemDark = useMedia('(prefers-color-scheme: dark)')
  const narrow = useMedia('(max-width: 1039px)')
  useEffect(() => {
    const root = document.documentElement
    root.lang = language
    root.dataset['theme'] = theme === 'system' ? (systemDark ? 'dark' : 'light') : theme
    root.dataset['os'] = systems[platform]
    if (narrow || sidebarHidden) root.dataset['rail'] = narrow ? 'narrow' : 'hidden'
    else delete root.dataset['rail']
  }, [theme, systemDark, language, platform, narrow, sidebarHidden])
}
