import type { Clock } from '#domain/clock/clock.ts'
import type { ChildKeeper } from '../process/child-keeper.ts'
import { builtinEngine } from './builtin-engine.ts'
import type { Engines } from './engine.ts'
import { createPluginEngine } from './plugin/plugin-engine.ts'

/** Every way to carry a session. `folder`: for files that a program of somebody else's needs. */
export function createEngines(children: ChildKeeper, clock: Clock, folder: string | null): Engines {
  const own = { children, clock, environment: process.env, folder }
  return { builtin: builtinEngine(), plugin: createPluginEngine(own) }
}
