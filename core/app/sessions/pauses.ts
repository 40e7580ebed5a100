import type { Clock } from '#domain/clock/clock.ts'

/** Waits that end early, all at once, when the program ends. */
export interface Pauses {
  /** Resolves true after the delay (ms) or once `hurry` aborts, or false when everything ended before. */
  pause(delayMs: number, hurry?: AbortSignal): Promise<boolean>
  dispose(): void
}

/** Creates waits on the given clock; after `dispose` none waits any more. */
export function createPauses(clock: Clock): Pauses {
  const pending = new Set<() => void>()
  let isOver = false
  return {
    pause(delayMs, hurry) {
      if (isOver) return Promise.resolve(false)
      return new Promise((resolve) => {
        const end = (): void => finish(false)
        const goOn = (): void => finish(true)
        const finish = (isAwaited: boolean): void => {
          cancel()
          pending.delete(end)
          hurry?.removeEventListener('abort', goOn)
          resolve(isAwaited)
        }
        const cancel = clock.after(delayMs, goOn)
        hurry?.addEventListener('abort', goOn, { once: true })
        pending.add(end)
      })
    },
    dispose() {
      isOver = true
      for (const end of pending) end()
      pending.clear()
    },
  }
}
