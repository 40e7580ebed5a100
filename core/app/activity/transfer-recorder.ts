import type { FileSessionView } from '#contract/files.ts'
import type { Clock } from '#domain/clock/clock.ts'
import type { Unsubscribe } from '#domain/listeners/listeners.ts'
import type { SignIns } from '../ports.ts'
import type { ActivityLog } from './activity-log.ts'
import { createConnectionVisits } from './connection-visits.ts'
import { eventOfTransfers, TransferEvents, type EndedTransfer } from './transfer-events.ts'

interface TransferRecorderDeps {
  readonly files: {
    views(): readonly FileSessionView[]
    onChange(listener: (view: FileSessionView) => void): Unsubscribe
    onRemoved(listener: (id: string) => void): Unsubscribe
  }
  readonly signIns: Pick<SignIns, 'views'>
  readonly activity: Pick<ActivityLog, 'note'>
  readonly clock: Clock
}

/** Has written down which files came and went; stops when the returned function is called. */
export function recordTransfers({ files, signIns, activity, clock }: TransferRecorderDeps): () => void {
  const events = new TransferEvents()
  const person = (): string | null => signIns.views().find((view) => view.person !== undefined)?.person ?? null
  const visits = createConnectionVisits<EndedTransfer>(clock, (visit) =>
    activity.note(eventOfTransfers(visit, clock.now(), person())),
  )
  // What was over before is no news.
  files.views().forEach((view) => events.of(view))
  const stops = [
    files.onChange((view) => events.of(view).forEach((ended) => visits.ended(ended))),
    files.onRemoved((id) => events.forget(id)),
  ]
  return () => {
    for (const stop of stops) stop()
    visits.flush()
  }
}
