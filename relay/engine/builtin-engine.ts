import { type BuiltinSettings, createBuiltinEngine, createBuiltinShell, createBuiltinStdio } from './builtin/index.ts'
import type { Engine, StartShell } from './engine.ts'

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
