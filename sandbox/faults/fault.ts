import { z } from 'zod'
import { malformedMessages } from '../gateway/gateway.ts'
import { keyStates } from '../service/kms/vault.ts'
import { limitKinds } from '../policy/policy.ts'
import { behaviour, dialTarget } from './behaviour.ts'

const times = z.int().min(1).max(1_000_000).default(1)
/** Action names as in the API reference, such as `StartSession`, or `*`. */
const action = z.string().min(1)

const proxyPolicy = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('open') }),
  z.object({ kind: z.literal('credentials'), user: z.string().min(1), password: z.string() }),
  z.object({ kind: z.literal('refuse'), status: z.int().min(400).max(599).default(403) }),
  z.object({ kind: z.literal('domain-sign-in') }),
  z.object({ kind: z.literal('hang-up') }),
  z.object({ kind: z.literal('silent') }),
  z.object({ kind: z.literal('garbage') }),
  z.object({ kind: z.literal('no-web-sockets') }),
  z.object({ kind: z.literal('silent-script') }),
  z.object({ kind: z.literal('unknown-authority') }),
])

/** Everything that can be made to go wrong. `sandbox/README.md` explains each. */
export const fault = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('throttle'), action, times }),
  z.object({ kind: z.literal('rate-limit'), action, perSecond: z.int().min(1).max(1_000) }),
  z.object({
    kind: z.literal('error'),
    action,
    code: z.string().min(1),
    message: z.string().default('Made by the sandbox'),
    status: z.int().min(400).max(599).default(400),
    times,
  }),
  z.object({ kind: z.literal('delay'), action, milliseconds: z.int().min(0).max(600_000), times }),
  z.object({ kind: z.literal('hang-up'), action, times }),
  z.object({ kind: z.literal('consent'), mode: z.enum(['ask', 'allow', 'deny']) }),
  z.object({
    kind: z.literal('console-session'),
    /** Ends all that programs were given; they are told why. */
    ended: z.enum(['TOKEN_EXPIRED', 'USER_CREDENTIALS_CHANGED']).optional(),
    /** Whose session the browser has from now on; null takes that back. */
    identity: z.string().nullable().optional(),
  }),
  z.object({ kind: z.literal('slow-down'), times }),
  z.object({ kind: z.literal('expire-device-codes') }),
  z.object({ kind: z.literal('expire-authorization-codes') }),
  z.object({ kind: z.literal('expire-registrations') }),
  z.object({ kind: z.literal('expire-access-tokens') }),
  z.object({ kind: z.literal('revoke-tokens') }),
  z.object({ kind: z.literal('expire-credentials') }),
  z.object({
    kind: z.literal('lifetimes'),
    accessTokenSeconds: z.int().min(1).optional(),
    credentialSeconds: z.int().min(1).optional(),
    deviceCodeSeconds: z.int().min(1).optional(),
    pollSeconds: z.int().min(1).optional(),
  }),
  z.object({
    kind: z.literal('node'),
    target: z.string(),
    connection: z.enum(['online', 'lost', 'stopped', 'unregistered']),
  }),
  z.object({
    kind: z.literal('endpoint'),
    host: z.string().min(1),
    port: z.int().min(1).max(65_535),
    /** Null takes an earlier fault of this kind back. */
    leadsTo: dialTarget.nullable(),
  }),
  z.object({ kind: z.literal('drop-session'), sessionId: z.string().optional(), closeCode: z.int().optional() }),
  z.object({ kind: z.literal('end-session'), sessionId: z.string().optional(), output: z.string().default('') }),
  z.object({ kind: z.literal('resume-without-token'), times }),
  z.object({
    kind: z.literal('agent'),
    target: z.string().optional(),
    /** How many sessions, or all that start from now on. */
    times: times.removeDefault().optional(),
    behaviour,
  }),
  z.object({
    kind: z.literal('publication'),
    sessionId: z.string().optional(),
    change: z.enum(['pause', 'start', 'mute']),
  }),
  z.object({ kind: z.literal('malformed'), sessionId: z.string().optional(), message: z.enum(malformedMessages) }),
  z.object({
    kind: z.literal('session-key'),
    account: z.string().default('*'),
    /** Null takes an earlier fault of this kind back. */
    kmsKeyId: z.string().min(1).nullable().default(`alias/session-manager`),
  }),
  z.object({
    kind: z.literal('session-preferences'),
    account: z.string().default('*'),
    /** Members that are given replace the world's; null takes the document away, `{}` an earlier fault of this kind back. */
    preferences: z
      .strictObject({
        idleSessionTimeout: z.string(),
        maxSessionDuration: z.string(),
        kmsKeyId: z.string(),
        runAsEnabled: z.boolean(),
        runAsDefaultUser: z.string(),
      })
      .partial()
      .nullable(),
  }),
  z.object({ kind: z.literal('kms-key'), account: z.string().default('*'), state: z.enum(keyStates) }),
  z.object({
    kind: z.literal('policy'),
    of: z.enum(['identity', ...limitKinds]),
    account: z.string().default('*'),
    /** Null takes an earlier fault of this kind back. */
    statements: z
      .array(
        z.object({
          effect: z.enum(['Allow', 'Deny']),
          actions: z.array(z.string()).min(1).readonly(),
          resources: z.array(z.string()).min(1).readonly().default(['*']),
        }),
      )
      .readonly()
      .nullable(),
  }),
  z.object({ kind: z.literal('proxy'), policy: proxyPolicy.nullable() }),
  /** What an approver decides about requests for access that are open; `seconds`: how long an approval holds. */
  z.object({
    kind: z.literal('access-requests'),
    decision: z.enum(['Approved', 'Rejected', 'Revoked', 'Expired']),
    seconds: z.int().min(1).default(3_600),
  }),
  z.object({ kind: z.literal('clock'), offsetSeconds: z.int() }),
])

/** A fault as the control API and tests give it (with defaults left out). */
export type Fault = z.input<typeof fault>
/** A fault with its defaults filled in. */
export type ParsedFault = z.output<typeof fault>
