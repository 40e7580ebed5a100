import { z } from 'zod'

/** The five hops of every route, in order. */
export const hopKind = z.enum(['client', 'port', 'session', 'target', 'endpoint'])
export type HopKind = z.infer<typeof hopKind>

/** The one thing to do about a problem. The renderer turns it into a button. */
export const remedy = z.enum([
  'sign-in',
  'retry',
  'edit-tunnel',
  'choose-target',
  'choose-role',
  'free-port',
  'copy-request',
  'open-console',
  'start-target',
  'check-network',
  'check-clock',
  'check-engine',
  'open-folder',
  'use-device-code',
  'none',
])
export type Remedy = z.infer<typeof remedy>

interface ProblemTraits {
  /** The hop that is broken, or null when the problem concerns no route. */
  readonly hop: HopKind | null
  /** True when trying again, unchanged, can help. */
  readonly retryable: boolean
  readonly remedy: Remedy
}

/**
 * The closed set of things that can go wrong, each with its hop and its remedy. The sentence is made in the renderer
 * (`words`), from the code and the details.
 */
export const problemTraits = {
  PORT_TAKEN: { hop: 'port', retryable: true, remedy: 'free-port' },
  PORT_FORBIDDEN: { hop: 'port', retryable: false, remedy: 'edit-tunnel' },
  RELAY_STOPPED: { hop: 'port', retryable: true, remedy: 'retry' },

  SIGN_IN_REQUIRED: { hop: 'session', retryable: false, remedy: 'sign-in' },
  SIGN_IN_DENIED: { hop: 'session', retryable: false, remedy: 'sign-in' },
  SIGN_IN_CODE_EXPIRED: { hop: 'session', retryable: false, remedy: 'sign-in' },
  SIGN_IN_TIMED_OUT: { hop: 'session', retryable: false, remedy: 'sign-in' },
  SIGN_IN_CANCELLED: { hop: 'session', retryable: false, remedy: 'sign-in' },
  SIGN_IN_CALLBACK_UNAVAILABLE: { hop: 'session', retryable: true, remedy: 'use-device-code' },
  START_URL_WRONG: { hop: 'session', retryable: false, remedy: 'edit-tunnel' },
  TOKEN_REVOKED: { hop: 'session', retryable: false, remedy: 'sign-in' },
  ROLE_NOT_ASSIGNED: { hop: 'session', retryable: false, remedy: 'choose-role' },
  PROFILE_INVALID: { hop: 'session', retryable: false, remedy: 'edit-tunnel' },
  CREDENTIALS_INVALID: { hop: 'session', retryable: false, remedy: 'sign-in' },
  CLOCK_SKEWED: { hop: 'session', retryable: false, remedy: 'check-clock' },
  ACCESS_DENIED: { hop: 'session', retryable: false, remedy: 'copy-request' },
  DOCUMENT_INVALID: { hop: 'session', retryable: false, remedy: 'edit-tunnel' },
  THROTTLED: { hop: 'session', retryable: true, remedy: 'retry' },
  NETWORK_UNREACHABLE: { hop: 'session', retryable: true, remedy: 'check-network' },
  TLS_UNTRUSTED: { hop: 'session', retryable: false, remedy: 'check-network' },
  AWS_UNAVAILABLE: { hop: 'session', retryable: true, remedy: 'retry' },
  DATA_CHANNEL_REFUSED: { hop: 'session', retryable: false, remedy: 'copy-request' },
  DATA_CHANNEL_UNREACHABLE: { hop: 'session', retryable: true, remedy: 'check-network' },
  HANDSHAKE_TIMED_OUT: { hop: 'session', retryable: true, remedy: 'retry' },
  HANDSHAKE_REJECTED: { hop: 'session', retryable: false, remedy: 'retry' },
  SESSION_DROPPED: { hop: 'session', retryable: true, remedy: 'retry' },
  SESSION_ENDED: { hop: 'session', retryable: true, remedy: 'retry' },
  SESSION_EXPIRED: { hop: 'session', retryable: true, remedy: 'retry' },
  ENGINE_NOT_FOUND: { hop: 'session', retryable: false, remedy: 'check-engine' },
  ENGINE_FAILED: { hop: 'session', retryable: true, remedy: 'check-engine' },

  TARGET_NOT_FOUND: { hop: 'target', retryable: false, remedy: 'choose-target' },
  TARGET_NO_MATCH: { hop: 'target', retryable: true, remedy: 'choose-target' },
  TARGET_STOPPED: { hop: 'target', retryable: true, remedy: 'start-target' },
  TARGET_NOT_CONNECTED: { hop: 'target', retryable: true, remedy: 'open-console' },
  AGENT_TOO_OLD: { hop: 'target', retryable: false, remedy: 'open-console' },

  ENDPOINT_REFUSED: { hop: 'endpoint', retryable: true, remedy: 'edit-tunnel' },
  ENDPOINT_TIMED_OUT: { hop: 'endpoint', retryable: true, remedy: 'open-console' },
  ENDPOINT_NAME_UNKNOWN: { hop: 'endpoint', retryable: false, remedy: 'edit-tunnel' },
  ENDPOINT_FORBIDDEN: { hop: 'endpoint', retryable: false, remedy: 'edit-tunnel' },

  CATALOG_CORRUPT: { hop: null, retryable: false, remedy: 'open-folder' },
  CATALOG_NEWER: { hop: null, retryable: false, remedy: 'open-folder' },
  CATALOG_NOT_WRITTEN: { hop: null, retryable: true, remedy: 'open-folder' },
  SECRET_STORE_UNAVAILABLE: { hop: null, retryable: false, remedy: 'none' },
  TUNNEL_UNKNOWN: { hop: null, retryable: false, remedy: 'none' },
  LOCAL_PORT_RESERVED: { hop: 'port', retryable: false, remedy: 'edit-tunnel' },
  SIGN_IN_UNKNOWN: { hop: null, retryable: false, remedy: 'none' },
  INPUT_INVALID: { hop: null, retryable: false, remedy: 'none' },
  INTERNAL: { hop: null, retryable: false, remedy: 'none' },
} as const satisfies Record<string, ProblemTraits>

export type ProblemCode = keyof typeof problemTraits
export const problemCode = z.enum(Object.keys(problemTraits) as [ProblemCode, ...ProblemCode[]])

/** What somebody else can put right, and a letter can ask them to. The test of `domain/access-request` holds it. */
export const requestableCodes: ReadonlySet<ProblemCode> = new Set<ProblemCode>([
  'ACCESS_DENIED',
  'DATA_CHANNEL_REFUSED',
  'ROLE_NOT_ASSIGNED',
  'TARGET_NOT_CONNECTED',
  'TARGET_STOPPED',
  'AGENT_TOO_OLD',
  'ENDPOINT_REFUSED',
  'ENDPOINT_TIMED_OUT',
  'ENDPOINT_NAME_UNKNOWN',
  'NETWORK_UNREACHABLE',
  'DATA_CHANNEL_UNREACHABLE',
  'TLS_UNTRUSTED',
])

/** Facts for the sentence and for diagnostics: ids, ports, names, the raw AWS message. Never a secret. */
export const problemDetails = z.record(z.string(), z.union([z.string(), z.number()]))

/** An expected failure as it crosses process borders. */
export const problem = z.object({
  code: problemCode,
  hop: hopKind.nullable(),
  retryable: z.boolean(),
  remedy,
  details: problemDetails,
})
export type Problem = z.infer<typeof problem>

/** Builds a problem from its code; hop, retryability and remedy follow from {@link problemTraits}. */
export function problemOf(code: ProblemCode, details: z.infer<typeof problemDetails> = {}): Problem {
  return { code, ...problemTraits[code], details }
}

/** What a use case returns: a value, or an expected failure with its remedy. Bugs are thrown. */
export type Result<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: Problem }

/** A success. */
export function ok<T>(value: T): Result<T> {
  return { ok: true, value }
}

/** An expected failure. */
export function fail(code: ProblemCode, details?: z.infer<typeof problemDetails>): Result<never> {
  return { ok: false, error: problemOf(code, details) }
}
