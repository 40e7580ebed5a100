import type { TargetPlace, TargetView } from '#contract/targets.ts'
import type { Clock } from '#domain/clock/clock.ts'
import { placeKey, targetKey } from '#domain/targets/target-place.ts'

/** A machine that boots, and its agent, are there within minutes; after this nobody waits for it any more (ms). */
const longestMs = 10 * 60_000
/** Between two looks at a place where one starts (ms). */
const lookMs = 5_000

/** Instances that were started here, until their agents are heard of. */
export interface InstanceStarts {
  /** EC2 took the order. */
  began(place: TargetPlace, target: TargetView['target']): void
  /** A target as it is shown: one that was started is starting, whatever the services still say. */
  shown(place: TargetPlace, view: TargetView): TargetView
  /** What was read of a place; an agent that is there ends the wait. */
  found(place: TargetPlace, targets: readonly TargetView[]): void
  /** Waits for none any more. */
  stop(): void
}

interface StartDeps {
  readonly clock: Clock
  /** Reads a place again. */
  look(key: string, place: TargetPlace): void
}

/** Creates it, with nothing started. */
export function createInstanceStarts({ clock, look }: StartDeps): InstanceStarts {
  const since = new Map<string, { readonly place: TargetPlace; readonly at: number }>()
  const timers = new Map<string, () => void>()
  const keysIn = (key: string): readonly string[] =>
    [...since].filter(([, { place }]) => placeKey(place) === key).map(([target]) => target)
  const lookLater = (place: TargetPlace): void => {
    const key = placeKey(place)
    if (timers.has(key)) return
    const cancel = clock.after(lookMs, () => {
      timers.delete(key)
      if (keysIn(key).length > 0) look(key, place)
    })
    timers.set(key, cancel)
  }
  return {
    began(place, target) {
      since.set(targetKey(place, target), { place, at: clock.now() })
      lookLater(place)
    },
    shown: (place, view) =>
      since.has(targetKey(place, view.target)) ? { ...view, state: { kind: 'closed', why: 'starting' } } : view,
    found(place, targets) {
      for (const key of keysIn(placeKey(place))) {
        const view = targets.find(({ target }) => targetKey(place, target) === key)
        const isLate = clock.now() - (since.get(key)?.at ?? 0) > longestMs
        if (view?.state.kind === 'online' || isLate) since.delete(key)
      }
      if (keysIn(placeKey(place)).length > 0) lookLater(place)
    },
    stop() {
      for (const cancel of timers.values()) cancel()
      timers.clear()
      since.clear()
    },
  }
}
