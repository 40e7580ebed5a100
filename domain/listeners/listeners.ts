/** Stops listening. */
export type Unsubscribe = () => void

/** Everybody who wants to hear of one kind of news. */
export interface Listeners<T> {
  /** Tells all, in the order they came. Who leaves meanwhile is not told; who comes meanwhile is. */
  tell(value: T): void
  /** One that is there already is still told once. */
  subscribe(listener: (value: T) => void): Unsubscribe
  /** How many there are. */
  size(): number
  clear(): void
}

/** A set of listeners; `void` for news that say nothing but that they happened. */
export function createListeners<T>(): Listeners<T> {
  const listeners = new Set<(value: T) => void>()
  return {
    tell(value) {
      for (const listener of listeners) listener(value)
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    size: () => listeners.size,
    clear: () => listeners.clear(),
  }
}
