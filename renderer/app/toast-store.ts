import { createStore, type StoreApi } from 'zustand/vanilla'

interface Toast {
  readonly id: number
  readonly tone: 'done' | 'failed'
  readonly text: string
}

export interface ToastStore extends Pick<
  StoreApi<{ readonly toast: Toast | null }>,
  'getState' | 'subscribe' | 'getInitialState'
> {
  show(tone: Toast['tone'], text: string): void
  dispose(): void
}

/** Milliseconds a toast stays; failures stay longer because they are read, not glanced at. */
const staysMs = { done: 3_000, failed: 6_000 } as const

/** One toast at a time; a new one replaces the last. */
export function createToastStore(): ToastStore {
  const store = createStore<{ readonly toast: Toast | null }>(() => ({ toast: null }))
  let timer: ReturnType<typeof setTimeout> | undefined
  let count = 0
  return {
    getState: store.getState,
    getInitialState: store.getInitialState,
    subscribe: store.subscribe,
    show: (tone, text) => {
      count += 1
      clearTimeout(timer)
      store.setState({ toast: { id: count, tone, text } })
      timer = setTimeout(() => store.setState({ toast: null }), staysMs[tone])
    },
    dispose: () => clearTimeout(timer),
  }
}
