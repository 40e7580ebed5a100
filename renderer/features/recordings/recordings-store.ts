import { createStore, type StoreApi } from 'zustand/vanilla'
import type { ContractClient } from '#contract/calls.ts'
import type { Problem } from '#contract/problem.ts'
import type { RecordingHit, RecordingList, SealVerdict } from '#contract/recordings.ts'

/** What a search has found in one recording. */
export interface Found {
  readonly count: number
  readonly hits: readonly RecordingHit[]
}

export interface RecordingsState {
  /** Null until main has answered. */
  readonly list: RecordingList | null
  readonly problem: Problem | null
  /** By id; one that is missing is not checked yet. */
  readonly verdicts: ReadonlyMap<string, SealVerdict | null>
  readonly search: string
  /** By id; one that is missing is not read yet. */
  readonly found: ReadonlyMap<string, Found>
}

export interface RecordingsStore extends Pick<StoreApi<RecordingsState>, 'getState' | 'subscribe' | 'getInitialState'> {
  /** Looks through all recordings, newest first; what was sought before is given up. */
  search(text: string): void
  dispose(): void
}

/** A pause in typing before recordings are read: ms. */
const typingMs = 250

const initial: RecordingsState = { list: null, problem: null, verdicts: new Map(), search: '', found: new Map() }

/** The recordings as main has them, their seals checked one after the other, and what a search finds in them. */
export function createRecordingsStore(client: ContractClient): RecordingsStore {
  const store = createStore<RecordingsState>(() => initial)
  let isOver = false
  let checking: Promise<void> = Promise.resolve()
  let timer: ReturnType<typeof setTimeout> | undefined
  const refresh = async (): Promise<void> => {
    const answer = await client.call('recording.list')
    if (isOver) return
    store.setState(answer.ok ? { list: answer.value, problem: null } : { problem: answer.error })
    checking = checking.then(() => checkSeals(client, store, () => isOver))
  }
  const stop = client.on('recordings.changed', () => void refresh())
  void refresh()
  return {
    getState: store.getState,
    subscribe: store.subscribe,
    getInitialState: store.getInitialState,
    search(text) {
      clearTimeout(timer)
      store.setState({ search: text, found: new Map() })
      const isGivenUp = (): boolean => isOver || store.getState().search !== text
      if (text.trim() !== '') timer = setTimeout(() => void searchAll(client, store, text, isGivenUp), typingMs)
    },
    dispose() {
      isOver = true
      clearTimeout(timer)
      stop()
    },
  }
}

type Store = StoreApi<RecordingsState>

async function checkSeals(client: ContractClient, store: Store, isGivenUp: () => boolean): Promise<void> {
  for (const { id, isLive, content } of store.getState().list?.recordings ?? []) {
    if (isGivenUp()) return
    if (isLive || content.is !== 'readable' || store.getState().verdicts.has(id)) continue
    const answer = await client.call('recording.check', { id })
    const verdict = answer.ok ? answer.value.verdict : null
    store.setState(({ verdicts }) => ({ verdicts: new Map(verdicts).set(id, verdict) }))
  }
}

async function searchAll(client: ContractClient, store: Store, text: string, isGivenUp: () => boolean): Promise<void> {
  for (const { id, content } of store.getState().list?.recordings ?? []) {
    if (isGivenUp()) return
    const answer = content.is === 'readable' ? await client.call('recording.search', { id, text }) : null
    const found = answer?.ok === true ? answer.value : { count: 0, hits: [] }
    if (!isGivenUp()) store.setState((state) => ({ found: new Map(state.found).set(id, found) }))
  }
}
