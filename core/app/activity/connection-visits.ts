import type { Clock } from '#domain/clock/clock.ts'

/** Connections of one program that end within this time are one event (ms). */
const togetherMs = 2_000

/** A connection that is over. */
export interface EndedConnection {
  /** Equal for connections of one program to one tunnel. */
  readonly key: string
  readonly bytesIn: number
  readonly bytesOut: number
}

/** Several of them, as one event. */
export interface EndedVisit<C extends EndedConnection> {
  /** The last one. */
  readonly last: C
  readonly connections: number
  readonly bytesIn: number
  readonly bytesOut: number
}

/** Puts connections together that end in a row: a program that opens one for each query is one line, not a thousand. */
export interface ConnectionVisits<C extends EndedConnection> {
  ended(connection: C): void
  /** Tells what is held back at once. */
  flush(): void
}

/** Creates it; `tell` hears of each visit once it is over. */
export function createConnectionVisits<C extends EndedConnection>(
  clock: Clock,
  tell: (visit: EndedVisit<C>) => void,
): ConnectionVisits<C> {
  const held = new Map<string, { visit: EndedVisit<C>; readonly cancel: () => void }>()
  const release = (key: string): void => {
    const entry = held.get(key)
    if (entry === undefined) return
    held.delete(key)
    entry.cancel()
    tell(entry.visit)
  }
  return {
    ended(last) {
      const { key, bytesIn, bytesOut } = last
      const entry = held.get(key)
      if (entry === undefined) {
        const visit = { last, connections: 1, bytesIn, bytesOut }
        held.set(key, { visit, cancel: clock.after(togetherMs, () => release(key)) })
        return
      }
      const { visit } = entry
      entry.visit = {
        last,
        connections: visit.connections + 1,
        bytesIn: visit.bytesIn + bytesIn,
        bytesOut: visit.bytesOut + bytesOut,
      }
    },
    flush: () => [...held.keys()].forEach(release),
  }
}
