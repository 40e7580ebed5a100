import type { TimelineEntry } from '#contract/status.ts'
import type { Clock } from '#domain/clock/clock.ts'
import type { ActivityLog } from './activity-log.ts'
import { createConnectionVisits } from './connection-visits.ts'
import type { ActivitySources, HeardEntry } from './ports.ts'
import { noTally, SessionTallies, type Tally } from './session-tallies.ts'
import { ShellEvents } from './shell-events.ts'
import { SignInEvents } from './sign-in-events.ts'
import { eventOfEntry, eventOfVisit, keyed, type KeyedConnection } from './tunnel-events.ts'

/** With these lines a session is over. */
const endsSession: ReadonlySet<TimelineEntry['kind']> = new Set(['stopped', 'dropped', 'failed', 'idle-closed'])
/** A try alone is no news of a day; what becomes of it is. */
const unkept: ReadonlySet<TimelineEntry['kind']> = new Set(['connecting'])

interface RecorderDeps extends ActivitySources {
  readonly activity: Pick<ActivityLog, 'note'>
  readonly clock: Clock
}

/** Hears what happens and has it written down; stops when the returned function is called. */
export function recordActivity({ tunnels, shells, signIns, ready, activity, clock }: RecorderDeps): () => void {
  const tallies = new SessionTallies()
  const person = (): string | null => signIns.views().find((view) => view.person !== undefined)?.person ?? null
  const visits = createConnectionVisits<KeyedConnection>(clock, (visit) =>
    activity.note(eventOfVisit(visit, clock.now(), person())),
  )
  const tallyOf = ({ tunnel, entry }: HeardEntry): Tally => {
    const carried = tunnels.carriedBy(tunnel.id)
    if (entry.kind === 'ready') tallies.opened(tunnel.id, entry.at, carried)
    return endsSession.has(entry.kind) ? tallies.ended(tunnel.id, entry.at, carried) : noTally
  }
  const ofShells = new ShellEvents()
  const stops = [
    tunnels.onEntry((heard) => {
      const tally = tallyOf(heard)
      if (!unkept.has(heard.entry.kind)) activity.note(eventOfEntry(heard, tally, person()))
    }),
    tunnels.onConnectionClosed((closed) => visits.ended(keyed(closed))),
    shells.onChange((view) => {
      const event = ofShells.of(view, clock.now())
      if (event !== null) activity.note({ ...event, person: person() })
    }),
    shells.onRemoved((id) => ofShells.forget(id)),
  ]
  let isOver = false
  void ready.then(() => (isOver ? undefined : stops.push(hearSignIns({ signIns, activity, clock }))))
  return () => {
    isOver = true
    for (const stop of stops) stop()
    visits.flush()
  }
}

function hearSignIns({ signIns, activity, clock }: Pick<RecorderDeps, 'signIns' | 'activity' | 'clock'>): () => void {
  const events = new SignInEvents(signIns.views())
  return signIns.onChange((view) => {
    const event = events.of(view, clock.now())
    if (event !== null) activity.note(event)
  })
}
