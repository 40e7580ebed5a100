import type { HopKind, ProblemCode, Remedy } from '#contract/problem.ts'

interface ProblemTraits {
  /** The hop that is broken, or null when the problem concerns no route. */
  readonly hop: HopKind | null
  /** True when trying again, unchanged, can help. */
  readonly retryable: boolean
  readonly remedy: Remedy
}

/** What follows from each code: the hop it concerns, whether trying again can help, and the one thing to do. */
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
} as const satisfies Record<ProblemCode, ProblemTraits>

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
