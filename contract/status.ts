import { z } from 'zod'
import { hopKind, problem } from './problem.ts'

/** What a connecting tunnel is doing; shown as its second line. */
export const connectStep = z.enum(['sign-in', 'target', 'start-session', 'data-channel'])
export type ConnectStep = z.infer<typeof connectStep>

const epochMs = z.number().int()

/** Sockets open through the door right now, and those parked until a session is ready. */
export const clientCounts = z.object({ open: z.int().min(0), waiting: z.int().min(0) })
export type ClientCounts = z.infer<typeof clientCounts>

/**
 * A tunnel's state as windows and the tray see it: seven kinds, one silhouette each. `unknown` is a tunnel whose
 * health is being checked (after sleep, or while the relay restarts): never shown green.
 */
export const tunnelStatus = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('stopped') }),
  z.object({ kind: z.literal('armed'), since: epochMs }),
  z.object({ kind: z.literal('connecting'), step: connectStep, since: epochMs }),
  z.object({
    kind: z.literal('ready'),
    since: epochMs,
    /** Epoch ms at which an unused session will be closed, or null while in use or kept open. */
    idleCloseAt: epochMs.nullable(),
  }),
  z.object({
    kind: z.literal('reconnecting'),
    attempt: z.int().min(1),
    of: z.int().min(1),
    nextAt: epochMs,
    problem,
  }),
  z.object({
    kind: z.literal('failed'),
    problem,
    at: epochMs,
    /** The planned retry, or null when only a client or the user starts the next one. */
    retry: z.object({ attempt: z.int().min(1), of: z.int().min(1), nextAt: epochMs }).nullable(),
  }),
  z.object({ kind: z.literal('unknown'), since: epochMs }),
])
export type TunnelStatus = z.infer<typeof tunnelStatus>
export type TunnelStatusKind = TunnelStatus['kind']

/** Health of one hop. Only one hop may be `fail`; every hop after it is `none`. */
export const hopHealth = z.enum(['ok', 'idle', 'work', 'warn', 'fail', 'none'])
export type HopHealth = z.infer<typeof hopHealth>

/** Where a hop lives; the route draws a dashed rule between zones. */
export const hopZone = z.enum(['computer', 'ssm', 'vpc'])

/**
 * One hop of a route, as facts; the renderer makes the words. `facts` keys by hop:
 * client: `open`, `waiting`, `programs` (comma separated), `lastAt` · port: `port`, `since`, `owner`, `ownerPid` ·
 * session: `sessionId`, `openedAt` (epoch ms), `openedInMs`, `latencyMs`, `engine`, `engineVersion` ·
 * target: `targetId`, `name`, `rule`, `matches`, `zone`, `vpc`, `agentVersion` · endpoint: `host`, `port`, `latencyMs`.
 */
export const hop = z.object({
  kind: hopKind,
  zone: hopZone,
  health: hopHealth,
  facts: z.record(z.string(), z.union([z.string(), z.number()])),
})
export type Hop = z.infer<typeof hop>

/** The five hops, client first. */
export const route = z.array(hop).length(5)
export type Route = z.infer<typeof route>

/** One line of a tunnel's recent history. */
export const timelineEntry = z.object({
  at: epochMs,
  kind: z.enum([
    'armed',
    'stopped',
    'connecting',
    'ready',
    'dropped',
    'failed',
    'idle-closed',
    'sign-in',
    'turned-away',
  ]),
  problem: problem.nullable(),
})
export type TimelineEntry = z.infer<typeof timelineEntry>
