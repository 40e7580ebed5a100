import type { Clock } from '../clock.ts'
import type { Engines } from '../pool/session-pool.ts'
import type { ChildKeeper } from '../process/child-keeper.ts'
import { startBuiltinEngine } from './builtin/index.ts'
import { createPluginEngine } from './plugin/plugin-engine.ts'

/** Every way to carry a session. */
export function createEngines(children: ChildKeeper, clock: Clock): Engines {
  return {
    builtin: startBuiltinEngine,
    plugin: createPluginEngine({ children, clock, environment: process.env }),
  }
}
