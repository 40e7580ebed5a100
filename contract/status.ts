import { z } from 'zod'
import { problem, type HopKind } from './problem.ts'

/**
 * What a connecting tunnel is doing; shown as its second line. `code`: somebody is asked for one of an MFA device; `approval`: somebody has
 * to ask for access to the node; `approver`: somebody did, and an approver has to decide.
 */
export const connectStep = z.enum([
  'sign-in',
  'code',
  'target',
  'start-session',
  'approval',
  'approver',
  'data-channel',
])
export type ConnectStep = z.infer<typeof connectStep>

const epochMs = z.number().int()

/** Sockets open through the door right now, and those parked until a session is ready. */
export const clientCounts = z.object({ open: z.int().min(0), waiting: z.int().min(0) })
export type ClientCounts = z.infer<typeof clientCounts>

/**
 * A tunnel's state as windows and the tray see it: one silhouette for each kind. Only what has been proven is green:
 * `open` is a session through which no connection has been answered yet, `unanswered` one whose database owes a connection
 * its first answer, and `unknown` a tunnel whose health is being checked (after sleep, or while the relay restarts).
 */
export const tunnelStatus = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('stopped') }),
  z.object({ kind: z.literal('armed'), since: epochMs }),
  z.object({ kind: z.literal('connecting'), step: connectStep, since: epochMs }),
  z.object({
    kind: z.literal('open'),
    since: epochMs,
    idleCloseAt: epochMs.nullable(),
    /** Since when a connection waits for its first answer; null while none does. */
    waitingSince: epochMs.nullable(),
  }),
  z.object({
    kind: z.literal('unanswered'),
    /** Since when the connection waits. */
    since: epochMs,
    /** True when earlier connections were answered; then it may be busy, or have changed. */
    hasAnswered: z.boolean(),
  }),
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
    retry: z
      .object({
        attempt: z.int().min(1),
        /** Null when nobody counts: it goes on for as long as a client waits, or another program has the port. */
        of: z.int().min(1).nullable(),
        nextAt: epochMs,
      })
      .nullable(),
  }),
  z.object({
    kind: z.literal('unknown'),
    since: epochMs,
    /** What is known of the reason: the agent acknowledges nothing, or the channel can go on after a sign-in only. */
    why: z.enum(['agent-silent', 'sign-in']).optional(),
  }),
])
export type TunnelStatus = z.infer<typeof tunnelStatus>
export type TunnelStatusKind = TunnelStatus['kind']

/** Health of one hop. Only one hop may be `fail`; every hop after it is `none`. */
export const hopHealth = z.enum(['ok', 'idle', 'work', 'warn', 'fail', 'none'])
export type HopHealth = z.infer<typeof hopHealth>

/** Where a hop lives; the route draws a dashed rule between zones. */
export const hopZone = z.enum(['computer', 'ssm', 'vpc'])

const hopOf = <K extends HopKind, Z extends z.infer<typeof hopZone>, F extends z.ZodType>(kind: K, zone: Z, facts: F) =>
  z.object({ kind: z.literal(kind), zone: z.literal(zone), health: hopHealth, facts })

const milliseconds = z.number().min(0)

/** A program that is connected to a tunnel's port, and how often. */
export const clientProgram = z.object({ program: z.string(), pid: z.int(), connections: z.int().min(1) })
export type ClientProgram = z.infer<typeof clientProgram>

/** Another computer whose clients are connected to a tunnel's port, and how often. */
export const otherComputer = z.object({ address: z.string(), connections: z.int().min(1) })
export type OtherComputer = z.infer<typeof otherComputer>

const clientHop = hopOf(
  'client',
  'computer',
  clientCounts.extend({
    /** When a client was last at the door. */
    lastAt: epochMs.nullable(),
    /** Programs that own the open clients, as far as the system tells. */
    programs: z.array(clientProgram),
    /** Where the tunnel is open to a network: who came from there. */
    elsewhere: z.array(otherComputer).optional(),
    /** Programs whose clients wait for the session, as far as the system tells. */
    waitingPrograms: z.array(z.string()),
    /** The clients that were let go last: how many were told the line in their own protocol, how many could not, whose they were. */
    letGo: z
      .object({
        at: epochMs,
        line: z.string(),
        told: z.int().min(0),
        untold: z.int().min(0),
        programs: z.array(z.string()),
      })
      .nullable(),
  }),
)
const portHop = hopOf(
  'port',
  'computer',
  z.object({
    port: z.number().int(),
    /** Since when the door is open. */
    since: epochMs.nullable(),
    /** Who has the port instead of us; the process id is null where the system does not tell it. */
    owner: z.object({ program: z.string(), pid: z.number().int().nullable() }).nullable(),
  }),
)
/**
 * What a session meets at a time that is known before: its credentials end, so that its channel can not be opened anew; the longest
 * duration that the account sets, at which the service ends it; the age at which the service closes a channel.
 */
export const sessionWall = z.object({ kind: z.enum(['credentials', 'duration', 'channel']), at: epochMs })
export type SessionWall = z.infer<typeof sessionWall>

/** One of several sessions behind a port. `replacement`: when it takes nobody any more, or is followed, before which wall. */
export const sessionLane = z.object({
  sessionId: z.string(),
  role: z.enum(['serving', 'bulk', 'draining']),
  openedAt: epochMs.nullable(),
  /** The node that it goes through. */
  targetId: z.string().nullable(),
  /** Connections that it carries. */
  open: z.int().min(0),
  replacement: z.object({ at: epochMs, before: sessionWall }).nullable(),
})
export type SessionLane = z.infer<typeof sessionLane>

const sessionHop = hopOf(
  'session',
  'ssm',
  z
    .object({
      sessionId: z.string(),
      openedAt: epochMs,
      openedInMs: milliseconds,
      latencyMs: milliseconds.nullable(),
      engine: z.enum(['plugin', 'builtin']),
      /** Version of the plugin; null of the engine that comes with the app. */
      engineVersion: z.string().nullable(),
      /** It leads to the endpoint as a port of the target itself, which it is: other hosts are closed to the role or the agent. */
      onTarget: z.literal(true).optional(),
      /** While it is slower than a new one would be there: what the agent has to send again, and how long that takes. */
      recovery: z
        .object({ missing: z.int().min(1), leftMs: milliseconds, trend: z.enum(['shrinking', 'growing']) })
        .nullable(),
      /** When another takes its place before a wall, and which wall that is; null when none is planned. */
      replacement: z.object({ at: epochMs, before: sessionWall }).nullable(),
      /** Sessions that served before it and still carry connections. */
      draining: z.int().min(0),
      /** Each session, where there are several: the one that serves first. */
      lanes: z.array(sessionLane),
    })
    .nullable(),
)
const targetHop = hopOf(
  'target',
  'vpc',
  z.object({
    /** The node that was found last, or that the rule names. */
    targetId: z.string().nullable(),
    name: z.string().nullable(),
    rule: z.string(),
    matches: z.number().int().nullable(),
    /** How many of the matches beside this one were online when it was found; null while none was found. */
    othersOnline: z.number().int().nullable(),
    zone: z.string().nullable(),
    vpc: z.string().nullable(),
    agentVersion: z.string().nullable(),
  }),
)
const endpointHop = hopOf(
  'endpoint',
  'vpc',
  z.object({ host: z.string(), port: z.number().int(), latencyMs: milliseconds.nullable() }),
)

/** The five hops as facts, client first; the renderer makes the words. Null is what is not known, a session null when none is open. */
export const route = z.tuple([clientHop, portHop, sessionHop, targetHop, endpointHop])
export type Route = z.infer<typeof route>
export type Hop = Route[number]
/** The hop of one kind. */
export type HopOf<K extends HopKind> = Extract<Hop, { kind: K }>

/** One line of a tunnel's recent history. */
export const timelineEntry = z.object({
  at: epochMs,
  kind: z.enum([
    'armed',
    'stopped',
    'connecting',
    'ready',
    'answered',
    'unanswered',
    'dropped',
    'failed',
    'idle-closed',
    'sign-in',
    'turned-away',
    'out-of-handles',
    'refused',
    'starts-limited',
    'slowed',
    'overflowed',
    'recovered',
    'rotated',
    'rotation-failed',
    'lane-opened',
    'lane-failed',
    'ends-soon',
    'drained-cut',
    'clients-told',
    'clients-closed',
    'client',
    'client-elsewhere',
    'exposed',
    'exposure-ended',
    'exposure-failed',
  ]),
  problem: problem.nullable(),
  /** With `client`: the program that came. */
  client: z.object({ program: z.string(), pid: z.int() }).optional(),
  /** With `client-elsewhere`: the address of the computer that it came from. With those of the exposure: where the tunnel is open. */
  place: z.string().optional(),
  /** Where one line stands for several of its like: how many, and since when. */
  again: z.object({ times: z.int().min(2), since: epochMs }).optional(),
})
export type TimelineEntry = z.infer<typeof timelineEntry>
