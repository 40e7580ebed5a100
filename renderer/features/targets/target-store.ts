import { createStore, type StoreApi } from 'zustand/vanilla'
import type { ContractClient } from '#contract/calls.ts'
import type { TargetList, TargetUpdate } from '#contract/targets.ts'
import { shownVisibly } from '#domain/text/visible.ts'

/** The list as main told it, its texts with their unseen marks shown; null until the first answer. */
export interface TargetListState {
  readonly list: TargetList | null
}

/** Follows main's list of targets for as long as somebody looks at it. */
export interface TargetStore extends Pick<StoreApi<TargetListState>, 'getState' | 'subscribe' | 'getInitialState'> {
  /** Asks main, which reads what is stale, or everything again. */
  read(wish: 'stale' | 'all'): Promise<void>
  dispose(): void
}

function changed(list: TargetList, update: TargetUpdate): TargetList {
  switch (update.type) {
    case 'favourites':
      return { ...list, favourites: update.favourites }
    case 'recent':
      return { ...list, recent: update.recent }
    case 'place': {
      const { place } = update
      return { ...list, places: list.places.map((one) => (one.key === place.key ? place : one)) }
    }
  }
}

/** A {@link TargetStore} over the bridge. */
export function createTargetStore(client: ContractClient): TargetStore {
  const store = createStore<TargetListState>(() => ({ list: null }))
  let question = 0
  const stopListening = client.on('targets', (update) => {
    const { list } = store.getState()
    if (list !== null) store.setState({ list: changed(list, shownVisibly(update)) })
  })
  return {
    getState: store.getState,
    getInitialState: store.getInitialState,
    subscribe: store.subscribe,
    async read(wish) {
      question += 1
      const mine = question
      const answer = await client.call('target.list', { read: wish }).catch(() => null)
      if (mine === question && answer?.ok === true) store.setState({ list: shownVisibly(answer.value) })
    },
    dispose: stopListening,
  }
}
