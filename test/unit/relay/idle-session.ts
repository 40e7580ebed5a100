import type { EngineSession } from '#relay/engine/engine.ts'

/** A session that lives until it is told otherwise, and opens no stream. */
export function sessionOf(changes: Partial<EngineSession> = {}): EngineSession {
  return {
    sessionId: 'ada-1',
    agentVersion: null,
    openStream: () => Promise.reject(new Error('over')),
    probe: async () => null,
    stop: async () => {},
    ended: new Promise(() => {}),
    ...changes,
  }
}
