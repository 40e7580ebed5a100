import { z } from 'zod'
import { problem } from './problem.ts'
import { timelineEntry } from './status.ts'
import { environmentId } from './tunnel.ts'

/** Farther away there is no date. */
const latest = 8_640_000_000_000_000
const epochMs = z.int().min(-latest).max(latest)
const count = z.int().min(0)
const name = z.string().max(1_024)

/** What happened: everything that a tunnel's own timeline knows, and what has no tunnel. */
export const activityKind = z.enum([
  ...timelineEntry.shape.kind.options,
  /** Connections of one program to one tunnel ended, within a moment. */
  'connections-closed',
  /** Transfers of one session and way ended, within a moment; `connections` is how many. */
  'files-received',
  'files-sent',
  /** What had come was not the same on both sides, and was deleted. */
  'files-not-same',
  'shell-opened',
  'shell-ended',
  'signed-in',
  'signed-out',
])
export type ActivityKind = z.infer<typeof activityKind>

/** What one may look for alone. */
export const activityGroup = z.enum(['sessions', 'connections', 'failures', 'ports', 'shells', 'files', 'sign-ins'])
export type ActivityGroup = z.infer<typeof activityGroup>

/** One event as it is kept: never a secret, never a byte of what was carried. Null is what was not known. */
export const activityEvent = z.object({
  at: epochMs,
  kind: activityKind,
  /** The tunnel, shell or sign-in that it is about, as it was called then; files by their target. */
  subject: z.object({ of: z.enum(['tunnel', 'shell', 'files', 'sign-in']), id: name, name }),
  environment: environmentId.nullable(),
  account: name.nullable(),
  region: name.nullable(),
  /** The program that caused it, or whose connections it is about. */
  program: z.object({ name, pid: z.int().nullable() }).nullable(),
  /** Who was signed in. */
  person: name.nullable(),
  /** The managed node. */
  node: name.nullable(),
  /** Host and port behind it, as the node sees them. */
  endpoint: name.nullable(),
  sessionId: name.nullable(),
  problem: problem.nullable(),
  /** Of a session, a shell or connections that ended: how long (ms) and how much; `bytesIn` is towards this computer. */
  lastedMs: count.nullable(),
  bytesIn: count.nullable(),
  bytesOut: count.nullable(),
  connections: count.nullable(),
})
export type ActivityEvent = z.infer<typeof activityEvent>

/** Which events are wanted. */
export const activityFilter = z.object({
  /** Words that all have to be in it: names, programs, hosts, ids. */
  search: z.string().max(200),
  group: activityGroup.nullable(),
  environment: environmentId.nullable(),
  /** Not before; null from the first. */
  since: epochMs.nullable(),
})
export type ActivityFilter = z.infer<typeof activityFilter>

/** Events of one answer; the rest is asked for with `next`. */
export const activityPageSize = 200

const cursor = z.string().max(100)

export const activityPage = z.object({
  /** Newest first; `key` is its own for each. */
  events: z.array(z.object({ key: cursor, event: activityEvent })),
  /** Where the next page begins; null after the last. */
  next: cursor.nullable(),
  /** Of all that fit, this page or not; null where a page was asked for that is not the first. */
  total: z.object({ events: count, bytes: count }).nullable(),
  /** Lines that nobody of ours wrote, or that were cut while they were written. */
  unreadable: count,
  /** Why what happens now is not written down; null while it is. */
  problem: problem.nullable(),
})
export type ActivityPage = z.infer<typeof activityPage>

/** What of each event is written to a file. */
export const activityExport = z.object({
  as: z.enum(['jsonl', 'csv']),
  programs: z.boolean(),
  sessionIds: z.boolean(),
  hosts: z.boolean(),
})
export type ActivityExport = z.infer<typeof activityExport>

export const activityCalls = {
  'activity.list': { input: activityFilter.extend({ from: cursor.nullable() }), output: activityPage },
  /** Main asks where to, in its own dialog. ACTIVITY_NOT_WRITTEN. */
  'activity.export': { input: activityFilter.extend(activityExport.shape), output: z.object({ saved: z.boolean() }) },
} as const
