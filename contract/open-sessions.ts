import { z } from 'zod'
import { problem } from './problem.ts'
import { accountId, environmentId, profileRef, region } from './tunnel.ts'

const epochMs = z.number().int()
const sessionId = z.string().min(1).max(96)

/** Where sessions are asked for: one account by one role, in one region. */
export const sessionPlace = z.object({ profile: profileRef, region })

/** What a session was started for, as far as its document tells. */
export const openSessionKind = z.enum(['forward', 'shell', 'ssh', 'other'])
export type OpenSessionKind = z.infer<typeof openSessionKind>

/**
 * Who uses a session: the running app, for one of its tunnels, shells or files; nobody, because an earlier start of the app ended without
 * ending it; or something that this app has not started, on this computer or another.
 */
export const sessionUse = z.discriminatedUnion('by', [
  z.object({ by: z.literal('here'), what: z.enum(['tunnel', 'shell', 'files', 'ssh']), id: z.string() }),
  z.object({ by: z.literal('left-over') }),
  z.object({ by: z.literal('elsewhere') }),
])
export type SessionUse = z.infer<typeof sessionUse>

/** A session that is open at AWS under the person's own name. All texts are the service's. */
export const openSession = z.object({
  sessionId,
  /** The key of its place. */
  place: z.string(),
  targetId: z.string(),
  kind: openSessionKind,
  /** Null where the service does not tell. */
  startedAt: epochMs.nullable(),
  reason: z.string().nullable(),
  use: sessionUse,
})
export type OpenSession = z.infer<typeof openSession>

/** A place that was asked, or why it could not be. */
export const askedPlace = z.object({
  /** Equal for equal places. */
  key: z.string(),
  place: sessionPlace,
  account: z.object({ id: accountId.nullable(), name: z.string(), role: z.string().nullable() }),
  environment: environmentId.nullable(),
  problem: problem.nullable(),
})
export type AskedPlace = z.infer<typeof askedPlace>

export const openSessionList = z.object({
  askedAt: epochMs,
  places: z.array(askedPlace),
  /** By place, newest first. */
  sessions: z.array(openSession),
})
export type OpenSessionList = z.infer<typeof openSessionList>

/** How the end of one went; `problem` null: it is over. */
const endedSession = z.object({ sessionId, problem: problem.nullable() })

/** Most sessions that are ended by one word. */
export const mostEnded = 100

export const openSessionCalls = {
  /** Asks AWS in every account and role that tunnels and targets are in. Never opens a browser. */
  'openSession.list': { input: z.void(), output: openSessionList },
  /**
   * Ends sessions that the last list had and that nothing here uses; others are left alone, with INPUT_INVALID. ACCESS_DENIED where
   * the role may not end its own.
   */
  'openSession.terminate': {
    input: z.object({ sessionIds: z.array(sessionId).min(1).max(mostEnded) }),
    output: z.object({ sessions: z.array(endedSession) }),
  },
} as const
