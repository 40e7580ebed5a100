import type { Problem } from '#contract/problem.ts'
import type { Clock } from '#domain/clock/clock.ts'
import type { Identity } from '#core/app/identity/index.ts'
import type { Log } from '#core/app/ports.ts'
import type { SettingsBook } from '#core/app/settings/settings-book.ts'
import { createTargets, type Targets } from '#core/app/targets/targets.ts'
import type { TunnelSupervisor } from '#core/app/tunnels/supervisor.ts'
import { type AwsHttp, createInstanceStarter, createTargetInventory } from '#core/aws/index.ts'
import { createTargetsStore } from '#core/store/targets-store.ts'

/** What it is made of. */
export interface RealTargetsDeps {
  /** `targets.json`, absolute. */
  readonly path: string
  readonly clock: Clock
  readonly log: Log
  readonly http: AwsHttp
  readonly identity: Identity
  readonly supervisor: TunnelSupervisor
  readonly settings: SettingsBook
}

/** The list of targets over the real AWS and the real file, and what was wrong with that. */
export async function createRealTargets(
  deps: RealTargetsDeps,
): Promise<{ readonly targets: Targets; readonly problems: readonly Problem[] }> {
  const { path, clock, log, http, identity, supervisor, settings } = deps
  const store = createTargetsStore({ path, clock, log })
  const { kept, problems } = await store.load()
  const aws = { clock, http, credentials: identity.credentials }
  const targets = createTargets({
    clock,
    log,
    inventory: createTargetInventory(aws),
    startInstance: createInstanceStarter(aws),
    profiles: identity.profiles,
    store,
    kept,
    tunnels: supervisor.savedTunnels,
    environments: supervisor.environments,
    recordings: () => settings.current().recordShells,
  })
  return { targets, problems }
}
