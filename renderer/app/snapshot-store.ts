import { createStore, type StoreApi } from 'zustand/vanilla'
import type { ContractClient } from '#contract/calls.ts'
import type { Snapshot, SnapshotUpdate } from '#contract/snapshot.ts'
import { applyUpdate } from '#domain/snapshot/apply-change.ts'

/** The projection of main's truth; null until the first answer. */
interface SnapshotState {
  readonly snapshot: Snapshot | null
}

export interface SnapshotStore extends Pick<StoreApi<SnapshotState>, 'getState' | 'subscribe' | 'getInitialState'> {
  dispose(): void
}

/** Milliseconds between two questions when main did not answer. */
const askAgainMs = 1_000

/** A snapshot with the updates that follow it without a gap, and those that do not follow yet. */
function catchUp(base: Snapshot, updates: readonly SnapshotUpdate[]) {
  const ordered = updates
    .filter((update) => update.revision > base.revision)
    .toSorted((a, b) => a.revision - b.revision)
  let current = base
  for (const update of ordered) {
    if (update.revision === current.revision + 1) current = applyUpdate(current, update)
  }
  return { current, left: ordered.filter((update) => update.revision > current.revision) }
}

/**
 * Follows main's snapshot: asks once, then applies ordered updates. Updates that arrive before the answer are kept and
 * applied after it; old ones are dropped; a gap in the revisions makes it ask again.
 */
export function createSnapshotStore(client: ContractClient): SnapshotStore {
  const store = createStore<SnapshotState>(() => ({ snapshot: null }))
  let waiting: readonly SnapshotUpdate[] = []
  let state: 'resting' | 'asking' | 'disposed' = 'resting'
  let retry: ReturnType<typeof setTimeout> | undefined

  const settle = (base: Snapshot, updates: readonly SnapshotUpdate[]): void => {
    const { current, left } = catchUp(base, updates)
    waiting = left
    store.setState({ snapshot: current })
    if (left.length > 0) void ask()
  }
  const ask = async (): Promise<void> => {
    if (state !== 'resting') return
    state = 'asking'
    const answer = await client.call('app.snapshot').catch(() => null)
    if (isDisposed()) return
    state = 'resting'
    if (answer?.ok === true) settle(answer.value, waiting)
    else retry = setTimeout(() => void ask(), askAgainMs)
  }
  // Read anew after an await: the compiler would hold on to what it was before.
  const isDisposed = (): boolean => state === 'disposed'
  const stopListening = client.on('snapshot.update', (update) => {
    const current = store.getState().snapshot
    const updates = [...waiting, update]
    if (state === 'asking' || current === null) waiting = updates
    else settle(current, updates)
  })
  void ask()

  const dispose = (): void => {
    state = 'disposed'
    clearTimeout(retry)
    stopListening()
  }
  const { getState, getInitialState, subscribe } = store
  return { getState, getInitialState, subscribe, dispose }
}
