import { createServer } from 'node:net'
import { fail, ok, type Result } from '#contract/problem.ts'
import type { SessionGrant } from '#contract/relay.ts'
import type { EngineChoice } from '#contract/tunnel.ts'
import { endpointOf, type Environment } from '../http/environment.ts'

/** The official plugin where it was found. */
export interface FoundPlugin {
  readonly path: string
  readonly version: string
}

type GrantedEngine = SessionGrant['engine']

/** Older plugins do not sign the data channel, and the service refuses them (plugin version history, November 2025). */
const oldestGoodPlugin = '1.2.764.0'

/** Which engine carries a session. ENGINE_NOT_FOUND when the plugin was asked for and there is none. */
export async function chooseEngine(
  choice: EngineChoice,
  findPlugin: () => Promise<FoundPlugin | null>,
  environment: Environment,
): Promise<Result<GrantedEngine>> {
  if (choice === 'builtin') return ok({ name: 'builtin' })
  const plugin = await findPlugin()
  const good = plugin !== null && compareVersions(plugin.version, oldestGoodPlugin) >= 0
  if (choice === 'auto' && !good) return ok({ name: 'builtin' })
  if (plugin === null) return fail('ENGINE_NOT_FOUND', { engine: 'plugin' })
  return ok({ name: 'plugin', ...plugin, ssmEndpoint: endpointOf(environment, 'SSM') ?? '' })
}

/** Negative when `left` is older. Dotted numbers; missing parts count as zero. */
export function compareVersions(left: string, right: string): number {
  const [a, b] = [left, right].map((version) => version.split('.').map((part) => Number.parseInt(part, 10) || 0))
  const length = Math.max(a?.length ?? 0, b?.length ?? 0)
  for (let index = 0; index < length; index += 1) {
    const difference = (a?.[index] ?? 0) - (b?.[index] ?? 0)
    if (difference !== 0) return difference
  }
  return 0
}

/** A loopback port that nobody listens on right now. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0))
    })
  })
}
