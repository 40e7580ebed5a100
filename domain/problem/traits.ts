import type { TunnelView } from '#contract/snapshot.ts'
import type { HopKind, Problem, ProblemCode, Remedy } from '#contract/problem.ts'

/** How far the work had come: this computer, the sign-in, finding the target, StartSession, the data channel, the endpoint. */
type ProblemPhase = 'computer' | 'sign-in' | 'target' | 'start' | 'channel' | 'endpoint'

/**
 * Who or what puts it right.
 * `sign-in`: the sign-in has ended, and a new one may be asked for · `sign-in-again`: one was asked for and came to nothing, or what
 * it gave was refused, or there is none yet: only the user starts the next · `network`: a network that comes back · `time`: whoever is busy or down ·
 * `new-session`: the session is over, the next one is whole · `user`: a setting of this tunnel or this computer ·
 * `administrator`: somebody with more rights, at AWS or in its network · `nobody`: a bug.
 */
type ProblemCure =
  | 'sign-in'
  | 'sign-in-again'
  | 'network'
  | 'time'
  | 'new-session'
  | 'user'
  | 'administrator'
  | 'nobody'

/** Everything that is decided about a code. */
interface ProblemTraits {
  /** The hop that is broken, or null when the problem concerns no route. */
  readonly hop: HopKind | null
  readonly phase: ProblemPhase
  readonly cure: ProblemCure
  /** `can-help`: somebody else can put it right, and a letter can ask them to. */
  readonly letter: 'can-help' | 'no-use'
  /** `yes`: trying again, unchanged, can help. */
  readonly retry: 'yes' | 'no'
  /** The one thing to do. */
  readonly remedy: Remedy
}

/** What the table is asked about: a problem, or its code alone. */
type Coded = Pick<Problem, 'code'>

type Row = readonly [
  hop: HopKind | null,
  phase: ProblemPhase,
  cure: ProblemCure,
  letter: ProblemTraits['letter'],
  retry: ProblemTraits['retry'],
  remedy: Remedy,
]

/** One row per code: hop, phase, cure, letter, retry, remedy. */
const rows = {
  PORT_TAKEN: ['port', 'computer', 'user', 'no-use', 'yes', 'free-port'],
  PORT_FORBIDDEN: ['port', 'computer', 'user', 'no-use', 'no', 'choose-port'],
  LOCAL_ADDRESS_MISSING: ['port', 'computer', 'user', 'no-use', 'yes', 'copy-command'],
  RELAY_STOPPED: ['port', 'computer', 'time', 'no-use', 'yes', 'retry'],
  EXPOSURE_REFUSED: [null, 'computer', 'user', 'no-use', 'no', 'none'],
  LOCAL_PORT_RESERVED: ['port', 'computer', 'user', 'no-use', 'no', 'choose-port'],

  SIGN_IN_REQUIRED: ['session', 'sign-in', 'sign-in', 'no-use', 'no', 'sign-in'],
  SIGN_IN_DENIED: ['session', 'sign-in', 'sign-in-again', 'no-use', 'no', 'sign-in'],
  SIGN_IN_OTHER_IDENTITY: ['session', 'sign-in', 'sign-in-again', 'no-use', 'no', 'sign-in'],
  SIGN_IN_CODE_EXPIRED: ['session', 'sign-in', 'sign-in-again', 'no-use', 'no', 'sign-in'],
  SIGN_IN_TIMED_OUT: ['session', 'sign-in', 'sign-in-again', 'no-use', 'no', 'sign-in'],
  SIGN_IN_CANCELLED: ['session', 'sign-in', 'sign-in-again', 'no-use', 'no', 'sign-in'],
  SIGN_IN_CALLBACK_UNAVAILABLE: ['session', 'sign-in', 'sign-in-again', 'no-use', 'yes', 'use-device-code'],
  START_URL_WRONG: ['session', 'sign-in', 'user', 'no-use', 'no', 'edit-tunnel'],
  START_URL_ELSEWHERE: ['session', 'sign-in', 'user', 'no-use', 'no', 'edit-tunnel'],
  TOKEN_REVOKED: ['session', 'sign-in', 'sign-in', 'no-use', 'no', 'sign-in'],
  ROLE_NOT_ASSIGNED: ['session', 'sign-in', 'administrator', 'can-help', 'no', 'choose-role'],
  PROFILE_INVALID: ['session', 'sign-in', 'user', 'no-use', 'no', 'edit-tunnel'],
  CREDENTIAL_PROCESS_FAILED: ['session', 'sign-in', 'user', 'no-use', 'no', 'retry'],
  CREDENTIALS_INVALID: ['session', 'sign-in', 'sign-in-again', 'no-use', 'no', 'sign-in'],
  MFA_CODE_REQUIRED: ['session', 'sign-in', 'sign-in', 'no-use', 'no', 'enter-code'],
  MFA_CODE_REFUSED: ['session', 'sign-in', 'sign-in-again', 'no-use', 'no', 'enter-code'],
  MFA_NOT_ANSWERED: ['session', 'sign-in', 'sign-in-again', 'no-use', 'no', 'enter-code'],
  MFA_DEVICE_REFUSED: ['session', 'sign-in', 'user', 'no-use', 'no', 'edit-tunnel'],
  IDENTITY_CHANGED: ['session', 'sign-in', 'user', 'no-use', 'no', 'use-identity'],
  SIGN_IN_IN_USE: [null, 'sign-in', 'user', 'no-use', 'no', 'none'],
  SIGN_IN_UNKNOWN: [null, 'sign-in', 'sign-in-again', 'no-use', 'no', 'sign-in'],

  CLOCK_SKEWED: ['session', 'computer', 'user', 'no-use', 'no', 'check-clock'],
  NETWORK_UNREACHABLE: ['session', 'computer', 'network', 'can-help', 'yes', 'check-network'],
  TLS_UNTRUSTED: ['session', 'computer', 'administrator', 'can-help', 'no', 'see-network'],
  PROXY_UNUSABLE: ['session', 'computer', 'user', 'no-use', 'no', 'see-network'],
  PROXY_SIGN_IN: ['session', 'computer', 'user', 'no-use', 'no', 'see-network'],
  PROXY_REFUSED: ['session', 'computer', 'network', 'can-help', 'yes', 'see-network'],
  PROXY_SCRIPT_SILENT: ['session', 'computer', 'network', 'no-use', 'yes', 'see-network'],
  CERTIFICATE_FILE_UNUSABLE: [null, 'computer', 'user', 'no-use', 'no', 'see-network'],
  ENGINE_NOT_FOUND: ['session', 'computer', 'user', 'no-use', 'no', 'check-engine'],
  // Trying again would find the same file. The next client looks afresh.
  ENGINE_UNUSABLE: ['session', 'computer', 'user', 'no-use', 'no', 'check-engine'],
  ENGINE_FAILED: ['session', 'channel', 'time', 'no-use', 'yes', 'check-engine'],

  TARGET_NOT_FOUND: ['target', 'target', 'user', 'no-use', 'no', 'choose-target'],
  TARGET_NO_MATCH: ['target', 'target', 'user', 'no-use', 'yes', 'choose-target'],
  TARGET_AMBIGUOUS: ['target', 'target', 'user', 'no-use', 'no', 'choose-target'],
  TASK_NOT_FOUND: ['target', 'target', 'user', 'no-use', 'yes', 'choose-target'],
  TARGET_STOPPED: ['target', 'target', 'administrator', 'can-help', 'yes', 'start-target'],
  INSTANCE_NOT_STARTED: ['target', 'target', 'user', 'no-use', 'yes', 'open-console'],
  TARGET_NOT_CONNECTED: ['target', 'target', 'administrator', 'can-help', 'yes', 'open-console'],
  RUN_AS_REFUSED: ['target', 'target', 'administrator', 'can-help', 'no', 'open-console'],
  HYBRID_TIER_STANDARD: ['target', 'target', 'administrator', 'can-help', 'no', 'copy-request'],
  AGENT_TOO_OLD: ['target', 'target', 'administrator', 'can-help', 'no', 'open-console'],
  CONTAINER_NOT_RUNNING: ['target', 'target', 'user', 'no-use', 'no', 'choose-target'],
  EXEC_NOT_ENABLED: ['target', 'target', 'administrator', 'can-help', 'no', 'open-console'],
  EXEC_UNSUPPORTED: ['target', 'target', 'administrator', 'can-help', 'no', 'open-console'],
  EXEC_AGENT_NOT_RUNNING: ['target', 'target', 'administrator', 'can-help', 'yes', 'retry'],
  EXEC_SESSIONS_FULL: ['target', 'target', 'user', 'no-use', 'yes', 'retry'],

  ACCESS_DENIED: ['session', 'start', 'administrator', 'can-help', 'no', 'copy-request'],
  ACCESS_NOT_GRANTED: ['session', 'start', 'user', 'no-use', 'no', 'request-access'],
  DOCUMENT_INVALID: ['session', 'start', 'user', 'no-use', 'no', 'edit-tunnel'],
  DOCUMENT_PARAMETERS: ['session', 'start', 'user', 'no-use', 'no', 'edit-tunnel'],
  THROTTLED: ['session', 'start', 'time', 'no-use', 'yes', 'retry'],
  SESSION_KEY_UNUSABLE: ['session', 'start', 'administrator', 'can-help', 'no', 'copy-request'],
  AWS_REFUSED: ['session', 'start', 'user', 'no-use', 'no', 'none'],
  AWS_UNAVAILABLE: ['session', 'start', 'time', 'no-use', 'yes', 'retry'],

  DATA_CHANNEL_REFUSED: ['session', 'channel', 'administrator', 'can-help', 'no', 'copy-request'],
  DATA_CHANNEL_UNREACHABLE: ['session', 'channel', 'network', 'can-help', 'yes', 'check-network'],
  DATA_CHANNEL_UNTRUSTED: ['session', 'channel', 'user', 'no-use', 'no', 'check-network'],
  HANDSHAKE_TIMED_OUT: ['session', 'channel', 'network', 'no-use', 'yes', 'retry'],
  HANDSHAKE_REJECTED: ['session', 'channel', 'user', 'no-use', 'no', 'retry'],
  AGENT_DISTRUSTED: ['target', 'target', 'user', 'no-use', 'no', 'choose-target'],
  SESSION_DROPPED: ['session', 'channel', 'network', 'no-use', 'yes', 'retry'],
  SESSION_ENDED: ['session', 'channel', 'new-session', 'no-use', 'yes', 'retry'],
  SESSION_EXPIRED: ['session', 'channel', 'new-session', 'no-use', 'yes', 'retry'],

  ENDPOINT_REFUSED: ['endpoint', 'endpoint', 'administrator', 'can-help', 'yes', 'edit-tunnel'],
  ENDPOINT_TIMED_OUT: ['endpoint', 'endpoint', 'administrator', 'can-help', 'yes', 'security-groups'],
  ENDPOINT_NAME_UNKNOWN: ['endpoint', 'endpoint', 'administrator', 'can-help', 'no', 'edit-tunnel'],
  ENDPOINT_FORBIDDEN: ['endpoint', 'endpoint', 'user', 'no-use', 'no', 'edit-tunnel'],

  CLIENT_REFUSED: [null, 'computer', 'user', 'no-use', 'no', 'none'],
  CATALOG_CORRUPT: [null, 'computer', 'user', 'no-use', 'no', 'open-folder'],
  CATALOG_NEWER: [null, 'computer', 'user', 'no-use', 'no', 'open-folder'],
  CATALOG_NOT_WRITTEN: [null, 'computer', 'user', 'no-use', 'yes', 'open-folder'],
  TOKEN_NOT_WRITTEN: [null, 'computer', 'user', 'no-use', 'no', 'open-folder'],
  TOKEN_NOT_REMOVED: [null, 'computer', 'user', 'no-use', 'no', 'open-folder'],
  LOGIN_ITEM_NOT_CHANGED: [null, 'computer', 'user', 'no-use', 'no', 'none'],
  SSH_CONFIG_NOT_WRITTEN: [null, 'computer', 'user', 'no-use', 'no', 'none'],
  AWS_CONFIG_NOT_WRITTEN: [null, 'computer', 'user', 'no-use', 'no', 'none'],
  RECORDING_NOT_WRITTEN: ['session', 'computer', 'user', 'no-use', 'no', 'open-folder'],
  RECORDING_UNREADABLE: [null, 'computer', 'user', 'no-use', 'no', 'none'],
  RECORDING_NOT_CHANGED: [null, 'computer', 'user', 'no-use', 'no', 'open-folder'],
  ACTIVITY_NOT_WRITTEN: [null, 'computer', 'user', 'no-use', 'no', 'none'],
  CONNECTIONS_OPEN: [null, 'computer', 'user', 'no-use', 'no', 'none'],
  SHELL_UNKNOWN: [null, 'computer', 'user', 'no-use', 'no', 'none'],
  SHELL_NOT_OPEN: [null, 'computer', 'user', 'no-use', 'no', 'none'],
  SHELLS_TOO_MANY: [null, 'computer', 'user', 'no-use', 'no', 'none'],
  COMMANDS_TOO_MANY: [null, 'computer', 'user', 'no-use', 'no', 'none'],
  FILES_UNKNOWN: [null, 'computer', 'user', 'no-use', 'no', 'none'],
  FILES_NOT_OPEN: [null, 'computer', 'user', 'no-use', 'no', 'none'],
  FILES_TOO_MANY: [null, 'computer', 'user', 'no-use', 'no', 'none'],
  FILES_SHELL_UNUSABLE: ['target', 'target', 'user', 'no-use', 'no', 'choose-target'],
  SSH_HOST_KEY_CHANGED: ['target', 'target', 'user', 'no-use', 'no', 'choose-target'],
  TRANSFER_NOT_LOGGED: [null, 'computer', 'user', 'no-use', 'no', 'open-folder'],
  FILE_FORBIDDEN: [null, 'computer', 'user', 'no-use', 'no', 'none'],
  FILE_GONE: [null, 'computer', 'user', 'no-use', 'no', 'none'],
  FILE_CHANGED: [null, 'computer', 'user', 'no-use', 'no', 'none'],
  DISK_FULL: [null, 'computer', 'user', 'no-use', 'no', 'none'],
  FILE_FAILED: [null, 'computer', 'user', 'no-use', 'no', 'none'],
  PRODUCTION_NOT_AGREED: [null, 'computer', 'user', 'no-use', 'no', 'none'],
  TUNNEL_UNKNOWN: [null, 'computer', 'user', 'no-use', 'no', 'none'],
  INPUT_INVALID: [null, 'computer', 'user', 'no-use', 'no', 'none'],
  INTERNAL: [null, 'computer', 'nobody', 'no-use', 'no', 'none'],
} as const satisfies Record<ProblemCode, Row>

/** Other ways out of a problem, beside its remedy and another try; the likeliest first. Another match helps where one node is at fault. */
const otherWays: Partial<Record<ProblemCode, readonly Remedy[]>> = {
  PORT_TAKEN: ['choose-port'],
  LOCAL_ADDRESS_MISSING: ['choose-port'],
  ACCESS_DENIED: ['choose-role'],
  DATA_CHANNEL_REFUSED: ['choose-role'],
  CREDENTIAL_PROCESS_FAILED: ['choose-role'],
  CREDENTIALS_INVALID: ['choose-role'],
  IDENTITY_CHANGED: ['edit-tunnel'],
  TARGET_NOT_FOUND: ['another-match', 'open-console'],
  TARGET_NO_MATCH: ['open-console'],
  TARGET_AMBIGUOUS: ['open-console'],
  TARGET_STOPPED: ['choose-target'],
  TARGET_NOT_CONNECTED: ['another-match', 'choose-target'],
  HYBRID_TIER_STANDARD: ['choose-target'],
  AGENT_TOO_OLD: ['another-match', 'choose-target'],
  TASK_NOT_FOUND: ['open-console'],
  EXEC_NOT_ENABLED: ['choose-target'],
  EXEC_UNSUPPORTED: ['choose-target'],
  EXEC_AGENT_NOT_RUNNING: ['another-match', 'open-console', 'choose-target'],
  EXEC_SESSIONS_FULL: ['another-match', 'choose-target'],
  AGENT_DISTRUSTED: ['another-match', 'open-console'],
  HANDSHAKE_TIMED_OUT: ['another-match', 'choose-target'],
  HANDSHAKE_REJECTED: ['another-match'],
  ENDPOINT_REFUSED: ['another-match', 'open-console'],
  ENDPOINT_TIMED_OUT: ['another-match', 'edit-tunnel'],
  ENDPOINT_NAME_UNKNOWN: ['another-match'],
  ENDPOINT_FORBIDDEN: ['another-match'],
}

/** What else can be done about a problem of a tunnel, in one click. Another match is one only where one is online. */
export function otherWaysOf({ code }: Coded, { route }: Pick<TunnelView, 'route'>): readonly Remedy[] {
  const { othersOnline } = route[3].facts
  return (otherWays[code] ?? []).filter((way) => way !== 'another-match' || (othersOnline ?? 0) > 0)
}

/** What is decided about a code. */
export function traitsOf({ code }: Coded): ProblemTraits {
  const [hop, phase, cure, letter, retry, remedy] = rows[code]
  return { hop, phase, cure, letter, retry, remedy }
}

/** True when trying again, unchanged, can help. */
export function isRetryable(problem: Coded): boolean {
  return traitsOf(problem).retry === 'yes'
}

/** The one thing to do about a problem. */
export function remedyOf(problem: Coded): Remedy {
  return traitsOf(problem).remedy
}

/** The hop that is broken, or null when the problem concerns no route. */
export function hopOf(problem: Coded): HopKind | null {
  return traitsOf(problem).hop
}

/** True when a letter to an administrator can ask for the cure. */
export function canBeRequested(problem: Coded): boolean {
  return traitsOf(problem).letter === 'can-help'
}

/** True when the sign-in has ended and nobody has been asked for a new one yet. */
export function asksForSignIn(problem: Coded): boolean {
  return traitsOf(problem).cure === 'sign-in'
}

/** True when a tunnel that failed for it goes on by itself after a sign-in. */
export function isCuredBySignIn(problem: Coded): boolean {
  const { cure } = traitsOf(problem)
  return cure === 'sign-in' || cure === 'sign-in-again'
}

/** True for failures that a returning network may cure by itself; a machine without a network produces them. */
export function isCuredByNetwork(problem: Coded): boolean {
  return traitsOf(problem).cure === 'network'
}

/** True for an answer that may be another one in a moment, with nothing changed here: an outage, not a decision. */
export function isOutage(problem: Coded): boolean {
  const { cure } = traitsOf(problem)
  return cure === 'network' || cure === 'time'
}

/** True when the session itself is over, by a limit or by somebody's hand, and the way to the next one is whole. */
export function isSessionOver(problem: Coded): boolean {
  return traitsOf(problem).cure === 'new-session'
}

/** True for an address at which nobody can sign in: another one has to be typed. */
export function isAddressWrong({ code }: Coded): boolean {
  return code === 'START_URL_WRONG' || code === 'START_URL_ELSEWHERE'
}

/** True when one target refuses a session that another one, of the same rule, may well take. */
export function isOfOneTarget({ code }: Coded): boolean {
  return code === 'TARGET_NOT_CONNECTED' || code === 'EXEC_AGENT_NOT_RUNNING' || code === 'EXEC_SESSIONS_FULL'
}
