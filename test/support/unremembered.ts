import type { SessionMemory } from '#core/app/sessions/session-memory.ts'

/** For sessions of which nothing is to outlive the test. */
export const unremembered: SessionMemory = {
  opened: () => {},
  over: () => {},
  leave: () => {},
  left: () => [],
  settled: async () => {},
}
