import type { Clock } from '#domain/clock/clock.ts'
import type { ChildKeeper } from '../process/child-keeper.ts'
import { type BuiltinSettings, createBuiltinEngine, createBuiltinShell, createBuiltinStdio } from './builtin/index.ts'
import type { Engine, Engines, StartShell } from './engine.ts'
import { createPluginEngine } from './plugin/plugin-engine.ts'

/** Every way to carry a session. `folder`: for files that a program of somebody else's needs. */
export function createEngines(children: ChildKeeper, clock: Clock, folder: string | null): Engines {
  const own = { children, clock, environment: process.env, folder }
  return { builtin: builtinEngine(), plugin: createPluginEngine(own) }
}

/** Our own engine, in this process. */
export function builtinEngine(settings: Partial<BuiltinSettings> = {}): Engine {
  return {
    name: 'builtin',
    forward: createBuiltinEngine(settings),
    shell: inItsSize(createBuiltinShell(settings)),
    stdio: createBuiltinStdio(settings),
  }
}

function inItsSize(start: StartShell): StartShell {
  return async (grant, host, signal, wishes = {}) => {
    const started = await start(grant, host, signal)
    if (started.ok && wishes.size !== undefined) started.value.resize(wishes.size.columns, wishes.size.rows)
    return started
  }
}
