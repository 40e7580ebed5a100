import type { Clock } from '#domain/clock/clock.ts'

/** Waits that end early, all at once, when the program ends. */
export interface Pauses {
  /** Resolves true after the delay, or false when everything ended before. */
  pause(delayMs: number): Promise<boolean>
  dispose(): void
}

/** Creates waits on the given clock; after `dispose` none waits any more. */
export function createPauses(clock: Clock): Pauses {
  const pending = new Set<() => void>()
  let isOver = false
  return {
    pause(delayMs) {
      if (isOver) return Promise.resolve(false)
      return new Promise((resolve) => {
        const end = (): void => {
          cancel()
          resolve(false)
        }
        const cancel = clock.after(delayMs, () => {
          pending.delete(end)
          resolve(true)
        })
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
