/** What a session carries for the door, as the relay counts it. */
export interface SessionLoad {
  /** Connections. */
  readonly open: number
  /** True while one of them moves bulk, or did a moment ago. */
  readonly isBulk: boolean
  /** Since when it carries nobody (epoch ms); null while it does, and before anything was told of it. */
  readonly emptySince: number | null
}

/** Tries to open a session beside one that serves and moves bulk. */
export interface LaneTries {
  /** Those in a row that brought none. */
  readonly failed: number
  /** When the next is, as soon as bulk moves (epoch ms). */
  readonly nextAt: number
}

export const noLoad: SessionLoad = { open: 0, isBulk: false, emptySince: null }
export const noLaneTries: LaneTries = { failed: 0, nextAt: 0 }
