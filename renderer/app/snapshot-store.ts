import { createStore, type StoreApi } from 'zustand/vanilla'
import type { ContractClient } from '#contract/calls.ts'
import type { Snapshot, SnapshotUpdate } from '#contract/snapshot.ts'
import { applyUpdate } from '#domain/snapshot/apply-change.ts'

/** The projection of main's truth; null until the first answer. */
export interface SnapshotState {
  readonly snapshot: Snapshot | null
}

export interface SnapshotStore extends Pick<StoreApi<SnapshotState>, 'getState' | 'subscribe' | 'getInitialState'> {
  dispose(): void
}

/** Milliseconds between two questions when main did not answer. */
const askAgainMs = 1_000

/**
 * Follows main's snapshot: asks once, then applies ordered updates. Updates that arrive before the answer are kept and
 * applied after it; old ones are dropped; a gap in the revisions makes it ask again.
 */
export function createSnapshotStore(client: ContractClient): SnapshotStore {
  const store = createStore<SnapshotState>(() => ({ snapshot: null }))
  let waiting: SnapshotUpdate[] = []
  let asking = false
  let disposed = false
  let retry: ReturnType<typeof setTimeout> | undefined

  const settle = (base: Snapshot): void => {
    const ordered = waiting
      .filter((update) => update.revision > base.revision)
      .toSorted((a, b) => a.revision - b.revision)
    let current = base
    for (const update of ordered) {
      if (update.revision === current.revision + 1) current = applyUpdate(current, update)
    }
    waiting = ordered.filter((update) => update.revision > current.revision)
    store.setState({ snapshot: current })
    if (waiting.length > 0) void ask()
  }

  const ask = async (): Promise<void> => {
    if (asking || disposed) return
    asking = true
    const answer = await client.call('app.snapshot').catch(() => null)
    asking = false
    if (disposed) return
    if (answer?.ok === true) settle(answer.value)
    else retry = setTimeout(() => void ask(), askAgainMs)
  }

  const stopListening = client.on('snapshot.update', (update) => {
    const current = store.getState().snapshot
    if (asking || current === null) {
      waiting.push(update)
      return
    }
    if (update.revision <= current.revision) return
    if (update.revision === current.revision + 1 && waiting.length === 0) {
      store.setState({ snapshot: applyUpdate(current, update) })
      return
    }
    waiting.push(update)
    void ask()
  })

  void ask()

  return {
    getState: store.getState,
    getInitialState: store.getInitialState,
    subscribe: store.subscribe,
    dispose: () => {
      disposed = true
      clearTimeout(retry)
      stopListening()
    },
  }
}
