/** How a session fares that is doubted, and what was tried instead of it. */
export interface Trial {
  /** Sessions in a row before it that were doubted and followed, and none was answered. */
  readonly round: number
  /** Tries in a row to open another one that brought none. */
  readonly failed: number
  /** When another one is tried (epoch ms); null while nobody waits for it. */
  readonly nextAt: number | null
  /** No other session can be had: it carries who comes, whatever is thought of it. */
  readonly isAlone: boolean
}

export const noTrial: Trial = { round: 0, failed: 0, nextAt: null, isAlone: false }
