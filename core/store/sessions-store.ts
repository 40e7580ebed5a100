import { z } from 'zod'
import { targetPlace } from '#contract/targets.ts'
import type { Clock } from '#domain/clock/clock.ts'
import type { Log } from '../app/ports.ts'
import type { RememberedSession, SessionStore } from '../app/sessions/session-memory.ts'
import type { DocumentFormat } from './json-document.ts'
import { createKeptDocument, goodEntries } from './kept-document.ts'

const format: DocumentFormat = { version: 1, migrations: {} }

/** Ids as the service makes them: of a session 96 characters, of a target 400. */
const remembered: z.ZodType<RememberedSession> = z.object({
  sessionId: z.string().min(1).max(96),
  place: targetPlace,
  targetId: z.string().min(1).max(400),
  purpose: z.enum(['forward', 'shell', 'stdio']),
  tunnelId: z.uuid().nullable(),
  startedAt: z.int().min(0),
})

/** No crash leaves more; of a file that says so the latest are read. */
const mostRemembered = 1_000

interface SessionsStoreOptions {
  /** `open-sessions.json`, absolute. */
  readonly path: string
  readonly clock: Pick<Clock, 'now'>
  readonly log: Log
}

/**
 * The sessions that are not known to be over, in one JSON file (0600, written whole or not at all). A file that is no JSON is copied
 * aside before anything is written; of one that is, bad entries are left out.
 */
export function createSessionsStore(options: SessionsStoreOptions): SessionStore {
  return createKeptDocument({
    ...options,
    format,
    nothing: { sessions: [] },
    read: (document) => ({
      sessions: goodEntries(document['sessions'], remembered)
        .toSorted((one, other) => other.startedAt - one.startedAt)
        .slice(0, mostRemembered),
    }),
  })
}
