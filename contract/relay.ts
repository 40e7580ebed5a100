import { z } from 'zod'
import { clientMessage } from './client-message.ts'
import { connectionClosed, connectionsListed, listConnections } from './connections.ts'
import { doorGuard, openDoor } from './door.ts'
import { doorExposed, exposeDoor } from './exposure.ts'
import { otherComputer } from './status.ts'
import { fileAsk, fileNews } from './file-relay.ts'
import { problem, problemCode } from './problem.ts'
import { refusedClient } from './refused-client.ts'
import { channelPass, sessionGrant, temporaryCredentials } from './session-grant.ts'
import { sshWish } from './ssh-proxy.ts'
import { port } from './tunnel.ts'

/**
 * Orders (main → relay) and facts (relay → main). Both cross a process border and are parsed on arrival. The relay holds
 * no AWS credentials of its own: signed headers and fresh tokens come with the orders, and it asks when it needs new ones.
 */

export * from './session-grant.ts'

const tunnelId = z.uuid()
/** As strict as the snapshot that it goes into: what is wrong stops here, at its own border. */
const count = z.int().min(0)
const milliseconds = z.number().min(0)
const sessionId = z.string()
/** Chosen by the relay; one session's questions of one kind are told apart by it. */
const requestId = z.string()

/** A data key of AWS KMS, plain and as the far end gets it, both in base64. Secret. */
export const encodedDataKey = z.object({ plaintext: z.base64(), ciphertext: z.base64() })
export type EncodedDataKey = z.infer<typeof encodedDataKey>

/** What a data key is made for. `context` is part of the key: decrypting asks for the same. */
export const dataKeyRequest = z.object({
  keyId: z.string(),
  bytes: z.int().positive(),
  context: z.record(z.string(), z.string()),
})
export type DataKeyRequest = z.infer<typeof dataKeyRequest>

/** Doors are addressed by their tunnel, sessions by their own id: a session may serve a door, and needs none. */
export const relayOrder = z.discriminatedUnion('type', [
  openDoor,
  exposeDoor,
  /** The door is there and lets others in from now on; who is carried stays. */
  z.object({ type: z.literal('guard-door'), tunnelId, guard: doorGuard }),
  /** Stop listening, close clients, stop the sessions behind the door; answered by `door-closed` within the deadline. */
  z.object({ type: z.literal('close-door'), tunnelId, deadlineMs: z.int() }),
  /**
   * No session will come for the clients that wait now, or for those of them that are named by their ports: each is told so, as
   * far as its protocol allows, and closed. The code is recorded.
   */
  z.object({
    type: z.literal('refuse-clients'),
    tunnelId,
    problemCode,
    message: clientMessage,
    peerPorts: z.array(port).nullable(),
  }),
  /**
   * The far end of this session does not answer. Clients of the door that have waited for their first answer for `afterMs` are told,
   * as far as their protocol allows, and closed; those too that come later, until one is answered.
   */
  z.object({ type: z.literal('far-end-silent'), tunnelId, sessionId, problem, afterMs: z.int().min(0) }),
  listConnections,
  /** Answer to `client-words-needed`: what to say; null closes the client without a word. */
  z.object({ type: z.literal('give-client-words'), tunnelId, requestId, message: clientMessage.nullable() }),
  /** Carry this session. Answered by `session-ready` or `session-failed`. */
  z.object({ type: z.literal('start-session'), grant: sessionGrant }),
  /**
   * Once it is ready, this session carries the clients that wait at the door and all that come. The one that carried them before keeps
   * its clients: it `drains`, as by `drain-session`, or `stays`, and serves again when the other is gone.
   */
  z.object({ type: z.literal('serve-door'), tunnelId, sessionId, before: z.enum(['drains', 'stays']) }),
  /** This session takes no clients for now, or does again: who comes waits for another, unless one stands beside it. It keeps its own. */
  z.object({ type: z.literal('doubt-session'), tunnelId, sessionId, isDoubted: z.boolean() }),
  /**
   * A session is being opened beside one that moves bulk: who comes waits for it, `withinMs` at the longest, instead of standing
   * behind the bulk. 0: none comes.
   */
  z.object({ type: z.literal('expect-session'), tunnelId, withinMs: z.int().min(0) }),
  /** This session takes no more clients of the door. It keeps those that it has, and is stopped with the last of them. */
  z.object({ type: z.literal('drain-session'), tunnelId, sessionId }),
  /** Stop the session, close its clients; the door stays. Answered by `session-stopped`, though there is no such session. */
  z.object({ type: z.literal('stop-session'), sessionId, deadlineMs: z.int() }),
  /** A shell is shown by the page behind the port that comes with this order, instead of the one before. */
  z.object({ type: z.literal('attach-shell'), sessionId }),
  /** Nobody will look at this shell again: what is kept of its output goes, and its page is sent away. */
  z.object({ type: z.literal('drop-shell'), sessionId }),
  /** Answer to `pass-needed`: null when the session can not be resumed. */
  z.object({ type: z.literal('renew-pass'), sessionId, pass: channelPass.nullable() }),
  /** Answer to `credentials-needed`: null when there are none. */
  z.object({
    type: z.literal('give-credentials'),
    sessionId,
    requestId,
    credentials: temporaryCredentials.nullable(),
  }),
  /** Answer to `data-key-needed`: the key, or why there is none. */
  z.object({
    type: z.literal('give-data-key'),
    sessionId,
    requestId,
    answer: z.discriminatedUnion('ok', [
      z.object({ ok: z.literal(true), value: encodedDataKey }),
      z.object({ ok: z.literal(false), error: problem }),
    ]),
  }),
  /** Answer to `termination-needed`: the service has answered, or will not. */
  z.object({ type: z.literal('session-terminated'), sessionId }),
  /**
   * The machine slept or the network changed: probe every session now and answer `session-alive`, `session-lost`, or
   * `session-resuming`, after which `session-resumed` or `session-lost` comes, however late.
   */
  z.object({ type: z.literal('check-sessions') }),
  /** To be answered at once by one of the same name: a relay that does not is hung, and is killed. */
  z.object({ type: z.literal('beat') }),
  /** Listen for `culvert ssh-proxy` in a folder of 0700 below the app's own. A relay that can not says so in the log. */
  z.object({ type: z.literal('open-ssh-socket'), appFolder: z.string() }),
  /** Answer to `ssh-asked`; `say` may come before the others. `serve`: join it with this session as soon as that is ready. */
  z.object({
    type: z.literal('answer-ssh'),
    requestId,
    answer: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('say'), text: z.string() }),
      z.object({ kind: z.literal('refuse'), text: z.string() }),
      z.object({ kind: z.literal('serve'), sessionId }),
    ]),
  }),
  /** To a session whose grant says that it carries files. */
  z.object({ type: z.literal('files'), sessionId, ask: fileAsk }),
  /** Nothing is asked of its files any more. */
  z.object({ type: z.literal('drop-files'), sessionId }),
  /** Stop everything and exit 0 within the deadline. */
  z.object({ type: z.literal('shut-down'), deadlineMs: z.int() }),
])
export type RelayOrder = z.infer<typeof relayOrder>

/**
 * What a session carries for its door: connections, whether one of them moves bulk or did a moment ago, and the bytes that went to
 * clients and came from them.
 */
export const sessionLoad = z.object({
  sessionId,
  open: count,
  isBulk: z.boolean(),
  bytesIn: count,
  bytesOut: count,
})
export type SessionLoad = z.infer<typeof sessionLoad>

/** Counters of one door since it was opened. */
export const doorCounters = z.object({
  bytesIn: count,
  bytesOut: count,
  open: count,
  waiting: count,
})
export type DoorCounters = z.infer<typeof doorCounters>

export const relayFact = z.discriminatedUnion('type', [
  z.object({ type: z.literal('hello'), pid: z.int() }),
  z.object({ type: z.literal('beat') }),
  z.object({ type: z.literal('door-opened'), tunnelId, addresses: z.array(z.string()) }),
  z.object({ type: z.literal('door-failed'), tunnelId, problem }),
  z.object({ type: z.literal('door-closed'), tunnelId }),
  doorExposed,
  /** The first client parked while there was no session; more may follow before one is there. */
  z.object({ type: z.literal('client-waiting'), tunnelId }),
  /**
   * So many clients were closed at once, within the last second: as many as may already waited for a session, or the system
   * gives the program no more file handles.
   */
  z.object({
    type: z.literal('clients-turned-away'),
    tunnelId,
    clients: count,
    why: z.enum(['waiting-places', 'file-handles']),
  }),
  /** So many clients were closed within the last second for what they said first, before anything was done for them. */
  z.object({ type: z.literal('clients-refused'), tunnelId, client: refusedClient, clients: count }),
  /** Sent at most every 250 ms per door, and at once when a count goes to or from zero. `peerPorts`: local ports of open clients of this computer. */
  z.object({
    type: z.literal('clients-changed'),
    tunnelId,
    open: count,
    waiting: count,
    peerPorts: z.array(port),
    /** Other computers whose clients are among the open ones; none is left out. */
    elsewhere: z.array(otherComputer).optional(),
  }),
  /**
   * What each session behind a door carries. Sent with `clients-changed` where that says more, at once when a session begins to move
   * bulk or has moved none for a while, and with `traffic` while there are several.
   */
  z.object({ type: z.literal('session-loads'), tunnelId, loads: z.array(sessionLoad) }),
  connectionClosed,
  /** Sent with it while anybody waits: the local ports of those who do, and for how long they have (ms). */
  z.object({
    type: z.literal('clients-wait'),
    tunnelId,
    waiters: z.array(z.object({ peerPort: port, waitedMs: milliseconds })),
  }),
  connectionsListed,
  /** A client is let go: its time is over (`problem` is null), or the far end did not take it. What is it to be told? */
  z.object({ type: z.literal('client-words-needed'), tunnelId, requestId, problem: problem.nullable() }),
  /** So many clients were let go within the last moment: with the message given before, or without a word. */
  z.object({ type: z.literal('clients-let-go'), tunnelId, told: count, untold: count }),
  /** Once a second while anything moved. */
  z.object({ type: z.literal('traffic'), doors: z.record(tunnelId, doorCounters) }),
  z.object({
    type: z.literal('session-ready'),
    sessionId,
    agentVersion: z.string().nullable(),
    /** Milliseconds from `start-session` to ready. */
    openedInMs: milliseconds,
    /** Of a shell: what the agent has to say first. */
    message: z.string().optional(),
  }),
  z.object({ type: z.literal('session-failed'), sessionId, problem }),
  /** Nothing more is written of it: the shell is over, or `problem` says why it can not be recorded. */
  z.object({ type: z.literal('recording-ended'), sessionId, recordingId: z.uuid(), problem: problem.nullable() }),
  /** The data channel is gone and could not be resumed; open clients were closed. `exitCode`: of a command that told it. */
  z.object({ type: z.literal('session-lost'), sessionId, problem, exitCode: z.int().optional() }),
  z.object({ type: z.literal('session-stopped'), sessionId }),
  z.object({
    type: z.literal('session-alive'),
    sessionId,
    latencyMs: milliseconds.nullable(),
    /** `gone`: it could not be asked, so that what was known of its far end holds no more. */
    proof: z.literal('gone').optional(),
  }),
  /** The data channel dropped and is being resumed; clients keep their sockets. */
  z.object({ type: z.literal('pass-needed'), sessionId }),
  /**
   * It carries nothing for now: its channel did not answer to `check-sessions` and is being replaced, or was being replaced already; or
   * its agent is away, until `session-alive`.
   */
  z.object({ type: z.literal('session-resuming'), sessionId }),
  z.object({ type: z.literal('session-resumed'), sessionId }),
  /** The far end has closed every connection at once, as a database does that restarts or fails over. */
  z.object({ type: z.literal('endpoint-departed'), sessionId }),
  /** Its agent acknowledges nothing, while the service answers; until `session-alive`. Its clients keep their sockets. */
  z.object({ type: z.literal('session-silent'), sessionId }),
  /**
   * Messages of the agent were lost and it sends them again, one after the other: once a second while any is `missing`, and
   * once when none is. `keptBytes`: memory of what waits behind them. `overflowed`: dropped for want of room, since the first
   * was missed; they are among the missing.
   */
  z.object({
    type: z.literal('session-recovering'),
    sessionId,
    missing: count,
    keptBytes: count,
    overflowed: count,
  }),
  z.object({ type: z.literal('credentials-needed'), sessionId, requestId }),
  /** The account encrypts such sessions with a KMS key. */
  z.object({ type: z.literal('data-key-needed'), sessionId, requestId, ...dataKeyRequest.shape }),
  /** The official plugin does not hear that it should end: TerminateSession ends it, else it is killed at its deadline. */
  z.object({ type: z.literal('termination-needed'), sessionId }),
  /** A client was let through but the far end did not take it (refused, timed out, unknown name). */
  z.object({ type: z.literal('endpoint-failed'), sessionId, problem }),
  /** A connection had its first answer: the last hop is proven. Once per session, and again after any of the facts below. */
  z.object({ type: z.literal('endpoint-answered'), sessionId, latencyMs: milliseconds }),
  /**
   * Connections wait for their first answer, the oldest for so long, beside so many open ones that were answered. Told when one
   * has waited for a second, and when the oldest or the others change.
   */
  z.object({
    type: z.literal('endpoint-unanswered'),
    sessionId,
    waitedMs: count,
    answered: count,
  }),
  /** The client of such a connection left. What it means for the others follows. */
  z.object({ type: z.literal('endpoint-given-up'), sessionId, waitedMs: count, answered: count }),
  /** No connection waits for its first answer any more, and none was answered. */
  z.object({ type: z.literal('endpoint-caught-up'), sessionId }),
  /** A program of the user's wants an SSH connection. `pid`: of the command that it started for that, as that says. */
  z.object({ type: z.literal('ssh-asked'), requestId, pid: z.int().positive(), wish: sshWish }),
  /** It is gone; a session that it had is being stopped. */
  z.object({ type: z.literal('ssh-left'), requestId }),
  z.object({ type: z.literal('files'), sessionId, news: fileNews }),
  z.object({
    type: z.literal('log'),
    level: z.enum(['debug', 'info', 'warn', 'error']),
    event: z.string(),
    fields: z.record(z.string(), z.unknown()),
  }),
])
export type RelayFact = z.infer<typeof relayFact>
