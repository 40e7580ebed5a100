import type { Clock } from '#domain/clock/clock.ts'
import type { SnapshotProjection } from '#core/app/snapshot/snapshot.ts'
import { chooseLanguage, messagesOf } from '#words/messages.ts'
import { runTrayAction, type TrayActionDeps } from './tray-actions.ts'
import { createTray } from './tray.ts'
import { trayModel, type TargetsAtHand } from './tray-model.ts'

/** What keeps the tray true. */
interface LiveTrayOptions {
  readonly snapshot: SnapshotProjection
  readonly clock: Clock
  readonly actions: Omit<TrayActionDeps, 'snapshot'>
  readonly atHand: { current(): TargetsAtHand; onChange(listener: () => void): () => void }
}

/** The tray, drawn anew with every change of the snapshot. */
export function createLiveTray({ snapshot, clock, actions, atHand }: LiveTrayOptions): { dispose(): void } {
  const model = () => {
    const current = snapshot.current()
    return trayModel(
      current,
      messagesOf(chooseLanguage(current.settings.language, current.app.systemLanguage)),
      clock.now(),
      atHand.current(),
    )
  }
  const deps = { ...actions, snapshot: () => snapshot.current() }
  const tray = createTray(model, (action) => void runTrayAction(action, deps), clock)
  const stops = [snapshot.onUpdate(() => tray.changed()), atHand.onChange(() => tray.changed())]
  return {
    dispose() {
      for (const stop of stops) stop()
      tray.dispose()
    },
  }
}
