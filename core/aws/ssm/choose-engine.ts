import { fail, ok } from '#domain/result.ts'
import type { Result } from '#contract/result.ts'
import type { ProgramIdentity } from '#contract/program-file.ts'
import type { SessionGrant } from '#contract/relay.ts'
import type { EngineChoice } from '#contract/tunnel.ts'
import type { EnvironmentVariables } from '#network/environment-variables.ts'
import { endpointOf } from '../http/sdk-variables.ts'
import { fitnessOf } from '../plugin-locator/version-rules.ts'

/** The official plugin where it was found. */
export interface FoundPlugin {
  /** Where it was looked for. */
  readonly path: string
  /** Where that leads to. */
  readonly file: string
  readonly identity: ProgramIdentity
  readonly version: string
}

type GrantedEngine = SessionGrant['engine']

/**
 * Which engine carries a session. `auto` takes the builtin one, which loses nothing where the plugin does
 * (`docs/decisions/0028-automatic-is-built-in.md`); the plugin is for whoever asks for it. Then: what `findPlugin` says about a
 * missing or broken one, or ENGINE_UNUSABLE (`too-old`) for a version that would need the token among its arguments.
 */
export async function chooseEngine(
  choice: EngineChoice,
  findPlugin: () => Promise<Result<FoundPlugin>>,
  environment: EnvironmentVariables,
): Promise<Result<GrantedEngine>> {
  if (choice !== 'plugin') return ok({ name: 'builtin' })
  const plugin = await findPlugin()
  if (!plugin.ok) return plugin
  const { path, file, identity, version } = plugin.value
  if (fitnessOf(version) === 'too-old') return fail('ENGINE_UNUSABLE', { path, version, reason: 'too-old' })
  return ok({ name: 'plugin', path: file, identity, version, ssmEndpoint: endpointOf(environment, 'SSM') ?? '' })
}
