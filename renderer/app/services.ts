import { createContext, use } from 'react'
import { useStore } from 'zustand'
import type { ContractClient } from '#contract/calls.ts'
import type { Result } from '#contract/result.ts'
import type { Snapshot, Traffic, TunnelView } from '#contract/snapshot.ts'
import type { Language, Messages } from '#words/messages.ts'
import type { Environment } from '#contract/tunnel.ts'
import { environmentOf } from '#domain/environments.ts'
import { createProfileStore, type ProfileState, type ProfileStore } from './profile-store.ts'
import { createSnapshotStore, type SnapshotStore } from './snapshot-store.ts'
import type { ShellStream, ShellStreamListener } from './shell-streams.ts'
import { createToastStore, type ToastStore } from './toast-store.ts'
import { createTrafficStore, type TrafficStore } from './traffic-store.ts'
import type { TrafficState, TunnelTraffic } from './traffic.ts'
import { createViewStore, type ViewState, type ViewStore } from './view-store.ts'

/** What every feature may use. */
export interface Services {
  readonly client: ContractClient
  readonly snapshots: SnapshotStore
  readonly traffic: TrafficStore
  readonly profiles: ProfileStore
  readonly toasts: ToastStore
  readonly view: ViewStore
  /** Shows a shell on this page; see {@link ShellStream}. Loaded when it is first needed. */
  attachShell(id: string, listener: ShellStreamListener): Promise<Result<ShellStream>>
}

/** Composes the page's stores over the bridge. */
export function createServices(client: ContractClient, storage: Storage | null): Services & { dispose(): void } {
  const snapshots = createSnapshotStore(client)
  const traffic = createTrafficStore(client)
  const toasts = createToastStore()
  const dispose = (): void => {
    snapshots.dispose()
    traffic.dispose()
    toasts.dispose()
  }
  return {
    client,
    snapshots,
    traffic,
    toasts,
    profiles: createProfileStore(client),
    view: createViewStore(storage),
    attachShell: async (id, listener) => await (await import('./shell-streams.ts')).attachShell(client, id, listener),
    dispose,
  }
}

export const ServicesContext = createContext<Services | null>(null)
/** Main's truth, once the first snapshot is there. */
export const SnapshotContext = createContext<Snapshot | null>(null)
/** Apart from the snapshot, so that a row is drawn again only when its own tunnel changes. */
export const WordsContext = createContext<{ readonly words: Messages; readonly language: Language } | null>(null)

function present<T>(value: T | null): T {
  if (value === null) throw new Error('Used outside of its provider')
  return value
}

export const useServices = (): Services => present(use(ServicesContext))
export const useSnapshot = (): Snapshot => present(use(SnapshotContext))
export const useWords = (): Messages => present(use(WordsContext)).words
export const useLanguage = (): Language => present(use(WordsContext)).language

export function useTunnel(id: string | null): TunnelView | null {
  return useSnapshot().tunnels.find((tunnel) => tunnel.id === id) ?? null
}

/** The environment that a tunnel belongs to. */
export function useEnvironment({ definition }: Pick<TunnelView, 'definition'>): Environment {
  return environmentOf(useSnapshot().environments, definition.environment)
}

export function useView<T>(select: (state: ViewState) => T): T {
  return useStore(useServices().view, select)
}

export function useProfiles<T>(select: (state: ProfileState) => T): T {
  return useStore(useServices().profiles, select)
}

export function useTraffic(id: string): TunnelTraffic | undefined {
  return useStore(useServices().traffic, (state: TrafficState) => state.tunnels.get(id))
}

/** Of one of several sessions behind a tunnel. */
export function useSessionTraffic(sessionId: string): Traffic | undefined {
  return useStore(useServices().traffic, ({ sessions }: TrafficState) => sessions?.[sessionId])
}
