import type { NodeConnection } from '../world/types.ts'
import type { SandboxClock } from './clock.ts'

/** As long as an instance is pending, and until its agent has come (ms); quicker than at AWS. */
const pendingMs = 1_000
const bootMs = 3_000

/** Instances that were started. */
export interface Boots {
  begin(id: string): void
  /** How far one has come; null for one that was not started. */
  of(id: string): NodeConnection | null
  forget(id: string): void
  clear(): void
}

/** Creates it, with none started. */
export function createBoots(clock: SandboxClock): Boots {
  const since = new Map<string, number>()
  return {
    begin: (id) => void since.set(id, clock.now()),
    of(id) {
      const begun = since.get(id)
      if (begun === undefined) return null
      const age = clock.now() - begun
      if (age < pendingMs) return 'pending'
      return age < bootMs ? 'unregistered' : 'online'
    },
    forget: (id) => void since.delete(id),
    clear: () => since.clear(),
  }
}
