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

/**
 * The closed set of things that can go wrong. What follows from a code stands in `domain/problem/traits.ts`; the sentence is
 * made from the code and the details, in `words`.
 */
export const problemCode = z.enum([
  'PORT_TAKEN',
  'PORT_FORBIDDEN',
  'RELAY_STOPPED',

  'SIGN_IN_REQUIRED',
  'SIGN_IN_DENIED',
  'SIGN_IN_CODE_EXPIRED',
  'SIGN_IN_TIMED_OUT',
  'SIGN_IN_CANCELLED',
  'SIGN_IN_CALLBACK_UNAVAILABLE',
  'START_URL_WRONG',
  'TOKEN_REVOKED',
  'ROLE_NOT_ASSIGNED',
  'PROFILE_INVALID',
  'CREDENTIALS_INVALID',
  'CLOCK_SKEWED',
  'ACCESS_DENIED',
  'DOCUMENT_INVALID',
  'THROTTLED',
  'NETWORK_UNREACHABLE',
  'TLS_UNTRUSTED',
  'PROXY_UNUSABLE',
  'AWS_UNAVAILABLE',
  'DATA_CHANNEL_REFUSED',
  'DATA_CHANNEL_UNREACHABLE',
  'DATA_CHANNEL_UNTRUSTED',
  'HANDSHAKE_TIMED_OUT',
  'HANDSHAKE_REJECTED',
  'SESSION_DROPPED',
  'SESSION_ENDED',
  'SESSION_EXPIRED',
  'ENGINE_NOT_FOUND',
  'ENGINE_UNUSABLE',
  'ENGINE_FAILED',

  'TARGET_NOT_FOUND',
  'TARGET_NO_MATCH',
  'TARGET_STOPPED',
  'TARGET_NOT_CONNECTED',
  'AGENT_TOO_OLD',

  'ENDPOINT_REFUSED',
  'ENDPOINT_TIMED_OUT',
  'ENDPOINT_NAME_UNKNOWN',
  'ENDPOINT_FORBIDDEN',

  'CATALOG_CORRUPT',
  'CATALOG_NEWER',
  'CATALOG_NOT_WRITTEN',
  'SECRET_STORE_UNAVAILABLE',
  'TUNNEL_UNKNOWN',
  'LOCAL_PORT_RESERVED',
  'SIGN_IN_UNKNOWN',
  'INPUT_INVALID',
  'INTERNAL',
])
export type ProblemCode = z.infer<typeof problemCode>

/** Facts for the sentence and for diagnostics: ids, ports, names, the raw AWS message. Never a secret. */
export const problemDetails = z.record(z.string(), z.union([z.string(), z.number()]))

/** An expected failure as it crosses process borders. */
export const problem = z.object({ code: problemCode, details: problemDetails })
export type Problem = z.infer<typeof problem>
