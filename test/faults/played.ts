/** What carries the sessions of a row. */
export type FaultEngine = 'builtin' | 'plugin'

/**
 * What is to become of the connection that was open when the fault came. *deaf*: it is open, and nothing comes any more, which
 * AWS's plugin does and Culvert can only show.
 */
export type Survival = 'kept' | 'cut' | 'deaf'

/** What a row saw. */
export interface Played {
  /** The tunnel's status once the fault had had its time to be noticed. */
  readonly state: string
  /** The first hop of the route that was not well then; null when all were. */
  readonly hop: string | null
  /**
   * From the end of the fault, or from its beginning where it has none, to the first byte carried again, milliseconds; null when
   * none came.
   */
  readonly recoveryMs: number | null
  /** Bytes of the connection that are wrong or missing; of one that was cut or is deaf, those that came are right or not. */
  readonly lostBytes: number
  readonly connection: Survival
  /** What else did not hold. */
  readonly amiss?: string
}

/** What was seen all the while. */
export interface Watched {
  /** The longest time in which nobody listened on the tunnel's port, ms; null where it cannot be seen. */
  readonly portClosedMs: number | null
  /** The longest time in which the tunnel was green while a connection had waited for its bytes for over a second, ms. */
  readonly greenWhileDeadMs: number
}

/** What a row promises. */
export interface Promised {
  /** Statuses of which one is shown; it may never be green while nothing is carried. */
  readonly states: readonly string[]
  /** Hops of which one is shown as unwell, or null: none is. */
  readonly hops: readonly (string | null)[]
  /** Milliseconds. */
  readonly recoveryMs: number
  readonly connection: Survival
  /** How long the port may be closed, ms; never unless said. */
  readonly portClosedMs?: number
}

/** How a row went. `orphans`: sessions, processes and ports that were left. `why`: what was promised and did not hold. */
export interface FaultResult extends Partial<Played>, Partial<Watched> {
  readonly name: string
  readonly engine: FaultEngine
  readonly orphans: number
  readonly ok: boolean
  readonly why: string | null
}
