import type { SessionWall } from '#contract/status.ts'

/** What a session is known to meet, once its plan is made: when it is to be replaced, and for which of its walls. */
export interface Rotation {
  readonly walls: readonly SessionWall[]
  /** The one that it is to be replaced for; null when another session would help over none. */
  readonly wall: SessionWall | null
  /** When a successor is opened (epoch ms); null when none is to be. */
  readonly at: number | null
  /** Tries in a row that brought no successor. */
  readonly tries: number
  /** Whether those who are still on it were told that it ends. */
  readonly end: 'untold' | 'told'
}
