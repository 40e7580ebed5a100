import { app } from 'electron'
import type { Clock } from '#domain/clock/clock.ts'
import { askEnding } from '../system/ask-ending.ts'
import type { QuitGate } from '../system/quit-gate.ts'
import { createQuitWait } from '../system/quit-wait.ts'
import { createEndingOrders, type EndingOrders } from '../tray/ending-orders.ts'
import type { ControlPlane } from './control-plane.ts'

/** What the tray, the menus and the window's banner may end, or keep: asked about in a dialog. */
export function createEndings(
  { supervisor, snapshot }: Pick<ControlPlane, 'supervisor' | 'snapshot'>,
  gate: Pick<QuitGate, 'open'>,
  clock: Clock,
): EndingOrders {
  const quit = (): void => {
    gate.open()
    app.quit()
  }
  return createEndingOrders({
    supervisor,
    snapshot: () => snapshot.current(),
    ask: (order, losing) => askEnding(order, losing, snapshot.current()),
    quitWait: createQuitWait({ snapshot, clock, quit }),
    quit,
  })
}
