import type { AskedPlace, OpenSession, OpenSessionList } from '#contract/open-sessions.ts'

/** A session with the place that it is at. */
export interface PlacedSession extends OpenSession {
  readonly at: AskedPlace
}

/** What the list shows. */
export interface SessionGroups {
  /** Nothing of this app uses them: those may be ended. */
  readonly unused: readonly PlacedSession[]
  readonly used: readonly PlacedSession[]
  /** Places that could not be asked. */
  readonly unasked: readonly AskedPlace[]
}

/** Puts a list into its groups: left-overs before what others use, then the oldest first, for that is the likeliest to be forgotten. */
export function groupSessions({ places, sessions }: OpenSessionList): SessionGroups {
  const at = new Map(places.map((place) => [place.key, place]))
  const placed = sessions.flatMap((session): readonly PlacedSession[] => {
    const place = at.get(session.place)
    return place === undefined ? [] : [{ ...session, at: place }]
  })
  const sorted = placed.toSorted((one, other) => rankOf(one) - rankOf(other) || ageOf(one) - ageOf(other))
  return {
    unused: sorted.filter(({ use }) => use.by !== 'here'),
    used: sorted.filter(({ use }) => use.by === 'here'),
    unasked: places.filter(({ problem }) => problem !== null),
  }
}

const rankOf = ({ use }: OpenSession): number => (use.by === 'left-over' ? 0 : 1)
const ageOf = ({ startedAt }: OpenSession): number => startedAt ?? Number.POSITIVE_INFINITY

/** A managed node's id as short as it can be told apart: `i-0ab3…4402`. Others as they are. */
export function shortTarget(targetId: string): string {
  const node = /^(m?i-[0-9a-f]{4})[0-9a-f]+([0-9a-f]{4})$/.exec(targetId)
  return node === null ? targetId : `${node[1]}…${node[2]}`
}
