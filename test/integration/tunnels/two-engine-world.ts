import { monotonicClock } from '#relay/clock.ts'
import { builtinEngine } from '#relay/engine/builtin-engine.ts'
import { createPluginEngine } from '#relay/engine/plugin/plugin-engine.ts'
import { ChildKeeper } from '#relay/process/child-keeper.ts'
import type { Sandbox } from '#sandbox/start.ts'
import { openTunnelWorld, type TunnelWorld } from './tunnel-world.ts'

/** A tunnel world with both engines. */
export interface TwoEngineWorld {
  readonly world: TunnelWorld
  /** The plugin's processes. */
  readonly children: ChildKeeper
  /** Disposes of the world, and of what the plugin may have left; gives how many processes that were. */
  dispose(): Promise<number>
}

/** Opens the world in a sandbox's environment; the plugin's processes inherit `environment`, this process's own by default. */
export async function openTwoEngineWorld(
  sandbox: Sandbox,
  environment: NodeJS.ProcessEnv = process.env,
): Promise<TwoEngineWorld> {
  const children = new ChildKeeper(monotonicClock, null)
  const plugin = createPluginEngine({ children, clock: monotonicClock, environment })
  const world = await openTunnelWorld(sandbox, { builtin: builtinEngine(), plugin })
  const dispose = async (): Promise<number> => {
    await world.dispose()
    const left = children.count
    await children.dispose(0)
    return left
  }
  return { world, children, dispose }
}
