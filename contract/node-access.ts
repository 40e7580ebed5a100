import { z } from 'zod'
import { problem } from './problem.ts'
import { profileRef, region } from './tunnel.ts'

const epochMs = z.number().int()

/** The longest that the service takes as a reason, the ticket in it. */
export const longestReason = 256

/** A further request for a node whose access still holds. */
const furtherRequest = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('sending'), since: epochMs }),
  /** An approver has it. */
  z.object({ kind: z.literal('waiting'), since: epochMs, requestId: z.string() }),
  /** AWS did not take it, an approver decided against it, or nobody waits for it any more. What was granted before stays. */
  z.object({ kind: z.literal('refused'), at: epochMs, problem }),
])

/** Where just-in-time access to one node stands. */
export const nodeAccessStatus = z.discriminatedUnion('kind', [
  /** StartSession was refused, and access can be asked for; nobody did yet. `expiresAt`: when nobody waits for that any more. */
  z.object({ kind: z.literal('asking'), since: epochMs, expiresAt: epochMs, refused: problem.nullable() }),
  z.object({ kind: z.literal('sending'), since: epochMs }),
  /** An approver has it. */
  z.object({ kind: z.literal('waiting'), since: epochMs, requestId: z.string() }),
  /** `further`: what was asked for so that it goes on after its end. */
  z.object({
    kind: z.literal('granted'),
    since: epochMs,
    until: epochMs,
    requestId: z.string(),
    further: furtherRequest.nullable(),
  }),
  z.object({ kind: z.literal('refused'), at: epochMs, problem }),
  /** The granted time is over. */
  z.object({ kind: z.literal('ended'), at: epochMs }),
])
export type NodeAccessStatus = z.infer<typeof nodeAccessStatus>

/** Just-in-time access to one node, as windows see it. No credential is in it. */
export const nodeAccessView = z.object({
  id: z.uuid(),
  profile: profileRef,
  region,
  targetId: z.string(),
  /** As it was sent last, the ticket in it; empty before. */
  reason: z.string(),
  status: nodeAccessStatus,
})
export type NodeAccessView = z.infer<typeof nodeAccessView>

const byId = z.object({ id: z.uuid() })

/** What a window may do about access to nodes; part of `calls`. */
export const nodeAccessCalls = {
  /**
   * Sends the request, or a further one while what was granted holds; what becomes of it is told by the snapshot. ACCESS_DENIED, and what AWS says else, leave the question open.
   */
  'access.request': {
    input: byId.extend({ reason: z.string().trim().min(1).max(longestReason), ticket: z.string().trim().max(64) }),
    output: z.object({}),
  },
  /** Nobody waits for it any more; AWS has no call that takes a request back. */
  'access.withdraw': { input: byId, output: z.object({}) },
} as const
