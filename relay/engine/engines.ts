import { fail } from '#contract/problem.ts'
import type { Clock } from '../clock.ts'
import type { Engines } from '../pool/session-pool.ts'
import type { ChildKeeper } from '../process/child-keeper.ts'
import { createPluginEngine } from './plugin/plugin-engine.ts'

/** Every way to carry a session. */
export function createEngines(children: ChildKeeper, clock: Clock): Engines {
  return {
    builtin: () => Promise.resolve(fail('ENGINE_FAILED', { reason: 'not available' })),
    plugin: createPluginEngine({ children, clock, environment: process.env }),
  }
}
