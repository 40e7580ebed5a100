/** What carries the sessions of a row. */
export type FaultEngine = 'builtin' | 'plugin'

/** What is to become of the connection that was open when the fault came. */
export type Survival = 'kept' | 'cut'

/** What a row saw. */
export interface Played {
  /** The tunnel's status once the fault had had its time to be noticed. */
  readonly state: string
  /** The first hop of the route that was not well then; null when all were. */
  readonly hop: string | null
  /** From the end of the fault, or from its beginning where it has none, to the first byte carried again, milliseconds. */
  readonly recoveryMs: number
  /** Bytes of the connection that are wrong or missing; of one that was cut, those that came are right or not. */
  readonly lostBytes: number
  readonly connection: Survival
}

/** What a row promises. */
export interface Promised {
  /** Statuses of which one is shown; it may never be green while nothing is carried. */
  readonly states: readonly string[]
  /** Milliseconds. */
  readonly recoveryMs: number
  readonly connection: Survival
}

/** How a row went. `orphans`: sessions, processes and ports that were left. `why`: what was promised and did not hold. */
export interface FaultResult extends Partial<Played> {
  readonly name: string
  readonly engine: FaultEngine
  readonly orphans: number
  readonly ok: boolean
  readonly why: string | null
}
