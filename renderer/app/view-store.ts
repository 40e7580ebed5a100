import type { FileRequest } from '#contract/files.ts'
import type { ShellRequest } from '#contract/shells.ts'
import type { TunnelDraft } from '#contract/tunnel.ts'
import { createStore, type StoreApi } from 'zustand/vanilla'

export type Screen =
  | { readonly name: 'tunnels' }
  | { readonly name: 'failure'; readonly id: string }
  | { readonly name: 'shells' }
  | { readonly name: 'settings' }
  | { readonly name: 'accounts' }
  /** `open`: the id of the one that is played; null is the list. */
  | { readonly name: 'recordings'; readonly open: string | null }
  /** What happened. */
  | { readonly name: 'history' }
  /** The person's own sessions at AWS. */
  | { readonly name: 'at-aws' }
  /** Null asks for the address. `starting`: the first answer of AWS is awaited. `typed`: the address was typed just now. */
  | {
      readonly name: 'sign-in'
      readonly session: string | null
      readonly starting?: true
      readonly typed?: true
    }
  /** Nothing is set up yet. */
  | { readonly name: 'first-run' }

/** The pages of the settings, in their order. */
export const settingsSections = [
  'general',
  'sign-in',
  'ports',
  'ssh',
  'engine',
  'terminal',
  'recordings',
  'files',
  'network',
] as const
export type SettingsSection = (typeof settingsSections)[number]

/** What tunnels of a group are ordered by; `saved` is the order they were saved in. */
export const listSorts = ['saved', 'name', 'port', 'state'] as const
export type ListSort = (typeof listSorts)[number]

export type ListFilter = 'all' | 'live' | 'armed' | 'attention'

/** The part of the form that the problem is about; it gets the focus. */
export type FormFocus = 'name' | 'account' | 'host' | 'target' | 'port'

/** The account and role, by its key, in which a tunnel is to begin; `environment`: what the account is for, if that is known. */
export interface NewTunnelIn {
  readonly profile: string
  readonly environment: string | null
}

export type Overlay =
  | { readonly name: 'new-tunnel'; readonly from: string | null; readonly starts?: 'paste' | NewTunnelIn }
  | { readonly name: 'edit-tunnel'; readonly id: string; readonly focus: FormFocus }
  | { readonly name: 'remove-tunnel'; readonly id: string }
  /** A letter to an administrator, as it was when it was asked for. */
  | { readonly name: 'request'; readonly text: string }

/** What a person asked of a tunnel that would end open connections; it waits for their word. */
export type PendingEnd =
  | { readonly order: 'disarm' | 'disconnect' | 'another-match' | 'remove'; readonly id: string }
  | { readonly order: 'change'; readonly id: string; readonly draft: TunnelDraft }

/** What only this window knows: where the user is and how wide things are. Nothing of it is truth about tunnels. */
export interface ViewState {
  readonly screen: Screen
  readonly settingsSection: SettingsSection
  readonly overlay: Overlay | null
  /** Asked over everything else, an overlay too. */
  readonly pendingEnd: PendingEnd | null
  /** Ids of tunnels that were to stop together; it waits for a person's word, like `pendingEnd`. */
  readonly pendingStop: readonly string[] | null
  /** The list of shortcuts lies over everything else. */
  readonly showsShortcuts: boolean
  /** The tunnel the keyboard is on. */
  readonly current: string | null
  /** The tunnel whose row the list is to show, whatever hides it; null once it does. */
  readonly revealed: string | null
  /** Where the panel is to be scrolled to; `top` once it is. */
  readonly panelAt: 'top' | 'events'
  /** Ids of the tunnels that were selected together; empty while there is only the current one. */
  readonly chosen: readonly string[]
  /** Keys of the groups of which only the head is shown. */
  readonly collapsed: readonly string[]
  readonly sort: ListSort
  readonly panelOpen: boolean
  readonly panelWidth: number
  readonly filter: ListFilter
  /** Id of the environment that the list is limited to. */
  readonly environment: string | null
  readonly search: string
  readonly sidebarHidden: boolean
  /** The shells are shown under the list of tunnels. */
  readonly dockOpen: boolean
  /** Pixels. */
  readonly dockHeight: number
  /** A shell that is to be opened, or chosen, as soon as the shells are there. */
  readonly wantedShell: ShellRequest | 'choose' | null
  /** Files that are to be opened as soon as the shells are there. */
  readonly wantedFiles: FileRequest | null
  /** Id of the shell, or the files, whose pane is to have the keys as soon as the shells are there. */
  readonly revealedShell: string | null
  /** The user went past the first run without a sign-in. */
  readonly usesConfig: boolean
  /** Sign-ins and profiles of `~/.aws` that the user does not want to use here; see `sourceKey`. */
  readonly leftOut: readonly string[]
  /** Keys of the profiles that tunnels were saved with, the last one first. */
  readonly recentProfiles: readonly string[]
  /** Keys of the accounts that stand first; see `accountEntryKey`. */
  readonly favouriteAccounts: readonly string[]
  /** By account: the role that is used unless another one is chosen. */
  readonly usualRoles: Readonly<Record<string, string>>
  /** By account: when something was last open in it, epoch ms. */
  readonly accountsUsedAt: Readonly<Record<string, number>>
  /** What was typed as the address of a sign-in, until it works. */
  readonly typedSignIn: { readonly url: string; readonly region: string } | null
}

export type ViewStore = StoreApi<ViewState>

export const panelWidths = { min: 380, max: 560, usual: 436 } as const

/** Pixels, and the share of the window that is the most. */
const dockHeights = { min: 160, usual: 268, mostShare: 0.6 } as const

const storageKey = 'culvert.view'
const kept = [
  'panelWidth',
  'sidebarHidden',
  'dockOpen',
  'dockHeight',
  'current',
  'panelOpen',
  'usesConfig',
  'leftOut',
  'recentProfiles',
  'favouriteAccounts',
  'usualRoles',
  'accountsUsedAt',
  'collapsed',
  'sort',
] as const
type Kept = Pick<ViewState, (typeof kept)[number]>

const initial: ViewState = {
  screen: { name: 'tunnels' },
  settingsSection: 'general',
  overlay: null,
  pendingEnd: null,
  pendingStop: null,
  showsShortcuts: false,
  current: null,
  revealed: null,
  panelAt: 'top',
  chosen: [],
  collapsed: [],
  sort: 'saved',
  panelOpen: false,
  panelWidth: panelWidths.usual,
  filter: 'all',
  environment: null,
  search: '',
  sidebarHidden: false,
  dockOpen: false,
  dockHeight: dockHeights.usual,
  wantedShell: null,
  revealedShell: null,
  wantedFiles: null,
  usesConfig: false,
  leftOut: [],
  recentProfiles: [],
  favouriteAccounts: [],
  usualRoles: {},
  accountsUsedAt: {},
  typedSignIn: null,
}

/** Keeps a width within what the panel can show. */
export function clampPanelWidth(width: number): number {
  return Math.round(Math.min(panelWidths.max, Math.max(panelWidths.min, width)))
}

/** Keeps the dock's height within what the window can spare. */
export function clampDockHeight(height: number, windowHeight: number): number {
  return Math.round(Math.max(dockHeights.min, Math.min(windowHeight * dockHeights.mostShare, height)))
}

/** How many profiles are remembered as used last. */
const keptRecent = 20

/** A profile was chosen: it comes first from now on. */
export function withRecent(recent: readonly string[], key: string): readonly string[] {
  return [key, ...recent.filter((one) => one !== key)].slice(0, keptRecent)
}

function textsIn(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : []
}

const isText = (value: unknown): value is string => typeof value === 'string'
const isTime = (value: unknown): value is number => Number.isSafeInteger(value)

/** What of a record is as it should be. */
function recordIn<T>(value: unknown, isSound: (one: unknown) => one is T): Readonly<Record<string, T>> {
  if (typeof value !== 'object' || value === null) return {}
  return Object.fromEntries(Object.entries(value).flatMap(([key, one]) => (isSound(one) ? [[key, one]] : [])))
}

function restore(storage: Storage): Partial<Kept> {
  try {
    const saved: unknown = JSON.parse(storage.getItem(storageKey) ?? '{}')
    if (typeof saved !== 'object' || saved === null) return {}
    const facts = new Map<string, unknown>(Object.entries(saved))
    const width = facts.get('panelWidth')
    const current = facts.get('current')
    const dockHeight = facts.get('dockHeight')
    return {
      ...(typeof width === 'number' ? { panelWidth: clampPanelWidth(width) } : {}),
      ...(typeof current === 'string' ? { current } : {}),
      ...(typeof dockHeight === 'number' ? { dockHeight: clampDockHeight(dockHeight, window.innerHeight) } : {}),
      dockOpen: facts.get('dockOpen') === true,
      sidebarHidden: facts.get('sidebarHidden') === true,
      usesConfig: facts.get('usesConfig') === true,
      leftOut: textsIn(facts.get('leftOut')),
      collapsed: textsIn(facts.get('collapsed')),
      sort: listSorts.find((sort) => sort === facts.get('sort')) ?? initial.sort,
      recentProfiles: textsIn(facts.get('recentProfiles')).slice(0, keptRecent),
      favouriteAccounts: textsIn(facts.get('favouriteAccounts')),
      usualRoles: recordIn(facts.get('usualRoles'), isText),
      accountsUsedAt: recordIn(facts.get('accountsUsedAt'), isTime),
      panelOpen: facts.get('panelOpen') === true && typeof current === 'string',
    }
  } catch {
    // Storage that cannot be read is the same as none: sizes start at their usual values.
    return {}
  }
}

/** Creates the window's own state; sizes and selection come back from the last time. */
export function createViewStore(storage: Storage | null): ViewStore {
  const store = createStore<ViewState>(() => ({ ...initial, ...(storage === null ? {} : restore(storage)) }))
  store.subscribe((state, before) => {
    // Most changes are of what is not kept, such as each letter of a search.
    if (kept.every((key) => state[key] === before[key])) return
    storage?.setItem(storageKey, JSON.stringify(Object.fromEntries(kept.map((key) => [key, state[key]]))))
  })
  return store
}
