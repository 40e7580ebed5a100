import { z } from 'zod'
import { documentName, documentParameters } from './chosen-document.ts'
import { problem } from './problem.ts'
import { connectStep } from './status.ts'
import { engineChoice, environmentId, managedNodeId, profileRef, region, targetRule } from './tunnel.ts'

export * from './chosen-document.ts'

const epochMs = z.number().int()

/** The size of a terminal, in characters. */
export const terminalSize = z.object({ columns: z.int().min(2).max(1_000), rows: z.int().min(1).max(500) })
export type TerminalSize = z.infer<typeof terminalSize>

/** What a shell is opened on. */
export const shellTarget = z.discriminatedUnion('on', [
  z.object({ on: z.literal('node'), id: managedNodeId }),
  /** The managed node that a rule finds when the shell is opened: the bastion of a tunnel. */
  z.object({ on: z.literal('rule'), rule: targetRule }),
  /** A container of a running task, by ECS Exec. `cluster` and `task` are names, as ECS shows them, or ARNs. */
  z.object({
    on: z.literal('container'),
    cluster: z.string().min(1).max(2_048),
    task: z.string().min(1).max(2_048),
    container: z.string().min(1).max(255),
  }),
])
export type ShellTarget = z.infer<typeof shellTarget>

/** What runs at the far end. */
export const shellProgram = z.discriminatedUnion('run', [
  /** A shell: the account's own document, unless one is named. */
  z.object({
    run: z.literal('shell'),
    document: documentName.optional(),
    parameters: documentParameters.optional(),
  }),
  /** One command and nothing else, with a terminal (`AWS-StartInteractiveCommand`) or without one (`…NonInteractive…`). */
  z.object({ run: z.literal('command'), command: z.string().min(1).max(8_000), terminal: z.boolean() }),
])
export type ShellProgram = z.infer<typeof shellProgram>

/** As the window shows it: typed by a person, or the target's own name. */
export const shellName = z.string().min(1).max(200)

/** Everything that is needed to open a shell, and to open it again in its place. */
export const shellRequest = z.object({
  profile: profileRef,
  region,
  target: shellTarget,
  program: shellProgram,
  name: shellName,
  environment: environmentId.nullable(),
  /** Left out, it is as the settings have it. */
  engine: engineChoice.optional(),
  /** Goes with StartSession into the account's session history. */
  reason: z.string().max(256).optional(),
  /** The tunnel whose bastion it is: for whom that is, it is for, too. */
  tunnel: z.uuid().optional(),
})
export type ShellRequest = z.infer<typeof shellRequest>

/** Why a shell that was open is over. */
export const shellEnding = z.enum([
  /**
   * At the far end: its program ended, because the person left it or the command was done. A session that somebody ended at AWS looks
   * the same from here: the service says nothing in either case.
   */
  'left',
  /** Nobody typed for as long as the account allows. */
  'idle',
  /** The account's longest duration is over. */
  'duration',
  /** By the service, in words of its own; the problem has them. */
  'terminated',
  /** The person closed it here. */
  'closed',
  /** What carried it failed; the problem says how. */
  'lost',
])
export type ShellEnding = z.infer<typeof shellEnding>

/** Which program carries the session, and its version where it has one of its own. */
export const carriedBy = z.object({ engine: z.enum(['plugin', 'builtin']), version: z.string().nullable() })

/** A shell's state as windows see it. */
export const shellStatus = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('opening'), step: connectStep, since: epochMs }),
  z.object({
    kind: z.literal('open'),
    since: epochMs,
    sessionId: z.string(),
    by: carriedBy,
    /** What the agent says first, such as that the session is encrypted; shown as text. */
    message: z.string(),
  }),
  /** The data channel was lost; keys are held until it is resumed. */
  z.object({
    kind: z.literal('reconnecting'),
    since: epochMs,
    sessionId: z.string(),
    by: carriedBy,
    /** For the next try, number `attempt`; null while one is under way. */
    wait: z.object({ attempt: z.int(), nextAt: epochMs }).nullable(),
  }),
  /** The person wants it ended, and the relay has not said yet that it is. */
  z.object({ kind: z.literal('closing'), since: epochMs }),
  z.object({
    kind: z.literal('ended'),
    at: epochMs,
    /** Null when it was ended before it had opened. */
    openedAt: epochMs.nullable(),
    how: shellEnding,
    /** Of a command whose document tells it. */
    exitCode: z.int().nullable(),
    problem: problem.nullable(),
  }),
  /** It never opened. */
  z.object({ kind: z.literal('failed'), at: epochMs, problem }),
])
export type ShellStatus = z.infer<typeof shellStatus>

/** What an account's document of preferences says of shells in a region; null: not known. */
export const accountPreferences = z.object({
  /** Minutes without typing after which the service ends a session. */
  idleMinutes: z.int().positive().nullable(),
  /** Minutes after which it ends any. */
  longestMinutes: z.int().positive().nullable(),
  /** The user of the operating system that runs the shell; a tag of the role may name another. */
  runAs: z.string().min(1).max(256).nullable(),
})
export type AccountPreferences = z.infer<typeof accountPreferences>

/** One shell with everything that a window shows of it but its bytes. */
export const shellView = z.object({
  id: z.uuid(),
  request: shellRequest,
  /** The managed node as it was found; null before it was, and for containers. */
  targetName: z.string().nullable(),
  targetId: z.string().nullable(),
  /** The recording of its session, if there is one; `until` is null while it goes on. */
  recording: z.object({ since: epochMs, until: epochMs.nullable() }).nullable(),
  /** As they were read when it was opened; null where that was not allowed, or did not work. */
  preferences: accountPreferences.nullable(),
  status: shellStatus,
})
export type ShellView = z.infer<typeof shellView>
