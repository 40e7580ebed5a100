import type { ShellRequest } from '#contract/shells.ts'

/** What a click in the tray asks for. */
export type TrayAction =
  | {
      readonly do: 'arm' | 'disarm' | 'connect' | 'disconnect' | 'show-route' | 'shell-on' | 'conceal'
      readonly id: string
    }
  | { readonly do: 'open-shell'; readonly request: ShellRequest | null }
  | { readonly do: 'copy'; readonly text: string }
  | { readonly do: 'sign-in'; readonly session: string }
  | { readonly do: 'enter-code'; readonly device: string }
  | { readonly do: 'arm-environment'; readonly environment: string }
  | { readonly do: 'stop-all' | 'open' | 'quit' | 'keep-running' }

/** The silhouette beside an item. */
export type TrayGlyph = 'ready' | 'armed' | 'failed' | 'working'

/** A native menu as a value. */
export type TrayItem =
  | { readonly kind: 'separator' }
  | { readonly kind: 'heading'; readonly label: string }
  | { readonly kind: 'action'; readonly label: string; readonly action: TrayAction }
  /** Its label is a name that somebody gave. */
  | { readonly kind: 'target'; readonly label: string; readonly action: TrayAction }
  | {
      readonly kind: 'tunnel'
      readonly label: string
      readonly glyph: TrayGlyph | null
      readonly items: readonly TrayItem[]
    }
  | { readonly kind: 'submenu'; readonly label: string; readonly items: readonly TrayItem[] }
