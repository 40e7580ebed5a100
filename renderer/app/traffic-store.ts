import { createStore, type StoreApi } from 'zustand/vanilla'
import type { ContractClient } from '#contract/calls.ts'
import { applyReport, type TrafficState } from './traffic.ts'

export interface TrafficStore extends Pick<StoreApi<TrafficState>, 'getState' | 'subscribe' | 'getInitialState'> {
  dispose(): void
}

/** Collects the rates main reports once a second, five minutes deep. */
export function createTrafficStore(client: ContractClient): TrafficStore {
  const store = createStore<TrafficState>(() => ({ at: 0, tunnels: new Map() }))
  const dispose = client.on('traffic', (report) => store.setState((state) => applyReport(state, report)))
  return { getState: store.getState, getInitialState: store.getInitialState, subscribe: store.subscribe, dispose }
}
