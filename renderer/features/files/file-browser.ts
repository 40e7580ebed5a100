import { createStore, type StoreApi } from 'zustand/vanilla'
import type { ContractClient } from '#contract/calls.ts'
import type { FarEntry, FarKey, FarListing, FarPlace } from '#contract/files.ts'
import type { Problem } from '#contract/problem.ts'
import { fail } from '#domain/result.ts'

/** Where somebody is on a target, and what they have chosen there. */
export interface BrowserState {
  /** The folder that was read last; null before the first. */
  readonly listing: FarListing | null
  readonly isReading: boolean
  /** Why the folder that was asked for last is not shown. */
  readonly problem: Problem | null
  readonly chosen: ReadonlySet<FarKey>
  /** The row that the keyboard is on. */
  readonly current: FarKey | null
}

/** One folder of a target at a time. */
export interface FileBrowser extends Pick<StoreApi<BrowserState>, 'getState' | 'getInitialState' | 'subscribe'> {
  /** Goes to a folder; what is shown stays until it is read. An answer that another question overtook is dropped. */
  go(place: FarPlace): Promise<void>
  up(): void
  /** Reads the folder again that is shown; what was chosen in it stays chosen. */
  refresh(): void
  walk(to: FarKey): void
  /** Only what can be fetched is chosen. */
  choose(entries: readonly FarEntry[], wish: 'on' | 'off'): void
  forgetProblem(): void
}

const first: BrowserState = { listing: null, isReading: false, problem: null, chosen: new Set(), current: null }

/** Files that cannot be read cannot be fetched either. */
export const canFetch = ({ closed }: FarEntry): boolean => closed === null

/** A new listing in place of the last one; from a folder the way up leads back onto its name. */
function shown(before: BrowserState, listing: FarListing): BrowserState {
  const keys = new Set(listing.entries.map(({ key }) => key))
  const isSame = before.listing?.key === listing.key
  const from = isSame ? before.current : (before.listing?.key ?? null)
  return {
    listing,
    isReading: false,
    problem: null,
    chosen: new Set(isSame ? [...before.chosen].filter((key) => keys.has(key)) : []),
    current: from !== null && keys.has(from) ? from : null,
  }
}

/** A {@link FileBrowser} of one file session. */
export function createFileBrowser(client: ContractClient, id: string): FileBrowser {
  const store = createStore<BrowserState>(() => first)
  let question = 0
  const go = async (at: FarPlace): Promise<void> => {
    question += 1
    const mine = question
    store.setState({ isReading: true })
    const answer = await client.call('files.list', { id, at }).catch(() => fail('INTERNAL', {}))
    if (mine !== question) return
    if (answer.ok) store.setState((before) => shown(before, answer.value))
    else store.setState({ isReading: false, problem: answer.error })
  }
  const toKey = (key: FarKey | null | undefined): void => {
    if (key !== null && key !== undefined) void go({ by: 'key', key })
  }
  return {
    getState: store.getState,
    getInitialState: store.getInitialState,
    subscribe: store.subscribe,
    go,
    up: () => toKey(store.getState().listing?.parent),
    refresh: () => toKey(store.getState().listing?.key),
    walk: (current) => store.setState({ current }),
    choose(entries, wish) {
      const keys = entries.filter(canFetch).map(({ key }) => key)
      store.setState(({ chosen }) => ({
        chosen: new Set(wish === 'on' ? [...chosen, ...keys] : [...chosen].filter((key) => !keys.includes(key))),
      }))
    },
    forgetProblem: () => store.setState({ problem: null }),
  }
}
