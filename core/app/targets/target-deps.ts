import type { Settings } from '#contract/snapshot.ts'
import type { Environment, SavedTunnel } from '#contract/tunnel.ts'
import type { Clock } from '#domain/clock/clock.ts'
import type { InstanceStarter, Log, TargetInventory } from '../ports.ts'
import type { ProfileDirectory } from '../profile-ports.ts'
import type { KeptTargets, KeptTargetsStore } from './kept-targets.ts'

/** What the list of targets needs of the world. */
export interface TargetsDeps {
  readonly clock: Clock
  readonly log: Log
  readonly inventory: TargetInventory
  readonly startInstance: InstanceStarter
  readonly profiles: Pick<ProfileDirectory, 'list'>
  readonly store: Pick<KeptTargetsStore, 'save'>
  readonly kept: KeptTargets
  tunnels(): readonly SavedTunnel[]
  environments(): readonly Environment[]
  /** How shells of each environment are recorded now. */
  recordings(): Settings['recordShells']
}
