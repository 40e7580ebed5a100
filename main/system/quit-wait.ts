import type { SnapshotProjection } from '#core/app/snapshot/snapshot.ts'
import type { Clock } from '#domain/clock/clock.ts'
import { isNothing, outstandingOf } from '#domain/ending/outstanding.ts'

/** So long (ms) nothing may go on before the app ends: a program's next query, or the next file, comes within it. */
const calmMs = 2_000
/** Nobody is waited for longer than this (ms): then the person is asked again. */
const patienceMs = 30 * 60_000

/** What the wait needs. */
interface QuitWaitOptions {
  readonly snapshot: Pick<SnapshotProjection, 'current' | 'onUpdate' | 'setApp'>
  readonly clock: Clock
  quit(): void
}

/** An end of the app that waits until connections, shells and transfers have ended. */
export interface QuitWait {
  /** Quits as soon as nothing goes on. `late` is told when that takes too long; nothing is cut off, and nobody waits any more. */
  begin(late: () => void): void
  /** The app stays. */
  cancel(): void
}

/** Creates it; windows and tray see that it waits. */
export function createQuitWait({ snapshot, clock, quit }: QuitWaitOptions): QuitWait {
  let stops: readonly (() => void)[] = []
  let stopCalm: (() => void) | null = null

  const cancel = (): void => {
    for (const stop of stops) stop()
    stopCalm?.()
    stopCalm = null
    if (stops.length > 0) snapshot.setApp({ quitsWhenFinished: false })
    stops = []
  }
  const look = (): void => {
    if (!isNothing(outstandingOf(snapshot.current()))) {
      stopCalm?.()
      stopCalm = null
    } else {
      stopCalm ??= clock.after(calmMs, () => {
        cancel()
        quit()
      })
    }
  }
  return {
    begin(late) {
      cancel()
      const tooLate = clock.after(patienceMs, () => {
        cancel()
        late()
      })
      stops = [tooLate, snapshot.onUpdate(look)]
      snapshot.setApp({ quitsWhenFinished: true })
      look()
    },
    cancel,
  }
}
