import { useCallback, useSyncExternalStore } from 'react'
import { createListeners } from '#domain/listeners/listeners.ts'

const ticks = createListeners<void>()
let timer: ReturnType<typeof setInterval> | undefined
let now = Date.now()

function tick(): void {
  now = Date.now()
  ticks.tell()
}

function subscribe(listener: () => void): () => void {
  if (ticks.size() === 0) {
    now = Date.now()
    timer = setInterval(tick, 1_000)
  }
  const unsubscribe = ticks.subscribe(listener)
  return () => {
    unsubscribe()
    if (ticks.size() === 0) clearInterval(timer)
  }
}

const ignore = (): (() => void) => () => undefined

/** Epoch ms, one tick a second while something on screen counts; `null` costs nothing and never ticks. */
export function useNow(resolutionMs: number | null): number {
  const read = useCallback(
    () => (resolutionMs === null ? 0 : resolutionMs > 1_000 ? Math.floor(now / resolutionMs) * resolutionMs : now),
    [resolutionMs],
  )
  return useSyncExternalStore(resolutionMs === null ? ignore : subscribe, read)
}
