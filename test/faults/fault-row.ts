import type { FaultStage } from './fault-stage.ts'
import type { FaultEngine, Played, Promised } from './played.ts'

/** One fault, what is promised of it, and how it is played. */
export interface FaultRow {
  readonly name: string
  readonly group: FaultGroup
  /** In one sentence, for the table. */
  readonly what: string
  /** What keeps it from being played everywhere. */
  readonly needs?: 'network-namespace'
  readonly engines: readonly FaultEngine[]
  /** What carries the sessions; as the app has it, unless said. */
  readonly relay?: 'unpingedRelay'
  readonly promised: Promised
  /** What Culvert promises with AWS's plugin, where the plugin itself can not do as well. */
  readonly promisedOfPlugin?: Promised
  play(stage: FaultStage): Promise<Played>
}

/** Where a fault happens. */
export type FaultGroup =
  | 'network'
  | 'service'
  | 'agent'
  | 'processes'
  | 'machine'
  | 'far end'
  | 'credentials'
  | 'client'

export const bothEngines = ['builtin', 'plugin'] as const
export const builtinAlone = ['builtin'] as const
